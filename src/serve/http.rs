//! The server: the current generation over HTTP on this machine, and a stream of changes.
//!
//! Answers GET and HEAD only, and only to requests that name this machine as their host, so that no page
//! from elsewhere can read a draft. Headers, their time and the number of connections are bounded.

use super::page::{OWN, SCRIPT};
use super::preview::Preview;
use crate::fingerprint::Fingerprint;
use crate::text::percent_decode;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;
use tokio_stream::wrappers::ReceiverStream;

/// Connections that are open at once; a browser opens six. One more, and the oldest of those that ask
/// nothing is closed: so clients that are slow, or many, take nobody's place.
const MAX_CONNECTIONS: usize = 128;
/// Time within which the headers of a request have to be there.
const HEADER_TIME: Duration = Duration::from_secs(10);
/// Bytes that the headers of a request may have.
const HEADER_BYTES: usize = 16 * 1024;

/// The stream of what changes.
const EVENTS: &str = "/_dossier/events";

/// What the server knows.
#[derive(Clone)]
pub struct Shared {
    pub preview: Arc<Preview>,
    /// Names by which a browser may call this server, without port.
    pub hosts: Arc<Vec<String>>,
}

/// Binds the first free port from `port` on; the port itself only, if `is_strict`.
///
/// # Errors
/// If none of ten ports is free, or the address is not one of this machine.
pub async fn bind(host: IpAddr, port: u16, is_strict: bool) -> std::io::Result<TcpListener> {
    let last = if is_strict || port == 0 {
        port
    } else {
        port.saturating_add(9)
    };
    let mut result = TcpListener::bind(SocketAddr::new(host, port)).await;
    for next in port.saturating_add(1)..=last {
        if result.is_ok() {
            break;
        }
        result = TcpListener::bind(SocketAddr::new(host, next)).await;
    }
    result
}

/// The connections that are open, in order of their age.
#[derive(Clone, Default)]
struct Connections(Arc<Mutex<BTreeMap<u64, Connection>>>);

struct Connection {
    task: AbortHandle,
    /// Whether a request is being answered, or a stream goes to a browser.
    is_busy: Arc<AtomicBool>,
}

impl Connections {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Connection>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes a connection if there is no place for one more.
    fn make_place(&self) {
        let mut open = self.lock();
        if open.len() < MAX_CONNECTIONS {
            return;
        }
        let idle = open
            .iter()
            .find(|(_, connection)| !connection.is_busy.load(Ordering::Relaxed));
        let oldest = idle
            .or_else(|| open.iter().next())
            .map(|(number, _)| *number);
        if let Some(connection) = oldest.and_then(|number| open.remove(&number)) {
            connection.task.abort();
        }
    }
}

/// Serves until the process ends.
pub async fn serve(listener: TcpListener, shared: Shared) {
    let router = router(shared);
    let connections = Connections::default();
    for number in 0.. {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(_) => {
                // The client is gone already, or this process has too many files open for now.
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            }
        };
        connections.make_place();
        let is_busy = Arc::new(AtomicBool::new(false));
        let (router, busy) = (
            TowerToHyperService::new(router.clone()),
            Arc::clone(&is_busy),
        );
        let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let (busy, is_stream) = (Arc::clone(&busy), request.uri().path() == EVENTS);
            busy.store(true, Ordering::Relaxed);
            let answer = router.call(request);
            async move {
                let answer = answer.await;
                busy.store(is_stream, Ordering::Relaxed);
                answer
            }
        });
        let mut open = connections.lock();
        let all = connections.clone();
        let task = tokio::spawn(async move {
            let mut server = http1::Builder::new();
            server
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIME)
                .max_buf_size(HEADER_BYTES);
            // A browser that goes away in the middle is not worth a word.
            let _ = server.serve_connection(TokioIo::new(stream), service).await;
            all.lock().remove(&number);
        });
        let task = task.abort_handle();
        open.insert(number, Connection { task, is_busy });
    }
}

/// The routes, behind the guard.
pub fn router(shared: Shared) -> Router {
    Router::new()
        .route(&format!("{OWN}live.js"), any(script))
        .route(EVENTS, any(events))
        .fallback(any(page))
        .layer(middleware::from_fn_with_state(shared.clone(), guard))
        .with_state(shared)
}

/// Refuses what no browser of this machine asks for.
async fn guard(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = refuse(
            StatusCode::METHOD_NOT_ALLOWED,
            "This server answers GET and HEAD only.",
        );
        let allowed = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(header::ALLOW, allowed);
        return response;
    }
    let headers = request.headers();
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    // Of two names one could be for us and the other for a proxy before us; and a request to a proxy has
    // its host in the address as well, which goes before the header (RFC 9112, section 3.2.2).
    let is_ours = |name: &str| is_known(name, &shared.hosts);
    let asked = request.uri().authority().map(|name| name.as_str());
    if !host.is_some_and(is_ours) || hosts.next().is_some() || !asked.is_none_or(is_ours) {
        return refuse(
            StatusCode::FORBIDDEN,
            "This preview answers to its own name only. To open it under another, start it with: dossier serve --host NAME",
        );
    }
    let is_foreign = headers.get(header::ORIGIN).is_some_and(|origin| {
        let origin = origin
            .to_str()
            .ok()
            .and_then(|origin| origin.split_once("://"));
        origin.is_none_or(|(_, origin)| Some(origin) != host)
    });
    if is_foreign {
        return refuse(
            StatusCode::FORBIDDEN,
            "This preview answers its own pages only.",
        );
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    response
}

fn refuse(status: StatusCode, why: &'static str) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        why,
    )
        .into_response()
}

/// Whether a `Host` header names this server.
fn is_known(host: &str, names: &[String]) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

async fn script() -> Response {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        SCRIPT,
    )
        .into_response()
}

async fn page(State(shared): State<Shared>, request: Request) -> Response {
    // Who comes while the dossier is read for the first time waits for it.
    let mut changes = shared.preview.changes();
    let generation = loop {
        if let Some(generation) = shared.preview.current() {
            break generation;
        }
        if changes.changed().await.is_err() {
            return refuse(
                StatusCode::SERVICE_UNAVAILABLE,
                "The dossier cannot be shown.",
            );
        }
    };
    let path = request.uri().path().to_owned();
    // Printing a page takes the time of a CPU, not of a network.
    let Ok(answer) = tokio::task::spawn_blocking(move || generation.answer(&path)).await else {
        return refuse(
            StatusCode::INTERNAL_SERVER_ERROR,
            "This page could not be made.",
        );
    };
    let status = if answer.is_found {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    };
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(answer.content_type),
    );
    (status, headers, Body::from(answer.bytes.to_vec())).into_response()
}

/// What an open page says of itself.
struct Shown {
    path: String,
    /// Fingerprint of the page.
    version: String,
    /// What the last connection said of the theme; empty on the first.
    theme: String,
}

/// A stream of what changes for the page that asks: `?page=/actors/x.html&version=…&theme=…`.
async fn events(State(shared): State<Shared>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or("");
    let value = |name: &str| {
        let pair = query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        percent_decode(pair.unwrap_or(""))
    };
    let shown = Shown {
        path: value("page"),
        version: value("version"),
        theme: value("theme"),
    };
    let (send, receive) = tokio::sync::mpsc::channel::<Result<Event, Infallible>>(8);
    tokio::spawn(async move { follow(shared.preview, shown, send).await });
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15));
    Sse::new(ReceiverStream::new(receive))
        .keep_alive(keep_alive)
        .into_response()
}

/// Tells one browser of what concerns the page that it shows, until it goes away.
async fn follow(
    preview: Arc<Preview>,
    mut shown: Shown,
    send: tokio::sync::mpsc::Sender<Result<Event, Infallible>>,
) {
    let _open = preview.open(&shown.path);
    let mut changes = preview.changes();
    let mut sheets: Vec<(String, Fingerprint)> = Vec::new();
    let mut findings = String::new();
    let mut save = 0;
    loop {
        changes.mark_unchanged();
        if let Some(generation) = preview.current() {
            let (seen, path) = (Arc::clone(&generation), shown.path.clone());
            let Ok(now) = tokio::task::spawn_blocking(move || seen.version(&path).hex()).await
            else {
                return;
            };
            let mut messages = Vec::new();
            if generation.save != save {
                save = generation.save;
                // To every page, also where nothing of it has changed: its scripts have fetched parts of others.
                messages.push(Event::default().event("saved").data(save.to_string()));
            }
            let (new_sheets, others) = generation.theme_versions();
            let theme = format!("{}-{}", others.hex(), Fingerprint::of(&new_sheets).hex());
            if theme != shown.theme {
                let is_first = shown.theme.is_empty();
                let is_of_sheets = shown.theme.starts_with(&others.hex());
                if !is_first && !is_of_sheets {
                    messages.push(Event::default().event("reload").data("theme"));
                } else if !is_first {
                    let changed = new_sheets.iter().filter(|sheet| !sheets.contains(sheet));
                    let changed: Vec<&str> = changed.map(|(path, _)| path.as_str()).collect();
                    messages.push(Event::default().event("style").data(changed.join(" ")));
                }
                messages.push(Event::default().event("theme").data(&theme));
                shown.theme = theme;
            }
            sheets = new_sheets;
            if now != shown.version {
                messages.push(Event::default().event("page").data(&now));
                shown.version = now;
            }
            let (html, errors, warnings) = preview.findings_html(&generation, &shown.path);
            let json = serde_json::json!({ "html": html, "errors": errors, "warnings": warnings, "editor": preview.editor_address() }).to_string();
            if json != findings {
                messages.push(Event::default().event("findings").data(&json));
                findings = json;
            }
            for message in messages {
                if send.send(Ok(message)).await.is_err() {
                    return;
                }
            }
        }
        tokio::select! {
            changed = changes.changed() => if changed.is_err() { return },
            () = send.closed() => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_names_are_known() {
        let names: Vec<String> = ["localhost", "127.0.0.1", "::1"]
            .map(str::to_owned)
            .to_vec();
        for host in [
            "localhost",
            "localhost:4173",
            "127.0.0.1:80",
            "[::1]:4173",
            "LOCALHOST",
        ] {
            assert!(is_known(host, &names), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "",
            "[::2]",
        ] {
            assert!(!is_known(host, &names), "{host}");
        }
    }
}
