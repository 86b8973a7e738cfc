//! The names that works go by, and the search for them in running text.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use serde::{Deserialize, Serialize};

use crate::law::citation::start::{Beginnings, Starts};
use crate::law::structure::is_blank;

const STATE: &str = "中华人民共和国";

/// Longest name of an issuer before a title, in characters.
const LONGEST_ISSUER: usize = 24;

/// What the names say of a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Known {
    /// It is a name of the work with this number.
    Work(u32),
    /// Several works go by it.
    Ambiguous,
    /// No work goes by it.
    Unknown,
}

/// Titles, short titles and document numbers of works, each work with a number of the caller's.
#[derive(Debug, Clone, Default)]
pub struct Names {
    exact: BTreeMap<String, Known>,
    /// Children of the nodes of a trie; looked up, never walked, so their order is of no matter.
    children: HashMap<u64, u32, BuildHasherDefault<EdgeHasher>>,
    /// Whether a name ends at the node.
    ends: Vec<bool>,
    /// The characters that begin a name.
    firsts: Starts,
    /// How names begin.
    beginnings: Beginnings,
}

/// Spreads the numbers of a trie's edges, which nobody chooses to do harm.
#[derive(Debug, Clone, Copy, Default)]
struct EdgeHasher(u64);

impl Hasher for EdgeHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, edge: u64) {
        let mixed = (self.0 ^ edge).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ mixed >> 32;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// An edge of the trie: the node it leaves and its character.
fn edge(node: u32, c: char) -> u64 {
    u64::from(node) << 21 | u64::from(u32::from(c))
}

impl Names {
    /// Adds a name of a work. The state's name before it, blanks and the width of brackets do not matter.
    pub fn insert(&mut self, name: &str, work: u32) {
        let name = normal_title(name);
        if name.is_empty() {
            return;
        }
        self.add_to_trie(&name);
        let known = self.exact.entry(name).or_insert(Known::Work(work));
        if *known != Known::Work(work) {
            *known = Known::Ambiguous;
        }
    }

    /// What is known of a title.
    pub fn lookup(&self, title: &str) -> Known {
        self.exact.get(&normal_title(title)).copied().unwrap_or(Known::Unknown)
    }

    /// The length of the longest name at the start of `text`, with the state's name before it.
    pub(super) fn longest_at(&self, text: &str) -> Option<usize> {
        let first = text.chars().next().filter(|_| !self.ends.is_empty())?;
        let skipped = if first == '中' && text.starts_with(STATE) { STATE.len() } else { 0 };
        if !self.beginnings.may_begin(text[skipped..].chars().map(fold)) {
            return None;
        }
        let mut node = 0;
        let mut longest = None;
        for (at, c) in text[skipped..].char_indices() {
            let Some(next) = self.children.get(&edge(node, fold(c))) else { break };
            node = *next;
            if self.ends[node as usize] {
                longest = Some(skipped + at + c.len_utf8());
            }
        }
        longest
    }

    /// Whether a name may begin with the character.
    pub(super) fn may_begin(&self, c: char) -> bool {
        self.firsts.has(fold(c))
    }

    /// The start of the longest run before `at`, not before `from`, that makes a name with `title`.
    ///
    /// An issuer often stands outside the title marks: 最高人民法院《关于…的解释》.
    pub(super) fn with_issuer(
        &self,
        text: &str,
        from: usize,
        at: usize,
        title: &str,
    ) -> Option<(usize, String)> {
        let run = text[from..at].char_indices().rev().take(LONGEST_ISSUER);
        let starts: Vec<usize> =
            run.take_while(|(_, c)| is_issuer(*c)).map(|(start, _)| from + start).collect();
        let may_begin = |start: &usize| {
            let issuer = &text[*start..at];
            let issuer = issuer.strip_prefix(STATE).unwrap_or(issuer);
            issuer.chars().nth(2).is_none() || self.beginnings.may_begin(issuer.chars())
        };
        let longest = starts.into_iter().rev().filter(may_begin);
        longest
            .map(|start| (start, format!("{}{title}", &text[start..at])))
            .find(|(_, name)| self.lookup(name) != Known::Unknown)
    }

    fn add_to_trie(&mut self, name: &str) {
        if self.ends.is_empty() {
            self.ends.push(false);
            self.firsts.add('中');
        }
        if let Some(first) = name.chars().next() {
            self.firsts.add(first);
            self.beginnings.add(name.chars());
        }
        let mut node = 0;
        for c in name.chars() {
            let fresh = self.ends.len() as u32;
            node = *self.children.entry(edge(node, c)).or_insert(fresh);
            if node == fresh {
                self.ends.push(false);
            }
        }
        self.ends[node as usize] = true;
    }
}

/// A title as the names compare it: brackets wide, angle brackets as inner title marks, no blanks,
/// without the state's name at its start.
pub fn normal_title(title: &str) -> String {
    let mut folded = String::with_capacity(title.len());
    folded.extend(title.chars().filter(|c| !is_blank(*c)).map(fold));
    let inner = folded.strip_prefix('《').and_then(|rest| rest.strip_suffix('》')).unwrap_or(&folded);
    let inner = if inner.contains('《') && !inner.contains('》') { &folded } else { inner };
    let short = inner.strip_prefix(STATE).filter(|rest| !rest.is_empty()).unwrap_or(inner);
    match short.len() == folded.len() {
        true if !folded.contains('《') => folded,
        _ => short.replace(&format!("《{STATE}"), "《"),
    }
}

fn is_issuer(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '、'
}

fn fold(c: char) -> char {
    match c {
        '\u{4e00}'..='\u{9fff}' => c,
        '(' => '（',
        ')' => '）',
        '〈' | '＜' => '《',
        '〉' | '＞' => '》',
        '[' | '［' | '【' => '〔',
        ']' | '］' | '】' => '〕',
        '０'..='９' => char::from(b'0' + (u32::from(c) - u32::from('０')) as u8),
        _ => c,
    }
}
