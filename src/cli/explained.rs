//! What a build ran and why, in words.

use std::collections::BTreeMap;

use crate::base::diagnostic::Lang;
use crate::build::explain::{Explained, Step, Why, Work};

/// How many steps of one kind and reason are named; of more the rest is a number.
const NAMED: usize = 20;

/// The steps of a build, a line for each, and how much was remembered.
pub fn words(explained: &Explained, lang: Lang) -> String {
    let mut groups: BTreeMap<(usize, String), Vec<&Step>> = BTreeMap::new();
    for step in &explained.steps {
        let order = match step.work {
            Work::Parsed(_) => 0,
            Work::Compiled => 1,
            Work::Rendered(_) => 2,
        };
        groups.entry((order, why(&step.why, lang))).or_default().push(step);
    }
    let mut lines = Vec::new();
    for ((_, why), steps) in groups {
        for step in steps.iter().take(NAMED) {
            lines.push(match lang {
                Lang::Zh => format!("{}：{why}", work(&step.work, lang)),
                Lang::En => format!("{}: {why}", work(&step.work, lang)),
            });
        }
        let rest = steps.len().saturating_sub(NAMED);
        if rest > 0 {
            lines.push(match lang {
                Lang::Zh => format!("……同样原因的还有 {rest} 个"),
                Lang::En => format!("... and {rest} more for the same reason"),
            });
        }
    }
    let Explained { parses_kept, pages_kept, .. } = explained;
    lines.push(match lang {
        Lang::Zh => format!("没有变、直接沿用的：{parses_kept} 个文件的解析，{pages_kept} 个网页"),
        Lang::En => format!("taken as they were: {parses_kept} parsed files, {pages_kept} pages"),
    });
    lines.join("\n")
}

fn work(work: &Work, lang: Lang) -> String {
    match (work, lang) {
        (Work::Parsed(path), Lang::Zh) => format!("解析 {path}"),
        (Work::Parsed(path), Lang::En) => format!("parsed {path}"),
        (Work::Compiled, Lang::Zh) => "编译模板".to_owned(),
        (Work::Compiled, Lang::En) => "compiled the templates".to_owned(),
        (Work::Rendered(route), Lang::Zh) => format!("生成 {route}"),
        (Work::Rendered(route), Lang::En) => format!("rendered {route}"),
    }
}

fn why(why: &Why, lang: Lang) -> String {
    match (why, lang) {
        (Why::New, Lang::Zh) => "没有以前的结果".to_owned(),
        (Why::New, Lang::En) => "nothing was remembered".to_owned(),
        (Why::Source, Lang::Zh) => "文件内容变了".to_owned(),
        (Why::Source, Lang::En) => "the file changed".to_owned(),
        (Why::Dialect, Lang::Zh) => "site.toml 变了".to_owned(),
        (Why::Dialect, Lang::En) => "site.toml changed".to_owned(),
        (Why::Theme, Lang::Zh) => "模板或界面用语变了".to_owned(),
        (Why::Theme, Lang::En) => "templates or words changed".to_owned(),
        (Why::View(parts), Lang::Zh) => format!("这几部分变了：{}", parts.join("、")),
        (Why::View(parts), Lang::En) => format!("these parts changed: {}", parts.join(", ")),
    }
}
