//! From the site to pages: views, templates, feeds.
//!
//! [`jobs`] lists every page to make, [`project`] makes the view of each, [`template`] writes it.
//! The room knows the model and nothing of the search, the disk or publishing.

pub mod applied;
pub mod asset;
pub mod cards;
pub mod chart;
pub mod checkup;
pub mod cite;
pub mod cited;
pub mod columns;
pub mod compare;
pub mod content;
pub mod edition;
pub mod entry;
pub mod feed;
pub mod frame;
pub mod home;
pub mod institution;
pub mod jobs;
pub mod ledger;
pub mod legislation;
pub mod lists;
pub mod matrix;
pub mod overview;
pub mod pages_json;
pub mod press;
pub mod project;
pub mod record;
pub mod register;
pub mod template;
pub mod theme;
pub mod view;
pub mod words;
pub mod work;
pub mod works_json;
