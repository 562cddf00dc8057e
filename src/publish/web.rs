//! An address → what answers there. The only place that asks the web anything; it knows nothing of sites
//! or sources.
//!
//! Redirects are not followed here: where an address leads is for the caller to judge. Every request has
//! an end, and nobody is asked twice at once for the same thing.

use std::fmt;
use std::io::{self, Read as _};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use ureq::{Agent, Error};

/// A host that does not take a connection within this time is as good as gone.
const TO_CONNECT: Duration = Duration::from_secs(10);
/// For the first byte of an answer.
const TO_ANSWER: Duration = Duration::from_secs(20);
/// For all of it; the largest file of a site has 100 MB.
const TO_SEND: Duration = Duration::from_secs(120);
/// Who asks, so that the owner of a host can see it and say no.
const NAME: &str = concat!("dossier/", env!("CARGO_PKG_VERSION"), " (checks links)");

/// How to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// For the head of the answer alone.
    Head,
    Get,
}

/// What answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Where it leads, as written.
    pub location: Option<String>,
    /// Seconds after which to ask again.
    pub wait: Option<u64>,
    /// How the bytes are packed, if they are.
    pub packing: Option<String>,
    /// The bytes, as far as they were wanted.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Whether it leads elsewhere.
    #[must_use]
    pub fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }
}

/// Why there is no answer, in words after "`address`".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    NoHost,
    TooSlow,
    NoConnection,
    /// The host cannot prove who it is.
    Certificate(String),
    NoAddress,
    Broken(String),
}

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHost => f.write_str("has a host that is not known"),
            Self::TooSlow => f.write_str("does not answer in time"),
            Self::NoConnection => f.write_str("takes no connection"),
            Self::Certificate(why) => write!(f, "cannot prove who it is: {why}"),
            Self::NoAddress => f.write_str("is not an address that can be asked"),
            Self::Broken(why) => write!(f, "gives no answer: {why}"),
        }
    }
}

/// Asks addresses. Proxies of the environment (`HTTPS_PROXY` and its like) are honoured.
#[derive(Debug)]
pub struct Web(Agent);

impl Default for Web {
    fn default() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(NAME)
            // Bytes are compared with what was built.
            .accept_encoding("identity")
            .timeout_resolve(Some(TO_CONNECT))
            .timeout_connect(Some(TO_CONNECT))
            .timeout_recv_response(Some(TO_ANSWER))
            .timeout_recv_body(Some(TO_SEND))
            .build();
        Self(Agent::new_with_config(config))
    }
}

impl Web {
    /// Asks once. Of the bytes, no more than `most` are read.
    ///
    /// # Errors
    /// If nothing answers, or what answers does not speak HTTP.
    pub fn ask(&self, method: Method, address: &str, most: u64) -> Result<Answer, Silence> {
        let address = plain(address);
        let response = match method {
            Method::Head => self.0.head(&address).call(),
            Method::Get => self.0.get(&address).call(),
        };
        let mut response = response.map_err(silence)?;
        let header = |name: &str| {
            let value = response.headers().get(name)?.to_str().ok()?.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        let mut answer = Answer {
            status: response.status().as_u16(),
            location: header("location"),
            wait: header("retry-after").and_then(|text| text.parse().ok()),
            packing: header("content-encoding").filter(|name| name != "identity"),
            bytes: Vec::new(),
        };
        if method == Method::Get && !answer.is_redirect() {
            let mut body = response.body_mut().as_reader().take(most);
            body.read_to_end(&mut answer.bytes).map_err(unread)?;
        }
        Ok(answer)
    }
}

fn silence(error: Error) -> Silence {
    match error {
        Error::HostNotFound => Silence::NoHost,
        Error::Timeout(_) => Silence::TooSlow,
        Error::ConnectionFailed => Silence::NoConnection,
        Error::BadUri(_) | Error::Http(_) => Silence::NoAddress,
        Error::Io(error) => unread(error),
        Error::Rustls(why) => Silence::Certificate(why.to_string()),
        Error::Tls(why) => Silence::Certificate(why.to_owned()),
        other => Silence::Broken(other.to_string()),
    }
}

fn unread(error: io::Error) -> Silence {
    if let Some(Error::Timeout(_)) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        return Silence::TooSlow;
    }
    let text = error.to_string();
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Silence::TooSlow,
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable => Silence::NoConnection,
        // The resolver of the system has no kind of its own for this.
        _ if text.contains("Temporary failure") => {
            Silence::Broken("names of hosts cannot be looked up now".to_owned())
        }
        _ if text.contains("lookup address") || text.contains("No such host") => Silence::NoHost,
        io::ErrorKind::InvalidData if text.contains("certificate") => Silence::Certificate(text),
        _ => {
            // The number of a message of the system tells nobody anything.
            let text = text.split(" (os error").next().unwrap_or_default();
            Silence::Broken(text.to_lowercase())
        }
    }
}

/// An address as it goes over the wire: no part of a page, and nothing but ASCII.
fn plain(address: &str) -> String {
    let whole = address.split('#').next().unwrap_or_default();
    let mut plain = String::with_capacity(whole.len());
    for byte in whole.bytes() {
        if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'`' | b'{' | b'}') {
            plain.push(char::from(byte));
        } else {
            plain.push_str(&format!("%{byte:02X}"));
        }
    }
    plain
}

/// The host of an address, with its port; empty if it has none.
#[must_use]
pub fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    host.rsplit('@').next().unwrap_or("")
}

/// Waits before the next question to the host of an address; this very machine need not be spared.
pub fn rest(address: &str, time: Duration) {
    let host = host(address);
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_here = matches!(name, "127.0.0.1" | "localhost" | "[::1]");
    std::thread::sleep(if is_here { time / 100 } else { time });
}

/// Where a redirect leads: `to`, as written, seen from `address`
/// ([RFC 3986, 5.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2), without what servers do not send).
#[must_use]
pub fn join(address: &str, to: &str) -> String {
    let scheme = address
        .split_once("://")
        .map_or("https", |(scheme, _)| scheme);
    if to.contains("://") {
        return to.to_owned();
    }
    if let Some(rest) = to.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let origin = format!("{scheme}://{}", host(address));
    if to.starts_with('/') {
        return format!("{origin}{to}");
    }
    let path = address.get(origin.len()..).unwrap_or_default();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if to.starts_with('?') {
        return format!("{origin}{path}{to}");
    }
    let folder = path
        .rfind('/')
        .and_then(|end| path.get(..=end))
        .unwrap_or("/");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut rest = to;
    loop {
        if let Some(after) = rest.strip_prefix("./") {
            rest = after;
        } else if let Some(after) = rest.strip_prefix("../") {
            parts.pop();
            rest = after;
        } else {
            break;
        }
    }
    parts.push(rest);
    format!("{origin}/{}", parts.join("/"))
}

/// Does `work` on all `items`, so many at a time, and returns the results in the order of the items.
pub fn each<T: Sync, R: Send>(
    items: &[T],
    at_a_time: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    // Threads of their own: they wait, and the pool of the program is for work.
    std::thread::scope(|scope| {
        for _ in 0..at_a_time.clamp(1, items.len().max(1)) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { break };
                    let result = work(item);
                    done.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_leads_where_a_browser_goes() {
        let from = "https://e.org/a/b?x=1#y";
        for (to, address) in [
            ("https://f.org/", "https://f.org/"),
            ("//f.org/c", "https://f.org/c"),
            ("/c", "https://e.org/c"),
            ("c/", "https://e.org/a/c/"),
            ("./c", "https://e.org/a/c"),
            ("../c", "https://e.org/c"),
            ("../../c", "https://e.org/c"),
            ("?z", "https://e.org/a/b?z"),
        ] {
            assert_eq!(join(from, to), address, "{to}");
        }
        assert_eq!(join("http://e.org", "c"), "http://e.org/c");
    }

    #[test]
    fn an_address_goes_over_the_wire_as_ascii() {
        assert_eq!(
            plain("https://e.org/año x?q#p"),
            "https://e.org/a%C3%B1o%20x?q"
        );
        assert_eq!(plain("https://e.org/%C3%B1"), "https://e.org/%C3%B1");
    }

    #[test]
    fn an_address_has_a_host() {
        for (address, name) in [
            ("https://e.org/x", "e.org"),
            ("http://u:p@e.org:80?x", "e.org:80"),
            ("nothing", ""),
        ] {
            assert_eq!(host(address), name);
        }
    }

    #[test]
    fn a_host_that_is_gone_is_told_from_a_network_that_is() {
        let of = |text: &str| unread(io::Error::other(text.to_owned()));
        assert_eq!(
            of("failed to lookup address information: Name or service not known"),
            Silence::NoHost
        );
        assert_eq!(
            of("failed to lookup address information: Temporary failure in name resolution"),
            Silence::Broken("names of hosts cannot be looked up now".to_owned())
        );
        assert_eq!(
            of("Connection reset by peer (os error 104)"),
            Silence::Broken("connection reset by peer".to_owned())
        );
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..100).collect();
        assert_eq!(
            each(&items, 7, |n| n * 2),
            (0..200).step_by(2).collect::<Vec<_>>()
        );
        assert_eq!(each(&[0_usize; 0], 7, |n| *n), [0; 0]);
    }
}
