//! `dossier build`

use super::terminal::Terminal;
use super::{Outcome, project};
use crate::model::artifact::Artifact;
use crate::render::Sink;
use crate::session::{Options, Session};
use std::path::{Path, PathBuf};
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

struct Files(PathBuf);

impl Sink for Files {
    fn put(&self, artifact: Artifact) {
        let path = self.0.join(&*artifact.path);
        if let Some(folder) = path.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        let _ = std::fs::write(path, &artifact.bytes);
    }
}

/// Runs the command.
pub fn run(args: &Args, root: &Path, terminal: &Terminal) -> Outcome {
    let start = Instant::now();
    let mut project = match project::open(root, terminal) {
        Ok(project) => project,
        Err(outcome) => return outcome,
    };
    let loaded = start.elapsed();
    if let Some(url) = &args.url {
        project.config.url = Some(if url.ends_with('/') {
            url.clone()
        } else {
            format!("{url}/")
        });
    }
    let mut session = Session::new(Options::once(project::today()));
    let sink = Files(root.join(&args.output));
    let build = session.build(&project.tree, (project.config, project.findings), &sink);
    project::report(&build, &project.tree, start.elapsed(), terminal);
    if args.timings {
        project::timings(&build, loaded, std::time::Duration::ZERO, terminal);
    }
    if build.findings.has_errors() {
        Outcome::Errors
    } else {
        Outcome::Clean
    }
}
