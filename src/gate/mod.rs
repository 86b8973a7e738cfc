//! What may be published: nothing leaves that must not.
//!
//! Documents come in; out come those that a build may show, and diagnostics that block it. What is
//! above the scope of a build never reaches the model.

pub mod scope;
