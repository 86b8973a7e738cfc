//! Cases by discipline, behaviour and sanction.

use serde::Serialize;

use crate::model::register::{DisciplineRow, MATRIX, Matrix};
use crate::model::site::PageIndex;
use crate::render::frame::At;
use crate::render::view::{Frame, Link};

/// Behaviours of a sanction that are shown at once; the others are behind a fold.
const SHOWN: usize = 40;

/// `matrix.html`: disciplines and sanctions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatrixView {
    /// Around it.
    pub frame: Frame,
    /// How many cases it counts.
    pub cases: usize,
    /// Kinds of sanctions with their words.
    pub groups: Vec<Group>,
    /// The disciplines.
    pub rows: Vec<MatrixRow>,
}

/// Sanctions of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its label.
    pub title: String,
    /// The sanctions.
    pub words: Vec<String>,
}

/// A discipline of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// The discipline.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many cases it has.
    pub count: usize,
    /// One cell for each sanction.
    pub cells: Vec<MatrixCell>,
}

/// The cases of a discipline with a sanction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatrixCell {
    /// How many.
    pub count: usize,
    /// Where they are listed; the only one itself.
    pub href: Option<String>,
    /// 0 to 4, for how dark the cell is.
    pub level: usize,
    /// What the cell stands for, in words.
    pub label: String,
}

/// `discipline.html`: the cases of a discipline by sanction and behaviour.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DisciplineView {
    /// Around it.
    pub frame: Frame,
    /// How many cases it has.
    pub count: usize,
    /// The sanctions that occur.
    pub sections: Vec<SanctionSection>,
}

/// The cases of a discipline with a sanction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SanctionSection {
    /// Kind and word of the sanction.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// How many cases.
    pub count: usize,
    /// The behaviours that are shown at once.
    pub rows: Vec<BehaviourRow>,
    /// The others.
    pub more: Vec<BehaviourRow>,
}

/// A behaviour with its cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BehaviourRow {
    /// In words.
    pub behaviour: String,
    /// The cases.
    pub cases: Vec<CaseLink>,
}

/// A case with its date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseLink {
    /// The case.
    pub page: Link,
    /// Its date.
    pub date: Option<String>,
}

/// The sanctions over all groups: label of the group, word, anchor.
fn columns(at: &At<'_>, matrix: &Matrix) -> Vec<(String, String, String)> {
    let mut columns = Vec::new();
    for group in &matrix.groups {
        for (word, anchor) in &group.sanctions {
            columns.push((group_title(at, group.label.as_deref()), sanction(at, word), anchor.clone()));
        }
    }
    columns
}

fn group_title(at: &At<'_>, label: Option<&str>) -> String {
    label.unwrap_or_else(|| at.scene.words.get("matrix_others")).to_owned()
}

fn sanction(at: &At<'_>, word: &str) -> String {
    let word = if word.is_empty() { at.scene.words.get("matrix_none") } else { word };
    word.to_owned()
}

fn discipline(at: &At<'_>, row: &DisciplineRow) -> String {
    row.discipline.clone().unwrap_or_else(|| at.scene.words.get("matrix_unnamed").to_owned())
}

fn of<'a>(at: &At<'a>) -> &'a Matrix {
    at.scene.site.registers.matrix.as_ref().expect("pages of the matrix are made where there is one")
}

/// The matrix.
pub fn matrix(at: &At<'_>) -> MatrixView {
    let matrix = of(at);
    let mut frame = at.frame("matrix", at.scene.words.get("matrix"), None);
    frame.crumbs = at.crumbs_to(None);
    let columns = columns(at, matrix);
    let most = matrix
        .rows
        .iter()
        .flat_map(|row| (0..columns.len()).map(|column| row.cases_in(column).len()))
        .max()
        .unwrap_or(0);
    MatrixView {
        frame,
        cases: matrix.cases,
        groups: matrix
            .groups
            .iter()
            .map(|group| Group {
                title: group_title(at, group.label.as_deref()),
                words: group.sanctions.iter().map(|(word, _)| sanction(at, word)).collect(),
            })
            .collect(),
        rows: matrix.rows.iter().map(|row| matrix_row(at, row, &columns, most)).collect(),
    }
}

fn matrix_row(
    at: &At<'_>,
    row: &DisciplineRow,
    columns: &[(String, String, String)],
    most: usize,
) -> MatrixRow {
    let title = discipline(at, row);
    let cell = |(column, (group, word, anchor)): (usize, &(String, String, String))| {
        let cases = row.cases_in(column);
        MatrixCell {
            count: cases.len(),
            href: match cases.as_slice() {
                [] => None,
                [case] => Some(at.to_page(*case)),
                _ => Some(at.to(format_args!("{}#{anchor}", row.route))),
            },
            level: (cases.len() * 4).div_ceil(most.max(1)),
            label: format!("{title} · {group} · {word}"),
        }
    };
    MatrixRow {
        cells: columns.iter().enumerate().map(cell).collect(),
        href: at.to(&row.route),
        count: row.cases.len(),
        title,
    }
}

/// The page of a discipline.
pub fn row(at: &At<'_>, place: usize) -> DisciplineView {
    let matrix = of(at);
    let own = &matrix.rows[place];
    let mut frame = at.frame("discipline", &discipline(at, own), None);
    frame.crumbs = at.crumbs_to(None);
    frame.crumbs.push(Link { title: at.scene.words.get("matrix").to_owned(), href: at.to(MATRIX) });
    let columns = columns(at, matrix);
    let sections = columns.into_iter().enumerate().filter(|(column, _)| !own.cells[*column].is_empty());
    DisciplineView {
        frame,
        count: own.cases.len(),
        sections: sections
            .map(|(column, (group, word, anchor))| {
                let mut rows: Vec<BehaviourRow> = own.cells[column]
                    .iter()
                    .map(|behaviour| BehaviourRow {
                        behaviour: behaviour.words.clone(),
                        cases: behaviour.cases.iter().map(|case| case_link(at, *case)).collect(),
                    })
                    .collect();
                let more = rows.split_off(rows.len().min(SHOWN));
                let count = own.cases_in(column).len();
                SanctionSection { title: format!("{group} · {word}"), anchor, count, rows, more }
            })
            .collect(),
    }
}

fn case_link(at: &At<'_>, case: PageIndex) -> CaseLink {
    let page = &at.scene.site.pages[case];
    CaseLink {
        page: Link { title: page.title.clone(), href: at.to_page(case) },
        date: page.date.map(|date| date.to_string()),
    }
}
