//! Names of people in running text: a surname, one or two characters of a given name, and what
//! stands on both sides.
//!
//! No dictionary cuts the text. A candidate is judged by its characters and by its edges: words
//! that lead to a name (局长, 被告人, 其妻), words that follow one (案, 同志, ，男, 利用), particles
//! and punctuation. A name found once is then found wherever it stands in the text.

pub mod edges;
pub mod recognise;
pub mod tables;
