//! One page, made at once from its file alone, before the whole site is built again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use camino::Utf8Path;

use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::disk;
use crate::base::path::{ContentPath, Route};
use crate::build::pipeline::{Build, Request};
use crate::markup::document::Document;
use crate::model::amend::amended;
use crate::render::jobs;
use crate::render::press::Printed;
use crate::source::scan::{FileKind, SourceFile};

/// What became of a page that was saved.
#[derive(Debug)]
pub enum Patch {
    /// The page as it is now.
    Page(Route, Printed),
    /// It cannot be shown: this is wrong with it.
    Wrong(Vec<Diagnostic>),
    /// It is more than a page's own text; the build will tell.
    Wide,
}

/// The page whose file is at `disk`, on the grounds of the last good `build`.
pub fn patch(build: &mut Build, request: &Request, disk: &Utf8Path) -> Patch {
    let Build { site, grounds: Some(grounds), .. } = build else { return Patch::Wide };
    let Some(path) = content_path(request, disk) else { return Patch::Wide };
    let Ok(file) = grounds.files.binary_search_by(|file| file.path.cmp(&path)) else { return Patch::Wide };
    let Ok(index) = site.pages.binary_search_by(|page| page.document.path.cmp(&path)) else {
        return Patch::Wide;
    };
    // What is above the scope of the build, all stages have to know of.
    if grounds.files[file].kind != FileKind::Page || !site.config.scopes.is_everything() {
        return Patch::Wide;
    }
    let text = match read(&grounds.files[file]) {
        Ok(Some(text)) => text,
        Ok(None) => return Patch::Wide,
        Err(diagnostic) => return Patch::Wrong(vec![diagnostic]),
    };
    let mut document = Document::parse(path, text, false, &site.config);
    // It may come from the folder; a page that sets its own is more than its own text.
    document.scope.clone_from(&site.pages[index].document.scope);
    let document = Arc::new(document);
    let made = amended(site, index, document, &grounds.files, |site, mut diagnostics| {
        if has_errors(&diagnostics) {
            diagnostics.sort_by(Diagnostic::order);
            return Patch::Wrong(diagnostics);
        }
        let scene = grounds.scene(site);
        let render = || jobs::render_page(scene, index, &grounds.templates);
        // What other pages know of this one is of its old text; where that does not fit, the build tells.
        match catch_unwind(AssertUnwindSafe(render)) {
            Ok(Ok((route, page))) => Patch::Page(route, page),
            Ok(Err(diagnostic)) => Patch::Wrong(vec![diagnostic]),
            Err(_) => Patch::Wide,
        }
    });
    made.unwrap_or(Patch::Wide)
}

/// The path below the content root of the file at `disk`.
pub fn content_path(request: &Request, disk: &Utf8Path) -> Option<ContentPath> {
    let plain = |path: &Utf8Path| path.strip_prefix("./").unwrap_or(path).to_owned();
    let (disk, root) = (plain(disk), plain(&request.content));
    disk.strip_prefix(&root).ok().map(|path| ContentPath::new(path.as_str()))
}

/// The text of `file` as it is now; `None` where it has gone.
fn read(file: &SourceFile) -> Result<Option<String>, Diagnostic> {
    let Some(stamp) = disk::stamp(&file.disk).map_err(|error| error.diagnostic())? else { return Ok(None) };
    let file = SourceFile { length: stamp.length, stamp, ..file.clone() };
    let bytes = file.read()?;
    file.text(bytes).map(Some)
}
