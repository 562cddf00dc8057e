//! The history of a dossier in git → when each file last changed.

use rustc_hash::FxHashMap;
use std::path::Path;
use std::process::{Command, Stdio};

/// For each file of `content/` the date and time of its last commit, by its path from the root of the
/// dossier. Empty where there is no git, no repository, or only the newest commit of one, which would
/// give all files the same date.
#[must_use]
pub fn last_changes(root: &Path) -> FxHashMap<String, String> {
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(root)
            .args(arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        // A hook or an alias of somebody's configuration must not run because a site is built.
        command
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0");
        let output = command
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        String::from_utf8(output.stdout).ok()
    };
    if git(&["rev-parse", "--is-shallow-repository"]).is_none_or(|answer| answer.trim() != "false")
    {
        return FxHashMap::default();
    }
    let log = git(&[
        "-c",
        "core.quotepath=off",
        "log",
        "--no-merges",
        "--no-show-signature",
        "--relative",
        "--name-only",
        "--format=%x00%cI",
        "--",
        "content",
    ]);
    let mut dates = FxHashMap::default();
    for commit in log.unwrap_or_default().split('\0').skip(1) {
        let mut lines = commit.lines();
        let Some(date) = lines.next() else { continue };
        for path in lines.filter(|line| !line.is_empty()) {
            // The log starts with the newest commit, so the first date of a file is the one.
            dates
                .entry(path.to_owned())
                .or_insert_with(|| date.to_owned());
        }
    }
    dates
}
