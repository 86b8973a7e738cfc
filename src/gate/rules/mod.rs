//! The rules of the gate: what is found in texts, names, fields and attachments, and what is said.
//!
//! In go a site and its files; out come diagnostics whose excerpts are masked, so that the report
//! leaks nothing. A text is normalised with the way back to its source ([`plain`]); every
//! recogniser takes a time linear in the length of the text and sees no file, no clock and no
//! other page. What could not be read is a finding itself: the gate fails closed.

pub mod address;
pub mod attachments;
pub mod bank;
pub mod check;
pub mod conceal;
pub mod contact;
pub mod context;
pub mod digits;
pub mod examine;
pub mod exceptions;
pub mod hit;
pub mod identity;
pub mod informant;
pub mod masks;
pub mod names;
pub mod own;
pub mod papers;
pub mod paste;
pub mod plain;
pub mod propose;
pub mod reidentify;
pub mod remember;
pub mod rule;
pub mod secrecy;
pub mod spelt;
pub mod words;
