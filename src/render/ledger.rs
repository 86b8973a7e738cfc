//! How far the items of a ledger have come.

use serde::Serialize;

use crate::config::registry::Vocabularies;
use crate::config::value::Fields;
use crate::render::chart::share;

/// The field that holds the items.
const ITEMS: &str = "items";
/// The state that counts as done: verified and struck off. 已完成 alone is the word of who did it.
const DONE: &str = "已销号";
/// The state that has no end, and so is no part of the rate.
const ENDLESS: &str = "长期坚持";

/// Items by state, and the share of them that is done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Progress {
    /// The states that occur, in the order of the vocabulary.
    pub states: Vec<State>,
    /// How many items are struck off.
    pub done: usize,
    /// How many have to be: all but those that have no end.
    pub due: usize,
    /// `done` of `due` in percent with one decimal; `None` where nothing has to be.
    pub rate: Option<String>,
}

/// A state with its items.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct State {
    /// Its word.
    pub title: String,
    /// How many items are in it.
    pub count: usize,
    /// Where its part of the bar begins, in percent.
    pub from: String,
    /// How long its part is, in percent.
    pub share: String,
    /// Its class, `done`, `endless`, or `p0` to `p3` by its place.
    pub class: String,
}

/// The progress of the ledger with `fields`; `None` where it has no items.
pub fn progress(fields: &Fields, vocabularies: &Vocabularies) -> Option<Progress> {
    let items = fields.records(ITEMS);
    let order = vocabularies.get("ledger_state").map_or(&[][..], |words| &words[..]);
    let count_of = |state: &str| items.iter().filter(|item| item.text("state") == Some(state)).count();
    let total: usize = order.iter().map(|state| count_of(state)).sum();
    if total == 0 {
        return None;
    }
    let mut before = 0;
    let mut states = Vec::new();
    for (place, state) in order.iter().enumerate() {
        let count = count_of(state);
        if count > 0 {
            states.push(State {
                title: state.clone(),
                count,
                from: share(before, total),
                share: share(count, total),
                class: class_of(state, place),
            });
        }
        before += count;
    }
    let (done, due) = (count_of(DONE), items.len() - count_of(ENDLESS));
    Some(Progress { states, done, due, rate: rate(done, due) })
}

/// `done` of `due` in percent with one decimal.
pub fn rate(done: usize, due: usize) -> Option<String> {
    (due > 0).then(|| format!("{:.1}", done as f64 * 100.0 / due as f64))
}

fn class_of(state: &str, place: usize) -> String {
    match state {
        DONE => "done".to_owned(),
        ENDLESS => "endless".to_owned(),
        _ => format!("p{}", place.min(3)),
    }
}
