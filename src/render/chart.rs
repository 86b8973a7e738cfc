//! Charts drawn at build: stacked columns as SVG, bars and heat as tables.
//!
//! Comes in: counts with their words. Goes out: views whose geometry is finished, so that a template
//! only prints it. A chart needs no script and no inline style: lengths are shares of the width it is
//! given, so its words keep their size on a phone; every colour is a class of the style sheet, series
//! differ by pattern too, and the numbers stand in a table beside.

use std::fmt::Write;

use serde::Serialize;

use crate::markup::escape::escape;

/// Height of the columns in CSS pixels.
const HEIGHT: f64 = 150.0;
/// Room above the columns, for the total over each.
const ABOVE: f64 = 18.0;
/// Room below the columns, for the words of each.
const BELOW: f64 = 24.0;
/// Share of the width, in percent, that the words of the axis take.
const AXIS: f64 = 7.0;
/// Series that are told apart; those beyond share the last pattern.
const PATTERNS: usize = 8;

/// Stacked columns with the numbers they show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnChart {
    /// What it shows.
    pub title: String,
    /// The same in a sentence, for those who cannot see it.
    pub summary: String,
    /// The drawing, finished SVG.
    pub svg: String,
    /// The series in the order of the drawing, bottom first, with the class of each.
    pub legend: Vec<Series>,
    /// Words of the columns, oldest first.
    pub heads: Vec<String>,
    /// A row for each series: its words, then a number for each column.
    pub rows: Vec<(String, Vec<usize>)>,
}

/// A series of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Its words.
    pub title: String,
    /// Its class, `s0` to `s7`.
    pub class: String,
}

/// A table whose rows carry a bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BarTable {
    /// What it shows.
    pub title: String,
    /// The rows.
    pub rows: Vec<BarRow>,
}

/// A row of a [`BarTable`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BarRow {
    /// Its words.
    pub title: String,
    /// Where they lead.
    pub href: Option<String>,
    /// How many.
    pub count: usize,
    /// The length of its bar in percent of the longest.
    pub share: String,
}

/// Counts by two vocabularies, each cell shaded by its share of the greatest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeatTable {
    /// What it shows.
    pub title: String,
    /// Words of the columns.
    pub heads: Vec<String>,
    /// The rows: words, and for each column a number with its shade, 0 to 4.
    pub rows: Vec<(String, Vec<(usize, u8)>)>,
}

/// Bars for `rows` of words, address and number; `None` where nothing is counted.
pub fn bars(title: &str, rows: Vec<(String, Option<String>, usize)>) -> Option<BarTable> {
    let most = rows.iter().map(|row| row.2).max().filter(|most| *most > 0)?;
    let rows = rows
        .into_iter()
        .map(|(title, href, count)| BarRow { title, href, count, share: share(count, most) })
        .collect();
    Some(BarTable { title: title.to_owned(), rows })
}

/// `part` of `whole` in percent, as SVG writes it.
pub fn share(part: usize, whole: usize) -> String {
    number(if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 })
}

/// Shades for counts by row and column; `None` where nothing is counted.
pub fn heat(title: &str, heads: Vec<String>, rows: Vec<(String, Vec<usize>)>) -> Option<HeatTable> {
    let most = rows.iter().flat_map(|row| row.1.iter().copied()).max().filter(|most| *most > 0)?;
    let shade = |count: usize| if count == 0 { 0 } else { (count * 4).div_ceil(most).min(4) as u8 };
    let rows = rows
        .into_iter()
        .map(|(words, counts)| (words, counts.into_iter().map(|count| (count, shade(count))).collect()))
        .collect();
    Some(HeatTable { title: title.to_owned(), heads, rows })
}

/// Draws columns: for each of `heads` the counts of all series, stacked in their order. Series that
/// count nothing are left out; `None` where nothing is counted.
pub fn columns(
    title: &str,
    summary: String,
    heads: Vec<String>,
    rows: Vec<(String, Vec<usize>)>,
) -> Option<ColumnChart> {
    let rows: Vec<(String, Vec<usize>)> =
        rows.into_iter().filter(|(_, counts)| counts.iter().any(|count| *count > 0)).collect();
    if rows.is_empty() {
        return None;
    }
    let legend = rows
        .iter()
        .enumerate()
        .map(|(series, (title, _))| Series { title: title.clone(), class: class_of(series) })
        .collect();
    let svg = draw(&summary, &heads, &rows);
    Some(ColumnChart { title: title.to_owned(), summary, svg, legend, heads, rows })
}

fn class_of(series: usize) -> String {
    format!("s{}", series.min(PATTERNS - 1))
}

fn draw(summary: &str, heads: &[String], rows: &[(String, Vec<usize>)]) -> String {
    let totals: Vec<usize> =
        (0..heads.len()).map(|column| rows.iter().map(|(_, counts)| counts[column]).sum()).collect();
    let top = ceiling(totals.iter().copied().max().unwrap_or(0));
    let height = ABOVE + HEIGHT + BELOW;
    let mut svg = String::new();
    let mut label = String::new();
    escape(&mut label, summary);
    let _ = write!(
        svg,
        "<svg class=\"columns\" width=\"100%\" height=\"{}\" role=\"img\" aria-label=\"{label}\">",
        number(height)
    );
    for line in [0, top / 2, top] {
        let y = number(ABOVE + HEIGHT * (1.0 - line as f64 / top as f64));
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"{AXIS}%\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/>\
             <text class=\"scale\" x=\"{}%\" y=\"{y}\" dy=\".35em\">{line}</text>",
            number(AXIS - 1.5)
        );
    }
    let slot = (100.0 - AXIS) / heads.len().max(1) as f64;
    for (column, head) in heads.iter().enumerate() {
        let left = AXIS + slot * column as f64;
        let total = totals[column];
        draw_stack(&mut svg, left + slot * 0.2, slot * 0.6, top, rows, column);
        let middle = number(left + slot / 2.0);
        if total > 0 {
            let y = number(ABOVE + HEIGHT * (1.0 - total as f64 / top as f64) - 5.0);
            let _ = write!(svg, "<text class=\"total\" x=\"{middle}%\" y=\"{y}\">{total}</text>");
        }
        let mut words = String::new();
        escape(&mut words, head);
        // Every other word gives way where there is no room; counted from the latest.
        let gives_way = if (heads.len() - column).is_multiple_of(2) { " odd" } else { "" };
        let _ = write!(
            svg,
            "<text class=\"head{gives_way}\" x=\"{middle}%\" y=\"{}\">{words}</text>",
            number(height - 7.0)
        );
    }
    svg.push_str("</svg>");
    svg
}

fn draw_stack(
    svg: &mut String,
    left: f64,
    width: f64,
    top: usize,
    rows: &[(String, Vec<usize>)],
    column: usize,
) {
    let mut below = 0;
    for (series, (_, counts)) in rows.iter().enumerate().filter(|(_, (_, counts))| counts[column] > 0) {
        let count = counts[column];
        let y = ABOVE + HEIGHT * (1.0 - (below + count) as f64 / top as f64);
        let height = HEIGHT * count as f64 / top as f64;
        let _ = write!(
            svg,
            "<rect class=\"{}\" x=\"{}%\" y=\"{}\" width=\"{}%\" height=\"{}\"/>",
            class_of(series),
            number(left),
            number(y),
            number(width),
            number(height)
        );
        below += count;
    }
}

/// The end of the axis for the greatest number: even, and at least it.
fn ceiling(most: usize) -> usize {
    let step = [2, 4, 6, 10, 20, 40, 60, 100, 200, 400, 600, 1000, 2000, 4000, 6000, 10_000];
    step.into_iter().find(|step| *step >= most).unwrap_or_else(|| most.next_multiple_of(10_000))
}

/// A number as short as two decimals allow.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(rows: &[(&str, &[usize])]) -> Vec<(String, Vec<usize>)> {
        rows.iter().map(|(title, counts)| ((*title).to_owned(), counts.to_vec())).collect()
    }

    #[test]
    fn columns_stack_from_the_axis_and_never_rise_above_the_scale() {
        let heads = vec!["2024".to_owned(), "2025".to_owned()];
        let chart = columns(
            "收录",
            "一句话 <&".to_owned(),
            heads,
            counts(&[("甲", &[1, 3]), ("无", &[0, 0]), ("乙", &[2, 0])]),
        )
        .expect("something is counted");
        assert_eq!(chart.legend.len(), 2, "a series that counts nothing is left out");
        assert_eq!(chart.svg.matches("<rect").count(), 3);
        // 3 of 4: a quarter of the height is left above the first column.
        assert!(
            chart.svg.contains("<rect class=\"s1\" x=\"16.3%\" y=\"55.5\" width=\"27.9%\" height=\"75\"/>"),
            "{}",
            chart.svg
        );
        assert!(chart.svg.contains("aria-label=\"一句话 &lt;&amp;\""));
        assert_eq!(columns("空", String::new(), vec!["2024".to_owned()], counts(&[("甲", &[0])])), None);
    }

    #[test]
    fn shares_and_shades() {
        let table =
            bars("时效", vec![("现行".to_owned(), None, 3), ("废止".to_owned(), None, 1)]).expect("counted");
        assert_eq!((table.rows[0].share.as_str(), table.rows[1].share.as_str()), ("100", "33.33"));
        let heat = heat("矩阵", vec!["一".to_owned()], counts(&[("甲", &[8]), ("乙", &[1]), ("丙", &[0])]))
            .expect("counted");
        assert_eq!(heat.rows.iter().map(|row| row.1[0].1).collect::<Vec<_>>(), [4, 1, 0]);
        assert_eq!(bars("空", vec![("甲".to_owned(), None, 0)]), None);
    }

    #[test]
    fn the_scale_holds_any_number() {
        for most in [0, 1, 2, 3, 999, 10_001, 123_456] {
            assert!(ceiling(most) >= most.max(1) && ceiling(most).is_multiple_of(2));
        }
    }
}
