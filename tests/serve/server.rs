//! `dossier serve` as a child process, spoken to over sockets. Nothing here waits for a time to pass: only
//! for an answer, an event or a printed line, each until a deadline.

use crate::folder::Folder;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than anything takes on a busy machine; a test that gets here has failed.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// Lines that the program printed, and a signal of each.
type Said = Arc<(Mutex<Vec<String>>, Condvar)>;

/// A running preview, which ends with this value.
pub struct Server {
    child: Child,
    pub port: u16,
    said: Said,
    pub folder: Folder,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Fingerprint of the page, as the script in it is told.
    pub fn version(&self) -> &str {
        let mark = "data-version=\"";
        let at = self.body.find(mark).expect("a page has the script") + mark.len();
        &self.body[at..at + self.body[at..].find('"').expect("the attribute ends")]
    }
}

impl Server {
    /// Serves a folder at a free port.
    pub fn start(folder: Folder) -> Self {
        Self::start_with(folder, &["--port", "0"])
    }

    pub fn start_with(folder: Folder, arguments: &[&str]) -> Self {
        let mut command = folder.program(&["serve"]);
        command.args(arguments);
        Self::run(folder, command)
    }

    /// Runs a command that serves, and waits until it says where.
    pub fn run(folder: Folder, mut command: Command) -> Self {
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it was built");
        let said: Said = Arc::default();
        let (lines, err) = (Arc::clone(&said), child.stderr.take().expect("it is piped"));
        thread::spawn(move || {
            for line in BufReader::new(err).lines().map_while(Result::ok) {
                lines.0.lock().unwrap().push(line);
                lines.1.notify_all();
            }
        });
        let mut server = Self {
            child,
            port: 0,
            said,
            folder,
        };
        let url = server.line("the address", |line| line.contains("http://"));
        let digits = |text: &str| text.split('/').next().and_then(|port| port.parse().ok());
        let port = url
            .rsplit_once("http://")
            .and_then(|(_, url)| url.split_once(':'));
        server.port = port.and_then(|(_, port)| digits(port)).expect("a port");
        server
    }

    /// The first line that is so, which is waited for.
    pub fn line(&self, what: &str, is_it: impl Fn(&str) -> bool) -> String {
        let lines = self.said.0.lock().unwrap();
        let missing = |lines: &mut Vec<String>| !lines.iter().any(|line| is_it(line));
        let (lines, _) = self
            .said
            .1
            .wait_timeout_while(lines, DEADLINE, missing)
            .unwrap();
        let found = lines.iter().find(|line| is_it(line));
        found
            .unwrap_or_else(|| panic!("no {what} in {lines:#?}"))
            .clone()
    }

    /// Waits until what was printed is so.
    #[track_caller]
    pub fn until_said(&self, is_so: impl Fn(&[String]) -> bool) {
        let lines = self.said.0.lock().unwrap();
        let missing = |lines: &mut Vec<String>| !is_so(lines);
        let waited = self.said.1.wait_timeout_while(lines, DEADLINE, missing);
        let (lines, _) = waited.unwrap();
        assert!(is_so(&lines), "{lines:#?}");
    }

    /// All that was printed so far.
    pub fn said(&self) -> Vec<String> {
        self.said.0.lock().unwrap().clone()
    }

    /// How many times the dossier was built: once for each time that the address was printed, or as often as
    /// that line says.
    pub fn n_builds(&self) -> usize {
        self.n_builds_in(&self.said())
    }

    fn n_builds_in(&self, lines: &[String]) -> usize {
        let url = format!("http://localhost:{}/", self.port);
        let builds = lines.iter().filter(|line| line.contains(&url)).map(|line| {
            let times = line.split_once("Rebuilt ").and_then(|(_, rest)| {
                let (n, rest) = rest.split_once(' ')?;
                rest.starts_with("times").then(|| n.parse().ok())?
            });
            times.unwrap_or(1)
        });
        builds.sum()
    }

    /// Waits until the dossier was built `n` times, all told.
    pub fn until_built(&self, n: usize) {
        let lines = self.said.0.lock().unwrap();
        let count = |lines: &[String]| self.n_builds_in(lines);
        let few = |lines: &mut Vec<String>| count(lines) < n;
        let (lines, _) = self
            .said
            .1
            .wait_timeout_while(lines, DEADLINE, few)
            .unwrap();
        assert!(count(&lines) >= n, "{n} builds in {lines:#?}");
    }

    pub fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect_timeout(&self.address(), DEADLINE).expect("it listens");
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream.set_write_timeout(Some(DEADLINE)).unwrap();
        stream
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\n");
        if !headers.iter().any(|(name, _)| *name == "host") {
            let _ = write!(request, "host: localhost:{}\r\n", self.port);
        }
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        request.push_str("connection: close\r\n\r\n");
        self.send(request.as_bytes()).expect("an answer")
    }

    /// Sends bytes and reads to the end of the connection; none if it ends without an answer.
    pub fn send(&self, request: &[u8]) -> Option<Answer> {
        let mut stream = self.connect();
        // The server may close before it has read all, which is an answer too.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Some(Answer {
            status,
            headers,
            body: body.to_owned(),
        })
    }

    /// Asks for a page until it is so.
    #[track_caller]
    pub fn until(&self, path: &str, is_so: impl Fn(&Answer) -> bool) -> Answer {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            if is_so(&answer) {
                return answer;
            }
            assert!(
                start.elapsed() < DEADLINE,
                "{path} never became so: {} {}\n{:#?}",
                answer.status,
                answer.body,
                self.said()
            );
            // So that asking does not take the processor from the one who is asked.
            thread::sleep(Duration::from_millis(1));
        }
    }

    #[track_caller]
    pub fn until_has(&self, path: &str, text: &str) -> Answer {
        self.until(path, |answer| answer.body.contains(text))
    }

    /// Writes a file whole or not at all, where a test counts what follows: a file that is emptied before it
    /// is written may be seen empty on a busy machine.
    pub fn save(&self, path: &str, text: &str) {
        let root = self.folder.path();
        std::fs::write(root.join("being-written"), text).unwrap();
        std::fs::rename(root.join("being-written"), root.join(path)).unwrap();
    }

    /// Listens as the script of a page that shows `path` in `version` does.
    pub fn events(&self, path: &str, version: &str) -> Events {
        self.events_since(path, version, "")
    }

    pub fn events_since(&self, path: &str, version: &str, theme: &str) -> Events {
        let mut stream = self.connect();
        write!(
            stream,
            "GET /_dossier/events?page={path}&version={version}&theme={theme} HTTP/1.1\r\nhost: localhost:{}\r\n\r\n",
            self.port
        )
        .unwrap();
        let (send, events) = channel();
        thread::spawn(move || {
            let mut name = String::new();
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if let Some(event) = line.strip_prefix("event: ") {
                    event.clone_into(&mut name);
                } else if let Some(data) = line.strip_prefix("data: ")
                    && send
                        .send((std::mem::take(&mut name), data.to_owned()))
                        .is_err()
                {
                    return;
                }
            }
        });
        Events(events)
    }

    /// Listens to a page as it is now, with the first findings heard.
    pub fn open(&self, path: &str) -> Events {
        let events = self.events(path, self.get(path).version());
        events.until("findings", |_| true);
        events
    }

    /// Ends the program and gives back its folder.
    pub fn stop(mut self) -> Folder {
        let _ = self.child.kill();
        let _ = self.child.wait();
        std::mem::replace(
            &mut self.folder,
            Folder::new::<&str>([] as [(&str, &str); 0]),
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the server tells an open page.
pub struct Events(Receiver<(String, String)>);

impl Events {
    /// The data of the next event of a name that is so; and all events before it.
    #[track_caller]
    pub fn heard(
        &self,
        name: &str,
        is_it: impl Fn(&str) -> bool,
    ) -> (String, Vec<(String, String)>) {
        let start = Instant::now();
        let mut others = Vec::new();
        while let Ok((event, data)) = self
            .0
            .recv_timeout(DEADLINE.saturating_sub(start.elapsed()))
        {
            if event == name && is_it(&data) {
                return (data, others);
            }
            // Told after every save, whatever the page.
            if event != "saved" {
                others.push((event, data));
            }
        }
        panic!("no event `{name}` after {others:#?}");
    }

    #[track_caller]
    pub fn until(&self, name: &str, is_it: impl Fn(&str) -> bool) -> String {
        self.heard(name, is_it).0
    }
}
