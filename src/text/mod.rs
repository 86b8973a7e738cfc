//! Text as Chinese offices write it: scripts, folding, numerals, phrases of titles, pinyin, slugs.
//!
//! Everything here is pure and knows nothing of pages, law or search.

pub mod breaks;
pub mod fold;
pub mod numeral;
pub mod phrases;
pub mod pinyin;
pub mod script;
pub mod slug;

pub use fold::{Folded, fold, fold_mapped};
pub use slug::slug;
