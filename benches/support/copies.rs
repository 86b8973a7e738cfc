//! Real content laid out at a part of its size, or several times under other names.

use std::fs;
use std::path::{Path, PathBuf};

/// Puts a site of `copies` of every `share`-th page of `content` into `root`; the pages.
pub fn lay_out(content: &Path, root: &Path, share: usize, copies: usize) -> Vec<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(repository.join("site.toml"), root.join("site.toml")).expect("the sample's site.toml");
    let mut files = Vec::new();
    collect(content, &mut files);
    files.sort();
    let mut pages = Vec::new();
    for copy in 0..copies {
        for path in files.iter().step_by(share) {
            let relative = path.strip_prefix(content).expect("below the content");
            let mut parts = relative.components();
            let section = parts.next().expect("a section");
            let mut to = root.join("content").join(section);
            if copy > 0 {
                to.push(format!("卷{copy}"));
            }
            let to = to.join(parts.as_path());
            let text = fs::read_to_string(path).expect("the content is text");
            fs::create_dir_all(to.parent().expect("a folder")).expect("a new folder");
            fs::write(&to, renamed(&text, copy)).expect("a new file");
            pages.push(to);
        }
    }
    pages
}

/// The page under other names, so that copies are no editions of one another.
fn renamed(text: &str, copy: usize) -> String {
    if copy == 0 {
        return text.to_owned();
    }
    let Some((head, body)) = text.split_once("\n---\n") else { return text.to_owned() };
    let line = |line: &str| -> Option<String> {
        let (key, value) = line.split_once(':')?;
        let value = value.trim().trim_matches('"');
        match key {
            "title" | "work" => Some(format!("{key}: \"{value}卷{copy}\"")),
            "id" => Some(format!("id: \"{value}-c{copy}\"")),
            "aliases" => Some(String::new()),
            _ => None,
        }
    };
    let lines: Vec<String> = head.lines().map(|text| line(text).unwrap_or_else(|| text.to_owned())).collect();
    format!("{}\n---\n{body}", lines.join("\n"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder is listed") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "md") && !path.ends_with("_index.md") {
            files.push(path);
        }
    }
}
