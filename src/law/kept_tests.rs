use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::law::alignment::Text;
use crate::law::kept::{Reader, Said};
use crate::law::number::ArticleNo;

/// Articles of a library's rules, as the edition that is held has them.
const ARTICLES: [&str; 8] = [
    "为了方便读者阅览图书，制定本规则。",
    "读者凭借书证入馆；遗失借书证的，应当及时挂失补办。",
    "外借图书的期限为三十日，期满可以续借一次。",
    "阅览室内保持安静，不得携带食品饮料。",
    "逾期归还图书的，暂停外借资格，直至全部归还。",
    "污损、遗失图书的，照价赔偿或者购买同一版本归还。",
    "古籍善本只在特藏室阅览，由管理员取放，禁止复印拍照。",
    "馆内举办讲座，提前七日公布题目和主讲人。",
];

fn kept(articles: &[Text<'_>], said: &[Said<'_>]) -> BTreeSet<ArticleNo> {
    Reader::new(articles, said.iter().map(|said| said.sentence)).worths(said).kept()
}

fn of(said: &[(u32, &str)]) -> Vec<u32> {
    let articles: Vec<Text<'_>> =
        (1..).zip(ARTICLES).map(|(no, text)| Text { no: ArticleNo::new(no), text }).collect();
    let said: Vec<Said<'_>> =
        said.iter().map(|(no, sentence)| Said { no: ArticleNo::new(*no), sentence, beside: &[] }).collect();
    kept(&articles, &said).into_iter().map(|no| no.number).collect()
}

const FIFTH: &str = "逾期归还图书，依照第五条暂停外借资格的，应当登记。";
const SEVENTH: &str = "第七条所称古籍善本，是指特藏室由管理员取放的图书。";

#[test]
fn a_number_stands_where_the_sentence_speaks_of_its_article() {
    assert_eq!(of(&[(5, FIFTH)]), [5]);
    assert_eq!(of(&[(5, FIFTH), (7, SEVENTH)]), [5, 7]);
}

#[test]
fn a_number_whose_words_are_in_another_article_does_not_stand() {
    assert!(of(&[(4, FIFTH)]).is_empty());
    assert!(of(&[(4, FIFTH), (6, SEVENTH)]).is_empty());
    // All that a text cites has moved: what one sentence seems to say is chance.
    assert!(of(&[(3, FIFTH), (4, FIFTH), (6, SEVENTH), (8, SEVENTH), (5, "逾期归还图书的登记")]).is_empty());
}

#[test]
fn a_number_of_which_nothing_is_said_stands_only_between_two_that_stand() {
    let bare = "依照有关规定办理。";
    assert!(of(&[(6, bare)]).is_empty());
    assert_eq!(of(&[(5, FIFTH), (6, bare), (7, SEVENTH)]), [5, 6, 7]);
    assert_eq!(of(&[(5, FIFTH), (8, bare)]), [5]);
    assert_eq!(of(&[(2, bare), (5, FIFTH)]), [2, 5]);
    assert_eq!(of(&[(5, FIFTH), (9, bare)]), [5]);
}

#[test]
fn a_number_is_denied_where_the_sentence_speaks_of_another_article() {
    let articles: Vec<Text<'_>> =
        (1..).zip(ARTICLES).map(|(no, text)| Text { no: ArticleNo::new(no), text }).collect();
    let denied = |number: u32, sentence: &str| {
        let no = ArticleNo::new(number);
        let reader = Reader::new(&articles, [sentence]);
        reader.worths(&[Said { no, sentence, beside: &[] }]).denied().contains(&no)
    };
    assert!(denied(4, FIFTH) && denied(6, SEVENTH));
    assert!(!denied(5, FIFTH) && !denied(7, SEVENTH));
    assert!(!denied(6, "依照有关规定办理。") && !denied(9, FIFTH));
}

#[test]
fn what_is_cited_beside_it_is_no_rival() {
    let articles: Vec<Text<'_>> =
        (1..).zip(ARTICLES).map(|(no, text)| Text { no: ArticleNo::new(no), text }).collect();
    let both = "逾期归还图书暂停外借资格、污损遗失图书照价赔偿的，适用第五条、第六条。";
    let beside = [ArticleNo::new(5), ArticleNo::new(6)];
    let said = beside.map(|no| Said { no, sentence: both, beside: &beside });
    assert_eq!(kept(&articles, &said).len(), 2);
    let alone = said.map(|said| Said { beside: &[], ..said });
    assert!(kept(&articles, &alone).len() < 2);
}

proptest! {
    #[test]
    fn only_numbers_that_are_said_and_there_stand(
        texts in prop::collection::vec("[甲乙丙丁《》第一二条款、。]{0,24}", 0..6),
        sentences in prop::collection::vec((1u32..9, "[甲乙丙丁《》第一二条款、。]{0,24}"), 0..6),
    ) {
        let articles: Vec<Text<'_>> =
            (1..).zip(&texts).map(|(no, text)| Text { no: ArticleNo::new(no), text }).collect();
        let said: Vec<Said<'_>> = sentences
            .iter()
            .map(|(no, sentence)| Said { no: ArticleNo::new(*no), sentence, beside: &[] })
            .collect();
        for no in kept(&articles, &said) {
            prop_assert!(said.iter().any(|said| said.no == no) && (no.number as usize) <= texts.len());
        }
    }
}
