use jiff::civil::date;
use proptest::prelude::*;

use crate::law::edition::*;

fn day(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

fn edition(label: &str, promulgated: &str, effective: &str) -> Edition {
    Edition {
        label: label.into(),
        promulgated: promulgated.parse().ok(),
        effective: effective.parse().ok(),
        ending: None,
        is_first: false,
    }
}

/// Promulgated and in force: 2015/2016, 2018/2018, 2023/2024.
fn work() -> Editions {
    Editions::new(vec![
        edition("2018", "2018-08-18", "2018-10-01"),
        edition("2023", "2023-12-19", "2024-01-01"),
        edition("2015", "2015-10-12", "2016-01-01"),
    ])
}

fn asked() -> Asked<'static> {
    Asked {
        named: None,
        hint: None,
        law_as_of: None,
        page_date: None,
        page_effective: None,
        today: date(2025, 6, 1),
    }
}

fn chosen(asked: &Asked<'_>) -> Result<(String, Rule), NoEdition> {
    let work = work();
    work.choose(asked).map(|choice| (work.all()[choice.edition].label.clone(), choice.rule))
}

#[test]
fn standing_follows_the_day() {
    use Standing::{Amended, InForce, Pending, Repealed};
    assert_eq!(work().standings(date(2015, 11, 1)), [Pending, Pending, Pending]);
    assert_eq!(work().standings(date(2018, 9, 30)), [InForce, Pending, Pending]);
    assert_eq!(work().standings(date(2018, 10, 1)), [Amended, InForce, Pending]);
    assert_eq!(work().standings(date(2024, 1, 1)), [Amended, Amended, InForce]);
    let mut editions = work().all().to_vec();
    editions[2].ending = Some(Ending::Repealed(day("2026-01-01")));
    let work = Editions::new(editions);
    assert_eq!(work.standings(date(2025, 12, 31))[2], InForce);
    assert_eq!(work.standings(date(2026, 1, 1)), [Amended, Amended, Repealed]);
}

#[test]
fn unknown_dates_stay_unknown() {
    let bare = Editions::new(vec![edition("x", "", "")]);
    assert_eq!(bare.standings(date(2025, 1, 1)), [Standing::Unknown]);
    let promulgated = Editions::new(vec![edition("x", "2018", "")]);
    assert_eq!(promulgated.standings(date(2017, 12, 31)), [Standing::Pending]);
    assert_eq!(promulgated.standings(date(2018, 1, 1)), [Standing::InForce]);
}

#[test]
fn the_order_of_rules() {
    let old = EditionHint::Old;
    let all = Asked {
        named: Some("2015"),
        hint: Some(EditionHint::Year(2018)),
        law_as_of: Some(day("2018-12-01")),
        page_date: Some(day("2024-05-01")),
        ..asked()
    };
    assert_eq!(chosen(&all), Ok(("2015".into(), Rule::Named)));
    assert_eq!(
        chosen(&Asked { named: None, ..all }),
        Ok(("2018".into(), Rule::Word(EditionHint::Year(2018))))
    );
    let dated = Asked { named: None, hint: None, ..all };
    assert_eq!(chosen(&dated), Ok(("2018".into(), Rule::LawAsOf(day("2018-12-01")))));
    assert_eq!(
        chosen(&Asked { law_as_of: None, ..dated }),
        Ok(("2023".into(), Rule::PageDate(day("2024-05-01"))))
    );
    assert_eq!(chosen(&asked()), Ok(("2023".into(), Rule::InForce)));
    assert_eq!(chosen(&Asked { hint: Some(old), ..asked() }), Ok(("2018".into(), Rule::Word(old))));
}

#[test]
fn words_speak_from_the_day_of_the_page() {
    let on = |hint, page| chosen(&Asked { hint: Some(hint), page_date: Some(day(page)), ..asked() });
    assert_eq!(on(EditionHint::New, "2019-01-01").map(|(label, _)| label), Ok("2018".into()));
    assert_eq!(on(EditionHint::Old, "2019-01-01").map(|(label, _)| label), Ok("2015".into()));
    assert_eq!(on(EditionHint::New, "2023-12-25").map(|(label, _)| label), Ok("2023".into()));
    assert_eq!(on(EditionHint::InForce, "2023-12-25").map(|(label, _)| label), Ok("2018".into()));
    assert_eq!(on(EditionHint::Old, "2016-02-01"), Err(NoEdition::NoneBefore));
    // What was new before the first edition held is not held.
    let missed = Ok(("2023".into(), Rule::NotHeld(day("2012-02-01"))));
    assert_eq!(on(EditionHint::New, "2012-02-01"), missed);
    assert_eq!(on(EditionHint::Amended, "2012-02-01"), missed);
    assert_eq!(on(EditionHint::Old, "2012-02-01"), Err(NoEdition::NoneBefore));
}

#[test]
fn rules_that_come_into_force_with_a_law_mean_that_law() {
    let law = Editions::new(vec![
        edition("2018", "2018-10-26", "2018-10-26"),
        edition("2023", "2023-12-29", "2024-07-01"),
    ]);
    let on = |page, effective| {
        let asked = Asked { page_date: Some(day(page)), page_effective: Some(day(effective)), ..asked() };
        let choice = law.choose(&asked).unwrap();
        (law.all()[choice.edition].label.clone(), choice.rule)
    };
    let together = Rule::PageEffective(day("2024-07-01"));
    assert_eq!(on("2024-06-29", "2024-07-01"), ("2023".into(), together));
    // It was not out yet when the page was written.
    let before = Rule::PageDate(day("2023-12-01"));
    assert_eq!(on("2023-12-01", "2024-07-01"), ("2018".into(), before));
    // It was not in force yet when the page came into force.
    let early = Rule::PageDate(day("2024-01-10"));
    assert_eq!(on("2024-01-10", "2024-03-01"), ("2018".into(), early));
    let late = Rule::PageDate(day("2024-08-01"));
    assert_eq!(on("2024-08-01", "2024-09-01"), ("2023".into(), late));
}

#[test]
fn a_first_text_that_is_out_is_meant_before_it_is_in_force() {
    let first = Edition { is_first: true, ..edition("2020", "2020-05-28", "2021-01-01") };
    let rule = |edition: &Edition, asked: Asked<'_>| {
        Editions::new(vec![edition.clone()]).choose(&asked).map(|choice| choice.rule)
    };
    let on = |page| Asked { page_date: Some(day(page)), ..asked() };
    assert_eq!(rule(&first, on("2020-12-29")), Ok(Rule::Announced(day("2020-12-29"))));
    assert_eq!(rule(&first, on("2021-01-01")), Ok(Rule::PageDate(day("2021-01-01"))));
    assert_eq!(rule(&first, on("2020-05-27")), Ok(Rule::NotHeld(day("2020-05-27"))));
    // What was done then is judged by a text that was in force.
    let done = Asked { law_as_of: Some(day("2020-12-29")), ..asked() };
    assert_eq!(rule(&first, done), Ok(Rule::NotHeld(day("2020-12-29"))));
    // There may have been a text before.
    let later = Edition { is_first: false, ..first };
    assert_eq!(rule(&later, on("2020-12-29")), Ok(Rule::NotHeld(day("2020-12-29"))));
}

#[test]
fn what_is_not_held_is_said() {
    let early = Asked { page_date: Some(day("2010-01-01")), ..asked() };
    assert_eq!(chosen(&early), Ok(("2023".into(), Rule::NotHeld(day("2010-01-01")))));
    let named = |name| chosen(&Asked { named: Some(name), ..asked() });
    assert_eq!(named("2018-08").map(|(label, _)| label), Ok("2018".into()));
    assert_eq!(named("2024-01-01").map(|(label, _)| label), Ok("2023".into()));
    assert_eq!(named("1999"), Err(NoEdition::NotNamed));
    assert_eq!(named("旧版"), Err(NoEdition::NotNamed));
    let imprecise = Asked { law_as_of: Some(day("2018")), ..asked() };
    assert_eq!(chosen(&imprecise), Err(NoEdition::Several));
    let precise_enough = Asked { law_as_of: Some(day("2019")), ..asked() };
    assert_eq!(chosen(&precise_enough).map(|(label, _)| label), Ok("2018".into()));
}

#[test]
fn a_repealed_work_still_has_its_last_edition() {
    let mut only = edition("1999", "1999-01-01", "1999-03-01");
    only.ending = Some(Ending::Repealed(day("2020-01-01")));
    let work = Editions::new(vec![only]);
    assert_eq!(work.choose(&asked()), Ok(Choice { edition: 0, rule: Rule::Latest }));
    assert_eq!(work.standings(date(2025, 1, 1)), [Standing::Repealed]);
    let pending = Editions::new(vec![edition("x", "2026-01-01", "2026-03-01")]);
    assert_eq!(pending.choose(&asked()), Ok(Choice { edition: 0, rule: Rule::Latest }));
    assert_eq!(Editions::new(Vec::new()).choose(&asked()), Err(NoEdition::NoneHeld));
}

proptest! {
    #[test]
    fn one_edition_at_most_is_in_force(years in prop::collection::vec(1950i16..2060, 0..8), on in 1950i16..2060) {
        let editions = years.iter().map(|year| edition(&year.to_string(), &year.to_string(), "")).collect();
        let work = Editions::new(editions);
        let standings = work.standings(date(on, 7, 1));
        let in_force = standings.iter().filter(|standing| **standing == Standing::InForce).count();
        prop_assert_eq!(in_force, usize::from(years.iter().any(|year| *year <= on)));
        if let Ok(choice) = work.choose(&Asked { today: date(on, 7, 1), ..asked() }) {
            prop_assert!(standings[choice.edition] == Standing::InForce || in_force == 0);
        }
    }
}
