//! 前款, 本条第二款, 第（三）项: from the place where they stand to the places they mean.

use crate::law::citation::place::{Place, Step};
use crate::law::number::{ArticleNo, ArticleRef};
use crate::law::structure::{Article, Structure};

/// Why a place in the same text cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lost {
    /// The citation does not stand in an article, so there is no 前条 and no 本条.
    NotInArticle,
    /// The text has no such article.
    NoArticle,
    /// The article has no such 款.
    NoParagraph,
    /// The 款 has no such 项, or several 款 have one.
    NoItem,
}

/// The places that a citation of the same text means, in the order of the text.
///
/// `here` is where the citation stands. 前两款 means two places; most citations mean one. A 项 with no
/// 款 named is looked for in the 款 the citation stands in, else in the only 款 that has it.
pub fn resolve(
    place: &Place,
    here: Option<ArticleRef>,
    structure: &Structure,
) -> Result<Vec<ArticleRef>, Lost> {
    if let Place { article: Step::Number(no), paragraph: None, item: None, subitem } = *place {
        let article = structure.article(no).ok_or(Lost::NoArticle)?;
        return Ok(vec![ArticleRef { subitem, ..ArticleRef::article(article.no) }]);
    }
    let mut found = Vec::new();
    for article in articles(place.article, here, structure)? {
        let same = here.filter(|here| here.no == article.no);
        for paragraph in paragraphs(place, same, article)? {
            for item in items(place, same, paragraph, article)? {
                found.push(ArticleRef { no: article.no, paragraph, item, subitem: place.subitem });
            }
        }
    }
    Ok(found)
}

fn articles(
    step: Step<ArticleNo>,
    here: Option<ArticleRef>,
    structure: &Structure,
) -> Result<Vec<&Article>, Lost> {
    let no = match step {
        Step::Number(no) => no,
        _ => here.ok_or(Lost::NotInArticle)?.no,
    };
    let article = structure.article(no).ok_or(Lost::NoArticle)?;
    let Step::Before(count) = step else { return Ok(vec![article]) };
    let at = structure.articles.iter().position(|other| std::ptr::eq(other, article)).unwrap_or(0);
    let first = at.checked_sub(count as usize).ok_or(Lost::NoArticle)?;
    Ok(structure.articles[first..at].iter().collect())
}

fn paragraphs(place: &Place, here: Option<ArticleRef>, article: &Article) -> Result<Vec<Option<u32>>, Lost> {
    let count = article.paragraphs.len() as u32;
    let own = here.map(|here| here.paragraph.unwrap_or(1));
    match place.paragraph {
        Some(Step::Number(k)) if k <= count => Ok(vec![Some(k)]),
        Some(Step::Number(_)) => Err(Lost::NoParagraph),
        Some(Step::This) => own.map(|k| vec![Some(k)]).ok_or(Lost::NotInArticle),
        Some(Step::Before(n)) => {
            let k = own.ok_or(Lost::NotInArticle)?;
            let first = k.checked_sub(n).filter(|first| *first > 0).ok_or(Lost::NoParagraph)?;
            Ok((first..k).map(Some).collect())
        }
        None => match place.item {
            Some(Step::Number(x)) => Ok(vec![Some(paragraph_with(x, own, article)?)]),
            Some(_) => own.map(|k| vec![Some(k)]).ok_or(Lost::NotInArticle),
            None => Ok(vec![None]),
        },
    }
}

fn paragraph_with(x: u32, own: Option<u32>, article: &Article) -> Result<u32, Lost> {
    let having: Vec<u32> = (1..)
        .zip(&article.paragraphs)
        .filter(|(_, paragraph)| paragraph.items.iter().any(|item| item.number == x))
        .map(|(k, _)| k)
        .collect();
    match (own.filter(|own| having.contains(own)), having.as_slice()) {
        (Some(own), _) => Ok(own),
        (None, [only]) => Ok(*only),
        _ => Err(Lost::NoItem),
    }
}

fn items(
    place: &Place,
    here: Option<ArticleRef>,
    paragraph: Option<u32>,
    article: &Article,
) -> Result<Vec<Option<u32>>, Lost> {
    let of = |k: u32| article.paragraphs.get((k as usize).wrapping_sub(1));
    let has = |x: u32| {
        paragraph.and_then(of).is_some_and(|paragraph| paragraph.items.iter().any(|item| item.number == x))
    };
    let own = here.and_then(|here| here.item);
    match place.item {
        None => Ok(vec![None]),
        Some(Step::Number(x)) => has(x).then(|| vec![Some(x)]).ok_or(Lost::NoItem),
        Some(Step::This) => own.map(|x| vec![Some(x)]).ok_or(Lost::NoItem),
        Some(Step::Before(n)) => {
            let x = own.ok_or(Lost::NoItem)?;
            let first = x.checked_sub(n).filter(|first| *first > 0).ok_or(Lost::NoItem)?;
            Ok((first..x).map(Some).collect())
        }
    }
}
