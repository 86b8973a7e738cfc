//! How well a search answers questions whose answers are known.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::search::Error;
use crate::search::engine::{Engine, Found};

/// The set whose questions have graded answers.
pub const QUESTION: &str = "question";
/// Results that are asked for, so that ten different pages are among them.
pub const DEPTH: usize = 100;
/// Results that count for nDCG.
const COUNTED: usize = 10;

/// A question with the results that answer it.
#[derive(Debug, Clone, Deserialize)]
pub struct Question {
    /// Name of the set it belongs to.
    pub set: String,
    /// What is asked.
    pub query: String,
    /// Any of these is a hit.
    pub relevant: Vec<Relevant>,
}

/// A result that answers a question.
#[derive(Debug, Clone, Deserialize)]
pub struct Relevant {
    /// Path of the source below the content root.
    pub path: String,
    /// Article number, or none for the page.
    pub article: Option<String>,
}

/// The figures of a set.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures {
    /// Questions.
    pub questions: usize,
    /// Share answered by the first result.
    pub at_1: f64,
    /// Share answered among the first three.
    pub at_3: f64,
    /// Share answered among the first ten.
    pub at_10: f64,
    /// Mean nDCG@10 over articles.
    pub article: f64,
    /// Mean nDCG@10 over pages.
    pub page: f64,
}

/// Asks all questions and sums up by set.
pub fn evaluate(engine: &Engine, questions: &[Question]) -> Result<BTreeMap<String, Figures>, Error> {
    let mut sets: BTreeMap<String, Figures> = BTreeMap::new();
    for question in questions {
        let found = engine.query(&question.query, DEPTH)?;
        add(sets.entry(question.set.clone()).or_default(), question, &found);
    }
    for figures in sets.values_mut() {
        let count = figures.questions as f64;
        let means = [
            &mut figures.at_1,
            &mut figures.at_3,
            &mut figures.at_10,
            &mut figures.article,
            &mut figures.page,
        ];
        for sum in means {
            *sum /= count;
        }
    }
    Ok(sets)
}

fn add(figures: &mut Figures, question: &Question, found: &[Found]) {
    let first = found.iter().position(|found| answers(question, found)).unwrap_or(usize::MAX);
    figures.questions += 1;
    figures.at_1 += f64::from(u8::from(first < 1));
    figures.at_3 += f64::from(u8::from(first < 3));
    figures.at_10 += f64::from(u8::from(first < 10));
    let articles: BTreeSet<(&str, Option<&str>)> =
        question.relevant.iter().map(|of| (of.path.as_str(), of.article.as_deref())).collect();
    let ranked = found.iter().map(|found| (found.path.as_str(), found.article.as_deref()));
    figures.article += ndcg(ranked, &articles);
    let pages: BTreeSet<&str> = question.relevant.iter().map(|of| of.path.as_str()).collect();
    figures.page += ndcg(found.iter().map(|found| found.path.as_str()), &pages);
}

/// Whether a result answers a question: an answer without an article is any part of the page.
pub fn answers(question: &Question, found: &Found) -> bool {
    let fits = |of: &Relevant| of.path == found.path && (of.article.is_none() || of.article == found.article);
    question.relevant.iter().any(fits)
}

fn ndcg<T: Ord + Copy>(ranked: impl Iterator<Item = T>, relevant: &BTreeSet<T>) -> f64 {
    let gain = |place: usize| 1.0 / ((place + 2) as f64).log2();
    let mut seen = BTreeSet::new();
    let different = ranked.filter(|item| seen.insert(*item)).take(COUNTED);
    let gained: f64 =
        different.enumerate().filter(|(_, item)| relevant.contains(item)).map(|(place, _)| gain(place)).sum();
    let best: f64 = (0..relevant.len().min(COUNTED)).map(gain).sum();
    if best > 0.0 { gained / best } else { 0.0 }
}
