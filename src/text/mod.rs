//! Text as Chinese offices write it: folding, numerals, pinyin, slugs.

pub mod numeral;
