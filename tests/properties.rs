//! What holds for any input.
#![allow(clippy::disallowed_methods, reason = "plans are carried out on a real folder")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use zhiku::base::path::{ContentPath, ROUTE_LIMIT, Route};
use zhiku::markup::body::{Body, LinkKind, Op};
use zhiku::markup::html::write;
use zhiku::markup::markdown::parse;
use zhiku::markup::scheme::{Scheme, scheme};
use zhiku::markup::targets::{LinkTarget, Targets};
use zhiku::model::routes::{file_route, folder_route, list_route, page_route};
use zhiku::publish::apply::{clean, publish};
use zhiku::publish::output::{OutputFile, OutputSet};
use zhiku::publish::verify::verify;
use zhiku::text::fold::{fold, fold_mapped};
use zhiku::text::slug::slug;

/// Titles as people write them, and as they do not.
fn title() -> impl Strategy<Value = String> {
    prop_oneof![
        "[一-龥]{1,30}",
        "[一-龥《》（）“”、，。·—…0-9A-Za-z ]{1,60}",
        "[一-龥]{100,300}",
        "\\PC{0,40}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn a_slug_is_short_plain_and_never_empty(text in title()) {
        let slug = slug(&text);
        prop_assert!(!slug.is_empty() && slug.len() <= 80, "{slug}");
        let is_plain = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        prop_assert!(is_plain && !slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"), "{slug}");
    }

    #[test]
    fn every_route_keeps_its_invariants(text in title(), folder in title(), number in 1_usize..500) {
        let page = page_route("notes", &slug(&text)).expect("a slug makes a route");
        let path = ContentPath::new(&format!("{folder}/{text}.pdf"));
        for route in [page.clone(), file_route(&path, false), file_route(&path, true), list_route(&page, number)] {
            prop_assert_eq!(Route::new(route.as_str()), Ok(route.clone()));
            prop_assert!(route.as_str().len() <= ROUTE_LIMIT);
        }
        if let Err(text) = folder_route(&slug(&folder)) {
            prop_assert!(text.len() > ROUTE_LIMIT, "{text}");
        }
    }

    #[test]
    fn files_of_different_paths_have_different_second_addresses(paths in btree_set("[一-三a-cA-C./ （）-]{1,12}", 2..20)) {
        let paths: BTreeSet<String> = paths.iter().map(|path| ContentPath::new(path).to_string()).collect();
        let routes: BTreeSet<Route> = paths.iter().map(|path| file_route(&ContentPath::new(path), true)).collect();
        prop_assert_eq!(routes.len(), paths.len());
    }

    #[test]
    fn a_link_never_leads_out_of_the_content(from in "([a-c]{1,2}/){0,4}[a-c]\\.md", link in "[a-c/.\\\\]{0,20}") {
        if let Some(path) = ContentPath::new(&from).resolve(&link) {
            prop_assert!(path.as_str().split('/').all(|part| part != ".." && part != "."), "{path}");
            prop_assert!(!path.as_str().starts_with('/') && !path.as_str().contains('\\'), "{path}");
        }
        let depth = ContentPath::new(&from).folder().split('/').filter(|part| !part.is_empty()).count();
        let out = format!("{}x", "../".repeat(depth + 1));
        prop_assert_eq!(ContentPath::new("a/b/c.md").resolve(&format!("../../../{link}")), None);
        prop_assert_eq!(ContentPath::new(&from).resolve(&out), None);
    }

    #[test]
    fn folding_twice_is_folding_once(text in title()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn folded_text_knows_where_it_came_from(text in title()) {
        let mapped = fold_mapped(&text);
        prop_assert_eq!(mapped.chars.iter().collect::<String>(), fold(&text));
        prop_assert_eq!(mapped.sources.len(), mapped.chars.len());
    }
}

/// Markdown and Chinese, thrown together.
fn soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "*",
        "**",
        "***",
        "_",
        "~~",
        "`",
        "```",
        "\n",
        "\n\n",
        "\r\n",
        "    ",
        "> ",
        "- ",
        "1. ",
        "# ",
        "## ",
        "### ",
        "|",
        "|---|\n",
        "[",
        "]",
        "(",
        ")",
        "](",
        "[[",
        "]]",
        "[[a|b]]",
        "![",
        "[^1]",
        "[^1]: ",
        "<",
        ">",
        "<b>",
        "</b>",
        "<script>",
        "</script>",
        "<div>",
        "</div>",
        "<!--",
        "-->",
        "<img src=x onerror=y>",
        "&amp;",
        "&#x4e00;",
        "\\",
        "{#a}",
        "{#b .c}",
        ": ",
        "- [ ] ",
        "- [x] ",
        "---\n",
        "===\n",
        "http://a.cn/b",
        "https://x.y/（z）",
        "javascript:x",
        "[!注意]",
        "[!NOTE]",
        "中",
        "文。",
        "，",
        "（",
        "）",
        "“",
        "”",
        "《条例》",
        "第一条　",
        "𠀀",
        "é",
        "\u{300}",
        "😀",
        "한",
        "\u{FEFF}",
        "\u{200B}",
        "\0",
        "a",
        "1",
        " ",
        "![图](a.png \"题\")",
        "[甲](乙.md#丙)",
        "<https://b.cn>",
        "<a@b.cn>",
    ]);
    prop_oneof![4 => vec(pieces, 0..60).prop_map(|pieces| pieces.concat()), 1 => any::<String>()]
}

fn targets(body: &Body) -> Targets {
    let links = body.links.iter().map(|link| LinkTarget {
        href: (scheme(&link.target) != Scheme::Refused).then(|| link.target.clone()),
        words: (link.kind == LinkKind::WikiBare).then(|| link.target.clone()),
        ..LinkTarget::default()
    });
    Targets {
        links: links.collect(),
        back: "回".into(),
        tasks: ["成".into(), "未".into()],
        ..Targets::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_is_parsed_and_every_place_lies_between_characters(source in soup()) {
        let base = "---\ntitle: 甲\n---\n".len();
        let (body, findings) = parse(&source, base);
        let whole = |range: std::ops::Range<usize>| body.text.get(range).is_some();
        for op in &body.ops {
            match op {
                Op::Text { text, source: at } => {
                    prop_assert!(whole(text.range()));
                    let at = (*at as usize).checked_sub(base);
                    // Words that stand nowhere in the source have no offset.
                    if let Some(at) = at.filter(|at| *at <= source.len()) {
                        prop_assert!(source.is_char_boundary(at));
                    }
                }
                Op::Code(text) | Op::Figure(_, text) => prop_assert!(whole(text.range())),
                _ => {}
            }
        }
        for block in &body.blocks {
            prop_assert!(whole(block.text.range()));
            prop_assert!((block.op as usize) <= body.ops.len());
        }
        let ids: BTreeSet<&str> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
        prop_assert_eq!(ids.len(), body.headings.len(), "ids are unique");
        let spans = body.links.iter().map(|link| link.span).chain(body.media.iter().map(|media| media.span));
        for span in spans.chain(findings.iter().map(|(span, _)| *span)) {
            let place = span.start.checked_sub(base).and_then(|start| source.get(start..span.end - base));
            prop_assert!(place.is_some(), "{span:?} of {source:?}");
        }
    }

    #[test]
    fn any_text_gives_sound_html(source in soup()) {
        let (body, _) = parse(&source, 0);
        let html = write(&body, &targets(&body));
        let tags = common::html::tags(&html);
        prop_assert!(!tags.iter().any(|tag| ["script", "iframe", "style", "object", "form"].contains(&tag.name.as_str())), "{html}");
        for tag in &tags {
            for (name, value) in &tag.attributes {
                prop_assert!(!name.starts_with("on"), "{html}");
                prop_assert!(!(name == "href" && value.trim().to_lowercase().starts_with("javascript:")), "{html}");
            }
        }
        // A parser that mends HTML finds nothing to mend: no tag is open at the end, none closed
        // that was not open.
        let mut cleaner = ammonia::Builder::default();
        cleaner.add_generic_attributes(["class", "id", "tabindex", "role", "aria-label", "align", "loading"]);
        let once = cleaner.clean(&html).to_string();
        prop_assert_eq!(balance(&html), balance(&once), "{}\n{}", html, once);
    }
}

/// How often each tag that must be closed is opened less how often it is closed.
fn balance(html: &str) -> BTreeMap<String, i64> {
    let paired = [
        "p",
        "em",
        "strong",
        "del",
        "a",
        "ul",
        "ol",
        "blockquote",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "code",
        "pre",
        "sup",
        "dl",
        "dt",
        "dd",
    ];
    let mut counts = BTreeMap::new();
    for name in paired {
        let opened = html.matches(&format!("<{name}>")).count() + html.matches(&format!("<{name} ")).count();
        let closed = html.matches(&format!("</{name}>")).count();
        counts.insert(name.to_owned(), opened as i64 - closed as i64);
    }
    counts
}

/// A small tree of addresses that get in one another's way.
fn tree() -> impl Strategy<Value = BTreeMap<String, u8>> {
    btree_map("[ab](/[ab]){0,2}\\.(html|css)", 0_u8..3, 0..8)
}

fn outputs(tree: &BTreeMap<String, u8>) -> OutputSet {
    let mut set = OutputSet::default();
    for (path, content) in tree {
        set.add(Route::new(path.as_str()).unwrap(), OutputFile::Bytes(vec![*content; 3].into())).unwrap();
    }
    set
}

/// A step in the life of a published folder.
#[derive(Debug, Clone)]
enum Step {
    Publish(BTreeMap<String, u8>),
    /// Someone else puts a file there.
    Foreign(String, u8),
    /// Someone removes a file.
    Lose(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => tree().prop_map(Step::Publish),
        1 => ("[ab](/[abx]){0,2}\\.(html|txt)", 0_u8..3).prop_map(|(path, content)| Step::Foreign(path, content)),
        1 => any::<usize>().prop_map(Step::Lose),
    ];
    vec(step, 1..10)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// After any history the folder holds exactly what was wanted last, and every foreign file
    /// that never stood at an address of ours is as it was.
    #[test]
    fn a_folder_holds_what_was_wanted_and_what_others_put_there(steps in steps()) {
        let folder = tempfile::TempDir::new().unwrap();
        let out = Utf8Path::from_path(folder.path()).unwrap();
        let mut ours: BTreeMap<String, u8> = BTreeMap::new();
        let mut foreign: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for step in steps {
            let present = common::current(folder.path());
            match step {
                Step::Foreign(path, content) => {
                    let full = folder.path().join(&path);
                    let is_free = !full.exists() && std::fs::create_dir_all(full.parent().unwrap()).is_ok();
                    if is_free && !ours.contains_key(&path) {
                        let bytes = vec![content + 100; 4];
                        std::fs::write(full, &bytes).unwrap();
                        foreign.insert(path, bytes);
                    }
                }
                Step::Lose(number) if !present.is_empty() => {
                    let path = present.keys().nth(number % present.len()).unwrap();
                    if ours.contains_key(path) {
                        std::fs::remove_file(folder.path().join(path)).unwrap();
                    }
                }
                Step::Lose(_) => {}
                Step::Publish(wanted) => {
                    let in_the_way = wanted.keys().any(|path| foreign.contains_key(path));
                    let before = common::files(folder.path());
                    match publish(out, &outputs(&wanted)) {
                        Ok(applied) => {
                            prop_assert!(!in_the_way);
                            prop_assert_eq!(applied.written + applied.kept, wanted.len());
                            ours = wanted;
                            let mut expected = foreign.clone();
                            expected.extend(ours.iter().map(|(path, content)| (path.clone(), vec![*content; 3])));
                            let mut found = common::current(folder.path());
                            found.remove("zhiku-manifest.json");
                            prop_assert_eq!(found, expected);
                            let again = publish(out, &outputs(&ours)).unwrap();
                            prop_assert_eq!((again.written, again.removed, again.kept), (0, 0, ours.len()));
                            let (files, faults) = verify(out).unwrap();
                            prop_assert_eq!(files, ours.len());
                            prop_assert_eq!(faults.len(), foreign.len());
                        }
                        Err(found) => {
                            prop_assert!(in_the_way, "{found:?}");
                            prop_assert!(found.iter().all(|found| found.message.code == "ZK0009"));
                            let mut after = common::files(folder.path());
                            after.remove(".zhiku-lock");
                            prop_assert!(before.iter().filter(|(name, _)| *name != ".zhiku-lock").eq(after.iter()), "nothing moved");
                        }
                    }
                }
            }
        }
        if clean(out).is_ok() {
            let left = common::files(folder.path());
            prop_assert!(foreign.iter().all(|(path, bytes)| left.get(path) == Some(bytes)));
        }
    }
}
