//! Which articles of an edition have a bigram, and how often.

use crate::law::alignment::words::Words;

/// Number of a bigram and how often it stands, rising by number.
pub(super) type Counts = Vec<(u32, u32)>;

/// The articles that have a bigram, with how often, for all bigrams in one list.
pub(super) struct Having {
    articles: Vec<(u32, u32)>,
    /// Where the articles of each bigram begin and end; behind them is room for as many as it stands
    /// more than once in an article.
    ranges: Vec<(u32, u32)>,
}

impl Having {
    /// Looks through `articles`, whose bigrams have numbers below `bigrams`.
    pub(super) fn new(articles: &[Words], bigrams: usize) -> Self {
        let mut ranges = vec![(0, 0); bigrams];
        for bigram in articles.iter().flat_map(|words| &words.bigrams) {
            ranges[*bigram as usize].1 += 1;
        }
        let mut all = 0;
        for (start, end) in &mut ranges {
            let room = *end;
            (*start, *end) = (all, all);
            all += room;
        }
        let mut having = vec![(0, 0); all as usize];
        for (place, words) in (0..).zip(articles) {
            for bigram in &words.bigrams {
                let (start, end) = &mut ranges[*bigram as usize];
                if start < end && having[*end as usize - 1].0 == place {
                    having[*end as usize - 1].1 += 1;
                } else {
                    having[*end as usize] = (place, 1);
                    *end += 1;
                }
            }
        }
        Self { articles: having, ranges }
    }

    /// The articles that have `bigram`, rising, with how often.
    pub(super) fn articles(&self, bigram: u32) -> &[(u32, u32)] {
        let (start, end) = self.ranges[bigram as usize];
        &self.articles[start as usize..end as usize]
    }

    /// What each article has, of which `lens` are the lengths in bigrams.
    pub(super) fn counts(&self, lens: impl Iterator<Item = usize>) -> Vec<Counts> {
        let mut counts: Vec<Counts> = lens.map(Vec::with_capacity).collect();
        for bigram in 0..self.ranges.len() as u32 {
            for (place, count) in self.articles(bigram) {
                counts[*place as usize].push((bigram, *count));
            }
        }
        counts
    }
}
