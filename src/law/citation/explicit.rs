//! The editor's own form: `[[work@edition#article|label]]`.

use crate::law::citation::place::Place;
use crate::law::citation::places;
use crate::law::citation::{Citation, Cited, Form, Target};
use crate::law::number::ArticleRef;

/// Longest explicit citation, in characters.
const LONGEST: usize = 200;

/// Reads the explicit citation that `text` starts with; `at` is where that is.
pub(super) fn read(text: &str, at: usize) -> Option<Citation> {
    let inside = text.strip_prefix("[[")?;
    let end =
        inside.char_indices().take(LONGEST).map(|(at, _)| at).find(|at| inside[*at..].starts_with("]]"))?;
    let inside = &inside[..end];
    if inside.contains('\n') || inside.contains("[[") {
        return None;
    }
    let (link, label) = split(inside, '|');
    let (name, article) = split(link, '#');
    let (work, edition) = split(name, '@');
    let places = match article {
        Some(article) => vec![cited(article, at + 2 + article_start(inside, article))?],
        None => Vec::new(),
    };
    let owned = |part: Option<&str>| part.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
    (!work.trim().is_empty()).then(|| Citation {
        range: at..at + end + 4,
        form: Form::Explicit,
        target: Target::Explicit {
            work: work.trim().to_owned(),
            edition: owned(edition),
            label: owned(label),
        },
        edition: None,
        places,
    })
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn article_start(inside: &str, article: &str) -> usize {
    article.as_ptr() as usize - inside.as_ptr() as usize
}

/// 第一百零三条第一款, 103, 103-1 or the anchor `a103-k1-x2`.
fn cited(article: &str, at: usize) -> Option<Cited> {
    let range = at..at + article.len();
    let article = article.trim();
    if let Some((mut places, len)) = places::read(article, at, places::Start::Article)
        && len == article.len()
        && places.len() == 1
    {
        let cited = places.remove(0);
        return Some(Cited { range, ..cited });
    }
    Some(Cited { range, place: Place::from(ArticleRef::from_anchor(article)?), through: None })
}
