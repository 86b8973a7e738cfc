//! What may be published: nothing leaves that must not.
//!
//! Documents come in; out come those that a build may show ([`scope`]), and diagnostics that block
//! it. What is above the scope of a build never reaches the model. [`rules`] look at every text
//! that would go out.

pub mod rules;
pub mod scope;
