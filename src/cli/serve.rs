//! `dossier serve`

use super::terminal::Terminal;
use super::{Outcome, project};
use crate::report::Run;
use crate::serve::http::{self, Shared};
use crate::serve::preview::Preview;
use crate::serve::{self, Rebuilt, ServeOptions};
use std::net::{IpAddr, Ipv4Addr, ToSocketAddrs};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Shows the dossier in a browser, and every change as you save it
///
/// Everything is in memory: nothing is written to the output folder. Drafts are shown and marked. On
/// errors the last good page stays, under the same findings as in the terminal. The server answers this
/// machine only, unless --host says otherwise.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Port to listen on; if it is taken, one of the next nine
    #[arg(short, long, value_name = "PORT", default_value_t = 4173)]
    port: u16,
    /// Fail if the port is taken
    #[arg(long)]
    strict_port: bool,
    /// Address or name to listen on; others than localhost can be seen by the network
    #[arg(long, value_name = "HOST", default_value = "localhost")]
    host: String,
    /// Editor that findings open in: vscode, vscodium, zed, idea, sublime, or an address with {path}, {line} and {col}
    #[arg(long, value_name = "EDITOR", env = "DOSSIER_EDITOR", value_parser = editor)]
    editor: Option<String>,
    /// Look for changes by reading, where the system does not tell of them
    #[arg(long)]
    poll: bool,
}

/// Runs the command.
pub fn run(args: &Args, root: &Path, terminal: &Terminal) -> Outcome {
    if let Err(outcome) = project::find(root, terminal) {
        return outcome;
    }
    let Some(host) = resolve(&args.host) else {
        terminal.fail(&format!(
            "`{}` is not an address of this machine",
            args.host
        ));
        return Outcome::Failed;
    };
    let absolute = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let preview = Arc::new(Preview::new(
        absolute.display().to_string(),
        args.editor.clone(),
    ));
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            terminal.fail(&format!("the server cannot start: {error}"));
            return Outcome::Failed;
        }
    };
    let listener = match runtime.block_on(http::bind(host, args.port, args.strict_port)) {
        Ok(listener) => listener,
        Err(error) => {
            terminal.fail(&format!(
                "port {} of {} cannot be used: {error}",
                args.port, args.host
            ));
            terminal.say("  stop what uses it, or choose another: dossier serve --port 8080");
            return Outcome::Failed;
        }
    };
    let port = listener
        .local_addr()
        .map_or(args.port, |address| address.port());
    if port != args.port && args.port != 0 {
        terminal.say(&format!("Port {} is taken; this is {port}.", args.port));
    }
    let mut hosts: Vec<String> = ["localhost", "127.0.0.1", "::1"]
        .map(str::to_owned)
        .to_vec();
    hosts.push(args.host.clone());
    if !host.is_loopback() {
        hosts.push(host.to_string());
        terminal.say("Everybody in this network can read this preview, drafts included.");
    }
    let url = format!(
        "http://{}:{port}/",
        if args.host == "0.0.0.0" {
            "localhost"
        } else {
            &args.host
        }
    );
    runtime.spawn(http::serve(
        listener,
        Shared {
            preview: Arc::clone(&preview),
            hosts: Arc::new(hosts),
        },
    ));
    let options = ServeOptions {
        root: absolute,
        today: project::today(),
        polls: args.poll,
    };
    let mut had_errors = false;
    let report = |rebuilt: &Rebuilt<'_>| {
        let findings = rebuilt.generation.all_findings();
        let has_errors = findings.has_errors();
        print(rebuilt, &findings, had_errors, &url, terminal);
        had_errors = has_errors;
        if rebuilt.is_first && args.open {
            open_browser(&url, terminal);
        }
    };
    match serve::run(
        &options,
        &preview,
        report,
        |text| terminal.say(text),
        || false,
    ) {
        Ok(()) => Outcome::Clean,
        Err(error) => {
            terminal.fail(&format!("{} cannot be read: {error}", root.display()));
            Outcome::Failed
        }
    }
}

/// Prints a rebuild: its findings if there are any, else one line; the address stays last.
fn print(
    rebuilt: &Rebuilt<'_>,
    findings: &crate::diagnostic::Diagnostics,
    had_errors: bool,
    url: &str,
    terminal: &Terminal,
) {
    let time = |time: Duration| format!("{:.0} ms", time.as_secs_f64() * 1000.0);
    let (shown, checked) = (time(rebuilt.shown_after), time(rebuilt.checked_after));
    let n_entries = rebuilt.generation.dossier().entries.len();
    if findings.has_errors() || (rebuilt.is_first && !findings.0.is_empty()) {
        let run = Run {
            checked: rebuilt.tree.len(),
            elapsed: Some(rebuilt.checked_after),
        };
        project::print(findings.clone(), rebuilt.tree, run, terminal);
        terminal.say(url);
    } else if rebuilt.is_first {
        terminal.say(&format!("{n_entries} entries, no problems ({checked})"));
        terminal.say(url);
    } else if had_errors {
        terminal.say(&format!("No problems any more ({checked})  {url}"));
    } else {
        let rebuilt = match rebuilt.n_rebuilt {
            0 | 1 => format!("Rebuilt in {shown}"),
            n => format!("Rebuilt {n} times, last in {shown}"),
        };
        terminal.status(&format!("{rebuilt}, checked in {checked}  {url}"));
    }
}

fn resolve(host: &str) -> Option<IpAddr> {
    if host == "localhost" {
        return Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    host.parse().ok().or_else(|| {
        (host, 0)
            .to_socket_addrs()
            .ok()?
            .next()
            .map(|address| address.ip())
    })
}

/// The address template of an editor by its name, or the template itself.
fn editor(name: &str) -> Result<String, String> {
    let template = match name {
        "vscode" | "code" => "vscode://file{path}:{line}:{col}",
        "vscodium" | "codium" => "vscodium://file{path}:{line}:{col}",
        "zed" => "zed://file{path}:{line}:{col}",
        "idea" => "idea://open?file={path}&line={line}&column={col}",
        "sublime" => "subl://open?url=file://{path}&line={line}&column={col}",
        template if template.contains("://") && template.contains("{path}") => template,
        _ => {
            return Err(
                "write vscode, vscodium, zed, idea or sublime, or the address that opens a file in your editor, as myeditor://open?file={path}&line={line}&column={col}"
                    .to_owned(),
            );
        }
    };
    Ok(template.to_owned())
}

fn open_browser(url: &str, terminal: &Terminal) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    if std::process::Command::new(program)
        .arg(url)
        .stdin(std::process::Stdio::null())
        .spawn()
        .is_err()
    {
        terminal.say(&format!("No browser could be opened; open {url} yourself."));
    }
}
