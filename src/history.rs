//! The history of a dossier in git → when each file last changed.

use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::{Command, Stdio};

/// For each file of `content/` the date and time of its last commit, by its path from the root of the
/// dossier. Empty where there is no git, no repository, or only the newest commit of one, which would
/// give all files the same date.
#[must_use]
pub fn last_changes(root: &Path) -> FxHashMap<String, String> {
    let git = |arguments: &[&str]| git(root, arguments);
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

/// Runs git in `root`; what it prints, or none if it says no or is not there.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
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
}

/// Files of `content/` that were renamed, in commits or since: old name → newest name it was given at once.
#[must_use]
pub fn renames(root: &Path) -> FxHashMap<String, String> {
    let format = [
        "--relative",
        "--find-renames",
        "--diff-filter=R",
        "--name-status",
        "-z",
    ];
    let log = ["log", "--no-show-signature", "--format="];
    let mut names = FxHashMap::default();
    // What is not committed yet is the newest. A file that git does not know yet cannot be seen here.
    for command in [&["diff", "HEAD"][..], &log[..]] {
        let mut arguments = command.to_vec();
        arguments.extend(format);
        arguments.extend(["--", "content"]);
        let text = git(root, &arguments).unwrap_or_default();
        let mut words = text
            .split('\0')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        while let (Some(_), Some(old), Some(new)) = (words.next(), words.next(), words.next()) {
            names
                .entry(old.to_owned())
                .or_insert_with(|| new.to_owned());
        }
    }
    names
}

/// The lines that differ from the state that `base` and this one have in common, by path from `root`, from
/// 1. None if git cannot tell.
#[must_use]
pub fn changed_lines(root: &Path, base: &str) -> Option<Vec<(String, RangeInclusive<usize>)>> {
    // A name that starts with a hyphen would be an option.
    if base.starts_with('-') {
        return None;
    }
    let common = git(root, &["merge-base", base, "HEAD"]).map(|text| text.trim().to_owned());
    let from = common.unwrap_or_else(|| base.to_owned());
    let diff = git(
        root,
        &[
            "-c",
            "core.quotepath=off",
            "diff",
            "--unified=0",
            "--no-color",
            "--no-ext-diff",
            "--no-prefix",
            "--relative",
            &from,
            "--",
        ],
    )?;
    Some(lines_of(&diff))
}

/// The new lines of a diff without context.
fn lines_of(diff: &str) -> Vec<(String, RangeInclusive<usize>)> {
    let mut changed = Vec::new();
    let mut path = None;
    // `+++` also begins an added line of `++`, but never right after `---` of the head.
    let mut is_head = false;
    for line in diff.lines() {
        if line.starts_with("diff --git ") {
            (path, is_head) = (None, true);
        } else if let Some(name) = line.strip_prefix("+++ ").filter(|_| is_head) {
            path = (name != "/dev/null").then(|| name.trim_end_matches('\t').to_owned());
        } else if let Some(hunk) = line.strip_prefix("@@ ") {
            is_head = false;
            let new = hunk.split(' ').find_map(|part| part.strip_prefix('+'));
            let (start, n) = new.map_or(("", "1"), |new| new.split_once(',').unwrap_or((new, "1")));
            if let (Some(path), Ok(start), Ok(n)) =
                (&path, start.parse::<usize>(), n.parse::<usize>())
            {
                // Where lines were only taken out, the line before the gap stands for them.
                changed.push((
                    path.clone(),
                    start.max(1)..=(start + n.max(1)).saturating_sub(1).max(1),
                ));
            }
        }
    }
    changed
}

/// The folder `root` within its repository, without a slash at its end; empty at the top, or without git.
#[must_use]
pub fn prefix(root: &Path) -> String {
    let prefix = git(root, &["rev-parse", "--show-prefix"]).unwrap_or_default();
    prefix.trim().trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_lines_are_read_off_a_diff() {
        let diff = "diff --git a.md a.md\n--- a.md\n+++ a.md\n@@ -1 +1,2 @@\n-x\n+++ y\n+z\n@@ -9,2 +10,0 @@\n-a\n\
                    diff --git b.md b.md\n--- b.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\
                    diff --git c d.md c d.md\n--- /dev/null\n+++ c d.md\t\n@@ -0,0 +1,3 @@ fn\n";
        let lines = |path: &str, range| (path.to_owned(), range);
        assert_eq!(
            lines_of(diff),
            [
                lines("a.md", 1..=2),
                lines("a.md", 10..=10),
                lines("c d.md", 1..=3)
            ]
        );
    }
}
