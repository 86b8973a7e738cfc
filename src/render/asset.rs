//! Style sheets and scripts: assembled from the theme, named by their content.

use crate::base::digest::Digest;
use crate::base::path::Route;
use crate::config::colour::Colours;
use crate::render::theme::Theme;

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
/// the colours that the site sets for itself. The script of the search is among them where the site
/// has one.
pub fn assemble(theme: &Theme, colours: &Colours, has_search: bool) -> Assets {
    let mut files = Vec::new();
    let mut publish = |name: &str, ending: &str, text: String| {
        let digest = Digest::of("asset/1", &[text.as_bytes()]).short(10);
        let route =
            Route::new(format!("assets/{name}-{digest}{ending}")).expect("a name and a digest make a route");
        files.push((route.clone(), text.into_bytes()));
        route
    };
    let css = publish("site", ".css", joined(theme, "css", ".css") + &own_colours(colours));
    let js = publish("site", ".js", without_comments(&joined(theme, "js", ".js")));
    let js_head = publish("head", ".js", joined(theme, "js-head", ".js"));
    let book_js = publish("book", ".js", without_comments(&joined(theme, "js/book", ".js")));
    let search_js =
        has_search.then(|| publish("search", ".js", without_comments(&joined(theme, "js/search", ".js"))));
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
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
        short.push_str(line);
        short.push('\n');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_are_left_out() {
        let script = "// a\n(function () {\n  var a = 'x // y';\n})();\n\n  b();\n";
        assert_eq!(without_comments(script), "(function () {\nvar a = 'x // y';\n})();\nb();\n");
    }
}
