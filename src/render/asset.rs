//! Style sheets and scripts: assembled from the theme, named by their content, scripts by that of all.

use crate::base::digest::Digest;
use crate::base::path::Route;
use crate::config::colour::Colours;
use crate::render::theme::Theme;
use crate::render::words::Words;

/// What pages refer to, with the files themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub css: Route,
    /// The script.
    pub js: Route,
    /// The small script that runs before the first paint.
    pub js_head: Route,
    /// The script of the booklet.
    pub book_js: Route,
    /// The script of the search, where the site has one.
    pub search_js: Option<Route>,
    /// All files.
    pub files: Vec<(Route, Vec<u8>)>,
}

/// Assembles the assets of `theme`: files of a folder one after another, in the order of names, and
/// the colours that the site sets for itself. Scripts name `words` as templates do: `{{ t.key }}`. The
/// script of the search is among them where the site has one.
pub fn assemble(theme: &Theme, words: &Words, colours: &Colours, has_search: bool) -> Assets {
    let mut files = Vec::new();
    let script = |folder: &str| with_words(&without_comments(&joined(theme, folder, ".js")), words);
    let scripts = ["js", "js-head", "js/book", "js/chapter", "js/search"].map(script);
    // One digest for all scripts: a page that names several is lighter so, and one leads to another. The style
    // sheet has its own, so that open pages change it without being read anew.
    let digest_of = |texts: &[&[u8]]| Digest::of("asset/2", texts).short(10);
    let digest = digest_of(&scripts.each_ref().map(String::as_bytes));
    let css = joined(theme, "css", ".css") + &own_colours(colours);
    let mut publish = |name: &str, ending: &str, digest: &str, text: String| {
        let route =
            Route::new(format!("assets/{name}-{digest}{ending}")).expect("a name and a digest make a route");
        files.push((route.clone(), text.into_bytes()));
        route
    };
    let css = publish("site", ".css", &digest_of(&[css.as_bytes()]), css);
    let [js, js_head, book_js, chapter_js, search_js] = scripts;
    let js = publish("site", ".js", &digest, js);
    let js_head = publish("head", ".js", &digest, js_head);
    let book_js = publish("book", ".js", &digest, book_js);
    publish("chapter", ".js", &digest, chapter_js);
    let search_js = has_search.then(|| publish("search", ".js", &digest, search_js));
    for (name, content) in theme.folder("assets", "") {
        if let Ok(route) = Route::new(format!("assets/{name}")) {
            files.push((route, content.to_vec()));
        }
    }
    Assets { css, js, js_head, book_js, search_js, files }
}

/// The rules that put the site's own colours in place of the theme's, on screens alone.
fn own_colours(colours: &Colours) -> String {
    let mut rules = String::new();
    if let Some(accent) = colours.accent {
        let light = ":root:not([data-theme]),:root[data-theme=\"light\"]";
        rules.push_str(&format!("@media screen{{{light}{{--red:{accent}}}}}\n"));
    }
    if let Some(accent) = colours.accent_dark {
        rules.push_str(&format!(
            "@media screen and (prefers-color-scheme:dark){{:root:not([data-theme]){{--red:{accent}}}}}\n\
             @media screen{{:root[data-theme=\"dark\"]{{--red:{accent}}}}}\n"
        ));
    }
    rules
}

/// The files of a folder, those of its own folders left out.
fn joined(theme: &Theme, folder: &str, ending: &str) -> String {
    let mut text = String::new();
    for (name, content) in theme.folder(folder, ending).filter(|(name, _)| !name.contains('/')) {
        text.push_str(&format!("/* {name} */\n"));
        text.push_str(&String::from_utf8_lossy(content));
        text.push('\n');
    }
    text
}

/// A script without whole-line comments, indentation and empty lines. Nothing else is touched, so
/// a string that runs over lines must not stand in it.
fn without_comments(script: &str) -> String {
    let mut short = String::new();
    let is_comment = |line: &str| line.starts_with("//") || (line.starts_with("/*") && line.ends_with("*/"));
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line)) {
        short.push_str(line);
        short.push('\n');
    }
    short
}

/// A script with the words that it names, fit to stand between quotation marks of either kind. A word
/// that is not known is left as it is written.
fn with_words(script: &str, words: &Words) -> String {
    let mut filled = String::new();
    let mut rest = script;
    while let Some((before, behind)) = rest.split_once("{{ t.") {
        filled.push_str(before);
        let Some((key, after)) = behind.split_once(" }}") else { break };
        match words.all().get(key) {
            Some(word) => filled.extend(word.chars().flat_map(|c| {
                let slash = matches!(c, '"' | '\'' | '\\').then_some('\\');
                slash.into_iter().chain([c])
            })),
            None => filled.push_str(&format!("{{{{ t.{key} }}}}")),
        }
        rest = after;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::colour::Colours;

    #[test]
    fn scripts_know_every_word_that_they_name() {
        let theme = Theme::built_in();
        for lang in ["zh-CN", "en"] {
            let (words, _) = Words::read(&theme, lang);
            let assets = assemble(&theme, &words, &Colours::default(), true);
            for (route, bytes) in assets.files.iter().filter(|(route, _)| route.as_str().ends_with(".js")) {
                let text = String::from_utf8_lossy(bytes);
                assert!(!text.contains("{{"), "{route}: {:.60}", &text[text.find("{{").unwrap_or(0)..]);
            }
        }
        let (words, _) = Words::read(&theme, "zh-CN");
        assert_eq!(
            with_words("a(\"{{ t.find_none }}|{{ t.no_such }}\")", &words),
            "a(\"没有|{{ t.no_such }}\")"
        );
    }

    #[test]
    fn comments_and_indentation_are_left_out() {
        let script = "/* a.js */\n// a\n(function () {\n  var a = 'x // y';\n})();\n\n  b();\n";
        assert_eq!(without_comments(script), "(function () {\nvar a = 'x // y';\n})();\nb();\n");
    }
}
