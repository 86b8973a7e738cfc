//! What may be published: nothing leaves that must not.
//!
//! [`rules`] look at every text that would go out. The room reads the disk through
//! [`crate::base::disk`] alone and decides nothing by the clock.

pub mod rules;
