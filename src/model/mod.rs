//! Pages become a site: routes, links resolved, order, facets, relations.
//!
//! In go parsed documents and the list of files; out comes a [`site::Site`] with everything that
//! a page needs to know of the others. [`assemble`] alone knows the order of the phases. The room
//! writes no HTML and reads no files.

pub mod acts;
pub mod addresses;
pub mod amend;
pub mod article_map;
pub mod assemble;
pub mod chain;
pub mod chronology;
pub mod citation;
pub mod comparing;
pub mod comparisons;
pub mod contradictions;
pub mod cycle;
pub mod editions;
pub mod facets;
pub mod files;
pub mod force;
pub mod lifecycle;
pub mod links;
pub mod lookup;
pub mod order;
pub mod quotations;
pub mod record;
pub mod register;
pub mod related;
pub mod remember;
pub mod routes;
pub mod site;
pub mod standing;
pub mod suggest;
