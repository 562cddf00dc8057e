//! `dossier build`

use super::terminal::Terminal;
use super::{Outcome, project};
use crate::fingerprint::Fingerprint;
use crate::history;
use crate::load;
use crate::model::artifact::Artifact;
use crate::render::Sink;
use crate::session::{Options, Session};
use crate::write::Writer;
use crate::write::problem::Problem;
use rustc_hash::FxHashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Writes the site
///
/// Refuses if the dossier has errors, and then leaves the last good site as it is. Writes only what
/// differs, and never touches a file that it did not write itself.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to write to
    #[arg(short, long, value_name = "DIR", default_value = "public")]
    output: PathBuf,
    /// Address at which the site will stand, for canonical links, sitemap, feed and cards
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Print how long each stage took
    #[arg(long)]
    timings: bool,
}

/// Gives all artifacts to a writer.
struct Folder(Writer);

impl Sink for Folder {
    fn put(&self, artifact: Artifact<'_>) {
        // What cannot be written is told by `finish`, all at once.
        let _ = self.0.put(&artifact);
    }

    fn put_made_from(&self, artifact: Artifact<'_>, made_from: Fingerprint) {
        let _ = self.0.put_made_from(&artifact, Some(made_from));
    }

    fn keep(&self, path: &Arc<str>, made_from: Fingerprint) -> bool {
        self.0.keep(path, made_from)
    }

    fn keep_all(&self, made_from: Fingerprint) -> bool {
        self.0.keep_all(made_from)
    }
}

/// Runs the command.
pub fn run(args: &Args, root: &Path, terminal: &Terminal) -> Outcome {
    let start = Instant::now();
    if let Err(outcome) = project::find(root, terminal) {
        return outcome;
    }
    let folder = root.join(&args.output);
    if let Some(reason) = in_the_way(root, &folder) {
        terminal.fail(&format!("{} {reason}", folder.display()));
        terminal.say("  name another folder with -o");
        return Outcome::Failed;
    }
    let (project, writer) = rayon::join(|| project::open(root, terminal), || Writer::open(&folder));
    let mut project = match project {
        Ok(project) => project,
        Err(outcome) => return outcome,
    };
    let loaded = start.elapsed();
    let address = match project::settle_address(&mut project, args.url.as_deref(), root, "origin") {
        Ok(address) => address,
        Err(message) => {
            terminal.fail(&message);
            return Outcome::Failed;
        }
    };
    let writer = match writer {
        Ok(writer) => writer,
        Err(problem) => return failed(&folder, &[problem], terminal),
    };
    // Only what needs an address says when it changed.
    let last_changes = match project.config.url {
        Some(_) => history::last_changes(root),
        None => FxHashMap::default(),
    };
    let mut session = Session::new(Options {
        last_changes: Arc::new(last_changes),
        ..Options::once(project::today())
    });
    let sink = Folder(writer);
    let build = session.build(project.tree, (project.config, project.findings), &sink);
    let has_errors = build.findings.has_errors();
    let rendered = start.elapsed();
    let written = if has_errors {
        sink.0.abandon();
        None
    } else {
        match sink.0.finish() {
            Ok(summary) => Some(summary),
            Err(problems) => return failed(&folder, &problems, terminal),
        }
    };
    let finished = start.elapsed();
    project::report(&build, finished, terminal);
    if args.timings {
        project::timings(&build, loaded, finished.saturating_sub(rendered), terminal);
    }
    let Some(written) = written else {
        terminal.say(&format!(
            "Nothing was written: {} is as it was.",
            folder.display()
        ));
        return Outcome::Errors;
    };
    let n_pages = build
        .rendered
        .as_ref()
        .map_or(0, |rendered| rendered.n_pages);
    let mut message = format!(
        "{n_pages} pages in {}: {} files written, {} as they were",
        folder.display(),
        written.written,
        written.unchanged
    );
    if written.removed > 0 {
        message.push_str(&format!(", {} removed", written.removed));
    }
    terminal.say(&message);
    match address {
        Some(address) => terminal.say(&format!("It is made for {address}.")),
        None => terminal.say(
            "No address is known, so there are no canonical links, sitemap and feed, and 404.html only looks right at the top: set url in dossier.yaml.",
        ),
    }
    terminal.say(&format!(
        "Open {} to read it.",
        folder.join("index.html").display()
    ));
    // The process ends here, and the system takes all memory back at once. Dropping ten thousand entries one by
    // one takes as long as a tenth of a build that finds nothing new.
    std::mem::forget((build, session));
    Outcome::Clean
}

/// Why no site can be written to a folder: it would lie among the files that it is made from, and be read by the
/// next build.
fn in_the_way(root: &Path, folder: &Path) -> Option<String> {
    if folder.is_file() {
        return Some("is a file, and the site needs a folder".to_owned());
    }
    // Whoever sends a dossier could send the folder of its site as a link to any place of this machine.
    if folder.is_symlink() && folder.starts_with(root) {
        return Some("is a symbolic link, and the site could land anywhere through it".to_owned());
    }
    let (root, folder) = (resolved(root), resolved(folder));
    if folder == root {
        return Some(
            "is the folder of the dossier itself, and the site needs one of its own".to_owned(),
        );
    }
    if root.starts_with(&folder) {
        return Some("holds the dossier, and the site needs a folder of its own".to_owned());
    }
    load::FOLDERS
        .iter()
        .find(|own| folder.starts_with(root.join(own)))
        .map(|own| format!("lies in {own}/, which the site is made from"))
}

/// The folder with all links and dots followed; what does not exist yet is taken as it is written.
fn resolved(folder: &Path) -> PathBuf {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let mut path = PathBuf::new();
    for part in whole.components() {
        if part == Component::ParentDir {
            path.pop();
        } else {
            path.push(part);
        }
        path = path.canonicalize().unwrap_or(path);
    }
    path
}

fn failed(folder: &Path, problems: &[Problem], terminal: &Terminal) -> Outcome {
    for problem in problems {
        terminal.fail(&format!("{}: {problem}", folder.display()));
        if !problem.help().is_empty() {
            terminal.say(&format!("  {}", problem.help()));
        }
    }
    Outcome::Failed
}
