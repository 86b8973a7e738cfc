//! A complete site in memory, as a server answers from it.

use std::collections::BTreeMap;

use axum::body::Bytes;

use crate::base::digest::sha256_hex;
use crate::base::disk::DiskResult;
use crate::publish::output::OutputSet;

/// A file of the snapshot.
#[derive(Debug, Clone)]
pub struct File {
    /// Its bytes.
    pub bytes: Bytes,
    /// Its media type.
    pub media_type: &'static str,
    /// Its entity tag, quoted (RFC 9110, 8.8.3).
    pub tag: String,
}

/// All files by address.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    files: BTreeMap<String, File>,
}

impl Snapshot {
    /// The snapshot of `outputs`.
    pub fn of(outputs: &OutputSet) -> DiskResult<Self> {
        let mut files = BTreeMap::new();
        for (route, file) in outputs.iter() {
            let bytes = file.bytes()?.into_owned();
            let tag = format!("\"{}\"", &sha256_hex(&bytes)[..32]);
            let served = File { media_type: media_type(route.as_str()), tag, bytes: bytes.into() };
            files.insert(route.as_str().to_owned(), served);
        }
        Ok(Self { files })
    }

    /// The file at the path of a request, folders answering with their `index.html`.
    pub fn at(&self, path: &str) -> Option<&File> {
        let path = path.trim_start_matches('/');
        let name = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        self.files.get(&name)
    }

    /// Whether `path` is a folder that was asked for without its last `/`.
    pub fn is_folder(&self, path: &str) -> bool {
        let path = path.trim_start_matches('/');
        !path.is_empty() && !path.ends_with('/') && self.files.contains_key(&format!("{path}/index.html"))
    }
}

/// The media type of a file by its ending.
pub fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "wav" => "audio/wav",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    }
}
