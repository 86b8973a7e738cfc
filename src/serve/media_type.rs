//! Media types by the endings of names.

/// The media type of a file by its ending, with the charset where it is text of ours.
pub fn media_type(path: &str) -> &'static str {
    let ending = path.rsplit(['/', '.']).next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "md" => "text/markdown",
        "svg" => SVG,
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "bmp" => "image/bmp",
        "ico" => "image/x-icon",
        "tif" | "tiff" => "image/tiff",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "pdf" => "application/pdf",
        "ofd" => "application/ofd",
        "zip" => "application/zip",
        "doc" => "application/msword",
        "xls" => "application/vnd.ms-excel",
        "ppt" => "application/vnd.ms-powerpoint",
        "wps" => "application/vnd.ms-works",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    }
}

/// The type of a page.
pub const HTML: &str = "text/html; charset=utf-8";
/// The type of a drawing.
pub const SVG: &str = "image/svg+xml";

/// The type with its charset for text that an editor brought: UTF-8 is said only where the bytes
/// are, else the reader's browser finds out (GB 18030 is common).
pub fn of_text(media_type: &'static str, bytes: &[u8]) -> &'static str {
    let with_charset = match media_type {
        "text/plain" => "text/plain; charset=utf-8",
        "text/csv" => "text/csv; charset=utf-8",
        "text/markdown" => "text/markdown; charset=utf-8",
        other => return other,
    };
    if std::str::from_utf8(bytes).is_ok() { with_charset } else { media_type }
}

/// Whether files of this type grow much smaller by compression; pictures, films, archives and
/// office files are compressed already.
pub fn is_compressible(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || media_type.starts_with("application/json")
        || media_type.starts_with("application/xml")
        || matches!(media_type, SVG | "image/bmp" | "font/ttf" | "font/otf")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_go_by_the_ending_and_text_by_its_bytes() {
        assert_eq!(media_type("a/b.HTML"), HTML);
        assert_eq!(media_type("a.html/b"), "application/octet-stream");
        assert_eq!(of_text(media_type("a.txt"), "纪".as_bytes()), "text/plain; charset=utf-8");
        assert_eq!(of_text(media_type("a.txt"), &[0xbc, 0xcd]), "text/plain");
        assert!(is_compressible(media_type("a.js")) && !is_compressible(media_type("a.docx")));
    }
}
