//! What a build ran, and why: everything else was remembered.

use crate::base::path::{ContentPath, Route};

/// A piece of work that a build could not take from its memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was done.
    pub work: Work,
    /// Why it had to be.
    pub why: Why,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// A file was parsed.
    Parsed(ContentPath),
    /// The templates were compiled.
    Compiled,
    /// A page was rendered.
    Rendered(Route),
}

/// Why it had to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Nothing of it was remembered.
    New,
    /// The file has other bytes.
    Source,
    /// `site.toml`, with its types and vocabularies, is another.
    Dialect,
    /// The theme, or the words of the interface, are others.
    Theme,
    /// These parts of the page's view are others.
    View(Vec<String>),
}

/// All steps of a build, and how much needed none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explained {
    /// The steps, files before pages, in the order of paths and addresses.
    pub steps: Vec<Step>,
    /// Files whose parse was remembered.
    pub parses_kept: usize,
    /// Pages that were remembered as rendered.
    pub pages_kept: usize,
}

impl Explained {
    /// Notes a step.
    pub fn add(&mut self, work: Work, why: Why) {
        self.steps.push(Step { work, why });
    }

    /// The files that were parsed.
    pub fn parsed(&self) -> impl Iterator<Item = &ContentPath> {
        self.steps.iter().filter_map(|step| match &step.work {
            Work::Parsed(path) => Some(path),
            _ => None,
        })
    }

    /// The pages that were rendered.
    pub fn rendered(&self) -> impl Iterator<Item = &Route> {
        self.steps.iter().filter_map(|step| match &step.work {
            Work::Rendered(route) => Some(route),
            _ => None,
        })
    }
}
