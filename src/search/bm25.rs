//! BM25 as Tantivy computes it, step by step in single precision.
//!
//! FORMAT.md, section 11, rules it.

use tantivy::fieldnorm::FieldNormReader;

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// What the length classes of fields contribute, for one index.
#[derive(Debug, Clone)]
pub struct Lengths {
    parts: [f32; 256],
    units: u32,
}

impl Lengths {
    /// Prepares an index of `units` units that hold `terms` terms together.
    pub fn new(units: u32, terms: u64) -> Self {
        let average = terms as f32 / units as f32;
        let mut parts = [0f32; 256];
        for (class, part) in parts.iter_mut().enumerate() {
            let length = FieldNormReader::id_to_fieldnorm(class as u8) as f32;
            *part = K1 * (1.0 - B + B * length / average);
        }
        Self { parts, units }
    }

    /// How rare a term is that `units` units hold.
    pub fn rarity(&self, units: u32) -> f32 {
        let rest = self.units.saturating_sub(units) as f32;
        let odds = (rest + 0.5) / (units as f32 + 0.5);
        (1.0 + odds).ln()
    }

    /// The weight of a term that `units` units hold.
    pub fn weight(&self, units: u32) -> f32 {
        self.rarity(units) * (1.0 + K1)
    }

    /// What a term of this weight adds to a unit that holds it `count` times.
    pub fn score(&self, weight: f32, class: u8, count: u32) -> f32 {
        let count = count as f32;
        weight * (count / (count + self.parts[usize::from(class)]))
    }
}
