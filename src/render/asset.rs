//! Style sheets and scripts: assembled from the theme, named by their content.

use crate::base::digest::Digest;
use crate::base::path::Route;
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
    /// All files.
    pub files: Vec<(Route, Vec<u8>)>,
}

/// Assembles the assets of `theme`: files of a folder one after another, in the order of names.
pub fn assemble(theme: &Theme) -> Assets {
    let mut files = Vec::new();
    let mut bundle = |folder: &str, ending: &str, name: &str| {
        let mut bytes = Vec::new();
        for (file, content) in theme.folder(folder, ending).filter(|(file, _)| !file.contains('/')) {
            bytes.extend_from_slice(format!("/* {file} */\n").as_bytes());
            bytes.extend_from_slice(content);
            bytes.push(b'\n');
        }
        let digest = Digest::of("asset/1", &[&bytes]).short(10);
        let route =
            Route::new(format!("assets/{name}-{digest}{ending}")).expect("a name and a digest make a route");
        files.push((route.clone(), bytes));
        route
    };
    let css = bundle("css", ".css", "site");
    let js = bundle("js", ".js", "site");
    let js_head = bundle("js-head", ".js", "head");
    for (name, content) in theme.folder("assets", "") {
        if let Ok(route) = Route::new(format!("assets/{name}")) {
            files.push((route, content.to_vec()));
        }
    }
    Assets { css, js, js_head, files }
}
