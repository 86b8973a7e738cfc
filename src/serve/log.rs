//! The access log: one line for each answer.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use camino::Utf8PathBuf;
use jiff::Zoned;

use crate::base::disk::{self, Appended, DiskResult};

/// The form of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The Common Log Format, which the usual programs read.
    Common,
    /// A JSON object.
    Json,
}

/// What was asked, kept until the answer is given.
#[derive(Debug)]
pub struct Asked {
    address: IpAddr,
    method: String,
    target: String,
    version: &'static str,
    host: String,
    referrer: String,
    agent: String,
}

impl Asked {
    /// What `request` of `address` asks.
    pub fn of(request: &Parts, address: IpAddr) -> Self {
        let text = |name: &HeaderName| of_header(&request.headers, name);
        Self {
            address,
            method: request.method.as_str().to_owned(),
            target: request.uri.path_and_query().map_or("*", |target| target.as_str()).to_owned(),
            version: if request.version == axum::http::Version::HTTP_10 { "HTTP/1.0" } else { "HTTP/1.1" },
            host: text(&header::HOST),
            referrer: text(&header::REFERER),
            agent: text(&header::USER_AGENT),
        }
    }
}

fn of_header(headers: &HeaderMap, name: &HeaderName) -> String {
    headers.get(name).map_or_else(String::new, |value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// How it was answered.
#[derive(Debug, Clone, Copy)]
pub struct Answered {
    /// The status.
    pub status: u16,
    /// Bytes of the body that were sent.
    pub bytes: u64,
    /// From the request to the end of its answer.
    pub time: Duration,
}

/// Where lines go.
pub enum Target {
    /// To the end of a file.
    File(Utf8PathBuf),
    /// To a stream that stays, such as the standard output.
    Stream(Box<dyn Write + Send>),
}

/// The open log.
pub struct AccessLog {
    form: Form,
    path: Option<Utf8PathBuf>,
    stream: Mutex<Box<dyn Write + Send>>,
}

impl std::fmt::Debug for AccessLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessLog")
            .field("form", &self.form)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl AccessLog {
    /// Opens the log.
    pub fn open(target: Target, form: Form) -> DiskResult<Self> {
        let (path, stream): (_, Box<dyn Write + Send>) = match target {
            Target::Stream(stream) => (None, stream),
            Target::File(path) => {
                let file = Appended::open(&path)?;
                (Some(path), Box::new(file))
            }
        };
        Ok(Self { form, path, stream: Mutex::new(stream) })
    }

    /// Opens the file anew, after a program that rotates logs has renamed it. Where that fails the
    /// lines go on to the old one.
    pub fn reopen(&self) -> DiskResult<()> {
        if let Some(path) = &self.path {
            let file = disk::Appended::open(path)?;
            *self.stream.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(file);
        }
        Ok(())
    }

    /// Adds a line. A log that cannot be written keeps nobody from reading the site.
    pub fn add(&self, asked: &Asked, answered: &Answered) {
        let now = Zoned::now();
        let line = match self.form {
            Form::Common => common(asked, answered, &now),
            Form::Json => json(asked, answered, &now),
        };
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        let written: io::Result<()> = stream.write_all(line.as_bytes()).and_then(|()| stream.flush());
        drop(written);
    }
}

/// `host - - [10/Oct/2000:13:55:36 +0800] "GET / HTTP/1.1" 200 2326`
fn common(asked: &Asked, answered: &Answered, now: &Zoned) -> String {
    let mut line = format!(
        "{} - - [{}] \"{} {} {}\" {} ",
        asked.address,
        now.strftime("%d/%b/%Y:%H:%M:%S %z"),
        escaped(&asked.method),
        escaped(&asked.target),
        asked.version,
        answered.status,
    );
    match answered.bytes {
        0 => line.push('-'),
        bytes => line.push_str(&bytes.to_string()),
    }
    line.push('\n');
    line
}

/// What would end the quotes or the line, as `\xHH`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' | '\0'..='\x1f' | '\x7f' => {
                let _ = write!(out, "\\x{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn json(asked: &Asked, answered: &Answered, now: &Zoned) -> String {
    let line = serde_json::json!({
        "time": now.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string(),
        "address": asked.address.to_string(),
        "host": asked.host,
        "method": asked.method,
        "target": asked.target,
        "version": asked.version,
        "status": answered.status,
        "bytes": answered.bytes,
        "ms": (answered.time.as_secs_f64() * 1e6).round() / 1e3,
        "referrer": asked.referrer,
        "agent": asked.agent,
    });
    format!("{line}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Asked {
        Asked {
            address: IpAddr::from([127, 0, 0, 1]),
            method: "GET".to_owned(),
            target: "/a\"b".to_owned(),
            version: "HTTP/1.1",
            host: "localhost".to_owned(),
            referrer: String::new(),
            agent: "x\ny".to_owned(),
        }
    }

    #[test]
    fn a_line_is_one_line_whatever_was_asked() {
        let now: Zoned = "2025-06-01T08:09:10.5+08:00[+08:00]".parse().unwrap();
        let answered = Answered { status: 200, bytes: 12, time: Duration::from_micros(1500) };
        assert_eq!(
            common(&asked(), &answered, &now),
            "127.0.0.1 - - [01/Jun/2025:08:09:10 +0800] \"GET /a\\x22b HTTP/1.1\" 200 12\n"
        );
        let line = json(&asked(), &answered, &now);
        assert_eq!(line.matches('\n').count(), 1);
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["time"], "2025-06-01T08:09:10.500+08:00");
        assert_eq!((&value["ms"], &value["bytes"]), (&1.5.into(), &12.into()));
    }
}
