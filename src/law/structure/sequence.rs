//! The order of numbers: which article may follow which, and names for those that stand twice.

use std::collections::BTreeMap;

use crate::law::number::ArticleNo;
use crate::law::structure::finding::FindingKind;
use crate::law::structure::opening::DivisionKind;

/// The numbers met so far in one text: the law itself or one attachment.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    last: Option<ArticleNo>,
    met: Tally<ArticleNo>,
}

impl Sequence {
    /// Whether the number comes where it is expected.
    pub(super) fn expects(&self, no: ArticleNo) -> bool {
        match self.last {
            Some(last) => no.follows(last),
            None => no == ArticleNo::new(1),
        }
    }

    /// Takes the number in and says in what way it breaks the order.
    pub(super) fn take(&mut self, no: ArticleNo) -> Option<FindingKind> {
        let expected = self.expects(no);
        let repeated = self.met.count(no) > 1;
        let Some(last) = self.last.replace(no) else {
            return (!expected).then_some(FindingKind::StartsLate { found: no });
        };
        if expected && !repeated {
            return None;
        }
        if no == ArticleNo::new(1) {
            self.met = Tally::default();
            self.met.count(no);
            return Some(FindingKind::Restart { after: last });
        }
        Some(if repeated {
            FindingKind::Repeat { found: no }
        } else if no < last {
            self.last = Some(last);
            FindingKind::Backward { after: last, found: no }
        } else {
            FindingKind::Gap { after: last, found: no }
        })
    }
}

/// The numbers of divisions met so far.
#[derive(Debug, Default)]
pub(super) struct DivisionSequence {
    /// Last number by kind in the whole text: chapters may run on from part to part.
    running: BTreeMap<DivisionKind, u32>,
    /// Last number by kind and parent.
    nested: BTreeMap<(Option<usize>, DivisionKind), u32>,
}

impl DivisionSequence {
    /// Takes a division in and says whether its number breaks the order.
    pub(super) fn take(
        &mut self,
        parent: Option<usize>,
        kind: DivisionKind,
        number: u32,
    ) -> Option<FindingKind> {
        let running = self.running.insert(kind, number).unwrap_or(0);
        let nested = self.nested.insert((parent, kind), number).unwrap_or(0);
        let expected =
            number == 1 || number == running.saturating_add(1) || number == nested.saturating_add(1);
        (!expected).then_some(FindingKind::DivisionGap { kind, after: nested, found: number })
    }
}

/// Gives every anchor once: the second `a3` is `a3-r2`.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    divisions: BTreeMap<String, u32>,
    articles: Tally<(Option<usize>, ArticleNo)>,
}

impl Anchors {
    /// The anchor of a division.
    pub(super) fn division(&mut self, anchor: String) -> String {
        let times = self.divisions.entry(anchor.clone()).or_insert(0);
        *times += 1;
        again(anchor, *times)
    }

    /// The anchor of an article, in an attachment or in none; `prefix` is that of the attachment.
    pub(super) fn article(&mut self, attachment: Option<usize>, prefix: String, no: ArticleNo) -> String {
        let mut anchor = prefix;
        no.push_anchor(&mut anchor);
        again(anchor, self.articles.count((attachment, no)))
    }
}

/// How often each key was met, by key: most come in their order, so that they go to the end.
#[derive(Debug)]
struct Tally<K>(Vec<(K, u32)>);

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord> Tally<K> {
    /// Counts a key in and says how often it was met by now.
    fn count(&mut self, key: K) -> u32 {
        let at = match self.0.last() {
            Some((last, _)) if *last >= key => self.0.partition_point(|(met, _)| *met < key),
            _ => self.0.len(),
        };
        match self.0.get_mut(at) {
            Some((met, times)) if *met == key => {
                *times += 1;
                *times
            }
            _ => {
                self.0.insert(at, (key, 1));
                1
            }
        }
    }
}

fn again(anchor: String, times: u32) -> String {
    if times == 1 { anchor } else { format!("{anchor}-r{times}") }
}
