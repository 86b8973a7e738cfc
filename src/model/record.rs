//! The record of a publication: what is published, what changed, who reviewed it, which checks ran.
//!
//! It is published with the site, so it holds nothing that the site may not: a page that left is
//! named by a digest alone, and one that only a narrower scope still has is not counted.

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

use crate::base::disk;

/// Name of the record in a published folder.
pub const RECORD_JSON: &str = "record.json";

/// Version of the form.
pub const FORMAT: u32 = 1;

/// What a build is for.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Occasion {
    /// To have the site; nothing is said of what was published before.
    #[default]
    Build,
    /// To look at it on this machine; what is not reviewed yet can be seen.
    Preview,
    /// To publish it after what was published before, if anything was.
    Publication(Option<Box<Record>>),
}

/// The record of a site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Record {
    /// Version of this form.
    pub format: u32,
    /// Name of the site.
    pub site: String,
    /// The narrowest release scope in it.
    pub scope: String,
    /// The day as of which it was built.
    pub as_of: String,
    /// Digest of all pages, files, rules and exceptions.
    pub digest: String,
    /// What changed since the publication before; `None` where none is known.
    pub changes: Option<Changes>,
    /// The pages in the order of their addresses.
    pub pages: Vec<PageRecord>,
    /// The attachments and images in the order of their addresses.
    pub files: Vec<FileRecord>,
    /// The rules of the gate that ran.
    pub rules: Vec<RuleRecord>,
    /// The exceptions that stood.
    pub exceptions: Vec<ExceptionRecord>,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Changes {
    /// Digest of the publication before.
    pub since: String,
    /// Addresses of pages that were not there.
    pub added: Vec<String>,
    /// Addresses of pages whose content changed.
    pub changed: Vec<String>,
    /// Keys of pages that are gone.
    pub removed: Vec<String>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRecord {
    /// Address.
    pub route: String,
    /// Title.
    pub title: String,
    /// Digest of the path of its source, by which later records name it.
    pub key: String,
    /// Digest of what it says.
    pub digest: String,
    /// Who reviewed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewRecord>,
}

/// A review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRecord {
    /// The post that reviewed.
    pub by: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// On what basis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

/// A file beside the pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Address.
    pub route: String,
    /// SHA-256.
    pub sha256: String,
}

/// A rule of the gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRecord {
    /// Its name.
    pub name: String,
    /// What it does where it finds something.
    pub severity: String,
    /// What it found that stayed.
    pub found: usize,
}

/// An exception to a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionRecord {
    /// The rule.
    pub rule: String,
    /// The page or file.
    pub place: String,
    /// Why it stands.
    pub reason: String,
}

/// What the gate has to say for the record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checks {
    /// The rules that ran.
    pub rules: Vec<RuleRecord>,
    /// The exceptions that stood.
    pub exceptions: Vec<ExceptionRecord>,
}

impl Record {
    /// The record as JSON.
    pub fn to_json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("plain values are JSON");
        bytes.push(b'\n');
        bytes
    }

    /// The record in the published `folder`, where one can be read.
    pub fn read(folder: &Utf8Path) -> Option<Self> {
        let bytes = disk::read_optional(&folder.join(RECORD_JSON)).ok()??;
        serde_json::from_slice(&bytes).ok()
    }

    /// The page at `route`.
    pub fn page(&self, route: &str) -> Option<&PageRecord> {
        let place = self.pages.binary_search_by(|page| page.route.as_str().cmp(route)).ok()?;
        Some(&self.pages[place])
    }
}
