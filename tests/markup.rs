//! Markdown cases in plain files: source and HTML side by side.

use std::fs;
use std::path::Path;

use zhiku::markup::body::{Body, LinkKind};
use zhiku::markup::html::write;
use zhiku::markup::markdown::parse;
use zhiku::markup::scheme::{Scheme, scheme};
use zhiku::markup::targets::{LinkTarget, Targets};

/// Targets under which every harmless link leads where it says.
fn plain_targets(body: &Body) -> Targets {
    let links = body
        .links
        .iter()
        .map(|link| LinkTarget {
            href: (scheme(&link.target) != Scheme::Refused).then(|| link.target.clone()),
            words: (link.kind == LinkKind::WikiBare).then(|| link.target.clone()),
            ..LinkTarget::default()
        })
        .collect();
    Targets { links, back: "back".into(), tasks: ["done".into(), "open".into()], ..Targets::default() }
}

fn run(file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markup").join(file);
    let cases = fs::read_to_string(&path).unwrap();
    let mut count = 0;
    let mut wrong = Vec::new();
    let lines: Vec<&str> = cases.lines().collect();
    let arrows: Vec<usize> = (0..lines.len()).filter(|at| lines[*at] == "=>").collect();
    let mut start = lines.iter().position(|line| line.is_empty()).unwrap() + 1;
    for (index, arrow) in arrows.iter().enumerate() {
        let source = lines[start..*arrow].join("\n");
        // An expectation ends at the blank line before the next source.
        let limit = arrows.get(index + 1).copied().unwrap_or(lines.len());
        let mut end = arrow + 1;
        while end < limit && !(lines[end].is_empty() && (end > arrow + 1)) {
            end += 1;
        }
        let expected = lines[arrow + 1..end].join("\n");
        start = end + 1;
        let (body, _) = parse(&source, 0);
        let html = write(&body, &plain_targets(&body));
        count += 1;
        if html.trim_end() != expected.trim_end() {
            wrong.push(format!("{source}\n--- expected\n{expected}\n--- found\n{html}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases of {file}:\n{}", wrong.len(), wrong.join("\n======\n"));
    assert!(count > 10, "the file holds cases");
}

#[test]
fn emphasis_beside_chinese_marks() {
    run("cjk-emphasis.txt");
}

#[test]
fn blocks_and_lines() {
    run("blocks.txt");
}

#[test]
fn offsets_point_at_the_source() {
    let source = "**中文。**后面[链](甲.md)，见http://a/b。\n\n## 标题**重。**点\n\n![图](x.png \"说明\")\n";
    let (body, _) = parse(source, 100);
    let at = |needle: &str| source.find(needle).unwrap() + 100;
    assert_eq!(body.links[0].span.start, at("[链]"));
    let address = body.links.iter().find(|link| link.kind == LinkKind::Address).unwrap();
    assert_eq!((address.span.start, address.span.end), (at("http"), at("。\n")));
    assert_eq!(body.media[0].span.start, at("![图]"));
    for word in ["中文", "后面", "重。", "点"] {
        let place = body.text.find(word).unwrap();
        assert_eq!(body.source_of(place), Some(at(word)), "{word}");
    }
    assert_eq!(body.text, "中文。后面链，见http://a/b。\n标题重。点\n说明\n");
}

#[test]
fn a_missing_footnote_is_reported_where_it_stands() {
    let source = "正文[^无]。";
    let (_, findings) = parse(source, 0);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].1.message.code, "ZK0411");
    assert_eq!(findings[0].0.start, source.find('[').unwrap());
}
