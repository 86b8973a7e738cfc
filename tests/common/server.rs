//! The real server, asked over a socket.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::Site;

/// Whoever waits longer for the server waits in vain.
pub const LIMIT: Duration = Duration::from_secs(120);

/// A server of the program, stopped with the value.
pub struct Server {
    child: Child,
    /// The address that it printed.
    pub address: String,
    /// Its port.
    pub port: u16,
    /// What it prints, read as it comes: a server whose lines nobody reads stops at a full pipe.
    lines: Receiver<String>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The head in lower case.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header; its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }

    /// Reads a whole answer and nothing behind it.
    pub fn read(stream: &mut impl std::io::Read, has_body: bool) -> std::io::Result<Self> {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            if stream.read(&mut byte)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).expect("a head is text").trim_end().to_lowercase();
        let length = header(&head, "content-length").map_or(0, |length| length.parse().expect("a number"));
        let mut body = vec![0; if has_body { length } else { 0 }];
        stream.read_exact(&mut body)?;
        let status = head.split(' ').nth(1).expect("a status").parse().expect("a number");
        Ok(Self { status, head, body })
    }
}

/// The value of a header in a head in lower case.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

impl Server {
    /// Starts `zhiku serve` on `site` and waits until it has printed its address.
    pub fn start(site: &Site, arguments: &[&str]) -> Self {
        let all: Vec<&str> = ["serve"].iter().chain(arguments).copied().collect();
        let mut command = site.command(&all);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let (tell, lines) = channel();
        let printed = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            // The test may be over before the server.
            printed.lines().map_while(Result::ok).try_for_each(|line| tell.send(line))
        });
        let mut server = Self { child, address: String::new(), port: 0, lines };
        let line = server.line();
        let at = line.find("http://").unwrap_or_else(|| panic!("an address: {line}"));
        server.address = line[at..].trim().to_owned();
        server.port = server.address.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        server
    }

    /// The next line that it prints.
    pub fn line(&mut self) -> String {
        self.lines.recv_timeout(LIMIT).expect("it prints a line")
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A new connection, whose reads and writes end.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream.set_write_timeout(Some(LIMIT)).unwrap();
        stream
    }

    /// The status, the head and the body of the answer to `request`, whose lines are divided by
    /// `\n`.
    pub fn ask(&self, request: &str) -> (u16, String, Vec<u8>) {
        let answer = self.answer(request);
        (answer.status, answer.head, answer.body)
    }

    /// As [`Server::ask`].
    pub fn answer(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        let request = format!("{}\r\nConnection: close\r\n\r\n", request.replace('\n', "\r\n"));
        // A request that is refused early may not be taken whole.
        let _ = stream.write_all(request.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let at = answer.windows(4).position(|window| window == b"\r\n\r\n");
        let at = at.unwrap_or_else(|| panic!("a head: {:?}", String::from_utf8_lossy(&answer)));
        let head = String::from_utf8(answer[..at].to_vec()).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: answer[at + 4..].to_vec() }
    }

    /// Asks for `path`.
    pub fn get(&self, path: &str) -> (u16, String, Vec<u8>) {
        self.ask(&format!("GET {path} HTTP/1.1\nHost: localhost:{}", self.port))
    }

    /// Asks for `path` with more lines in the head.
    pub fn get_with(&self, path: &str, lines: &str) -> Answer {
        self.answer(&format!("GET {path} HTTP/1.1\nHost: localhost:{}\n{lines}", self.port))
    }

    /// Sends the process a signal.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end and gives its exit code.
    pub fn wait(mut self) -> Option<i32> {
        end_of(&mut self.child)
    }

    /// Asks the server to stop and gives its exit code.
    pub fn stop(self) -> Option<i32> {
        self.signal("-TERM");
        self.wait()
    }
}

/// Waits for the end of `child` and gives its exit code.
pub fn end_of(child: &mut Child) -> Option<i32> {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        assert!(began.elapsed() < LIMIT, "it ends");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
