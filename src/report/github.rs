//! Findings → annotations on the lines of a pull request, and the summary of the job.
//!
//! GitHub shows at most ten errors and ten warnings of a step and drops the rest without a word
//! (actions/toolkit, docs/problem-matchers.md). So what the pull request touched comes first, one noisy
//! check does not take all places, the last place says how many more there are, and the whole list goes
//! into the summary.

use super::visible::{visible_line, visible_text};
use super::{Report, plural};
use crate::diagnostic::{Diagnostic, Location, Severity};
use rustc_hash::FxHashMap;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

/// Annotations of one severity that GitHub shows per step.
const MOST: usize = 10;
/// Annotations of one check before the others have had their turn.
const MOST_OF_ONE_CHECK: usize = 3;
/// GitHub refuses a step summary over 1 MiB.
const LONGEST_SUMMARY: usize = 1_000_000;

/// What a pull request touched: lines (from 1) by path from the root of the dossier.
#[derive(Debug, Clone, Default)]
pub struct Changed(FxHashMap<String, Vec<RangeInclusive<usize>>>);

impl Changed {
    /// Adds lines of a file.
    pub fn add(&mut self, path: &str, lines: RangeInclusive<usize>) {
        self.0.entry(path.to_owned()).or_default().push(lines);
    }

    /// 0 on a changed line, 1 in a changed file, 2 elsewhere.
    fn distance(&self, report: &Report<'_>, location: &Location) -> usize {
        let Some(ranges) = self.0.get(&*location.path) else {
            return 2;
        };
        let Some((start, end)) = report.place(location) else {
            return 0;
        };
        let is_touched = ranges
            .iter()
            .any(|r| *r.start() <= end.line && start.line <= *r.end());
        usize::from(!is_touched)
    }
}

impl<S: AsRef<str>> FromIterator<(S, RangeInclusive<usize>)> for Changed {
    fn from_iter<I: IntoIterator<Item = (S, RangeInclusive<usize>)>>(lines: I) -> Self {
        let mut changed = Self::default();
        for (path, range) in lines {
            changed.add(path.as_ref(), range);
        }
        changed
    }
}

/// Workflow commands, one per line. `root` is the dossier's folder in the repository, empty if it is
/// the repository itself.
#[must_use]
pub fn annotations(report: &Report<'_>, changed: &Changed, root: &str) -> String {
    let mut out = String::new();
    for severity in [Severity::Error, Severity::Warning] {
        let all = by_importance(report, changed, severity);
        // Ten exactly fit; of eleven, nine and the count.
        let n_shown = if all.len() > MOST {
            MOST - 1
        } else {
            all.len()
        };
        for finding in all.iter().take(n_shown) {
            push_command(report, finding, root, &mut out);
        }
        if all.len() > n_shown {
            let more = plural(all.len() - n_shown, severity.word()).replacen(' ', " more ", 1);
            let word = severity.word();
            let _ = writeln!(
                out,
                "::{word} title=dossier::… {more}; the summary of this job lists all"
            );
        }
    }
    out
}

/// The findings of one severity: on changed lines, then in changed files, then the rest; within these
/// the first few of each check before the rest of it.
fn by_importance<'a>(
    report: &'a Report<'_>,
    changed: &Changed,
    severity: Severity,
) -> Vec<&'a Diagnostic> {
    let mut keyed: Vec<_> = report
        .findings()
        .iter()
        .filter(|f| f.severity == severity)
        .map(|f| (changed.distance(report, &f.location), false, f))
        .collect();
    keyed.sort_by_key(|(distance, ..)| *distance);
    let mut seen = FxHashMap::<&str, usize>::default();
    for (_, is_repeat, finding) in &mut keyed {
        let n = seen.entry(finding.check).or_default();
        *n += 1;
        *is_repeat = *n > MOST_OF_ONE_CHECK;
    }
    keyed.sort_by_key(|(distance, is_repeat, _)| (*distance, *is_repeat));
    keyed.into_iter().map(|(.., finding)| finding).collect()
}

fn push_command(report: &Report<'_>, finding: &Diagnostic, root: &str, out: &mut String) {
    let _ = write!(out, "::{} ", finding.severity.word());
    let path = join(root, &finding.location.path);
    let _ = write!(out, "file={}", escape_property(&path));
    if let Some((start, end)) = report.place(&finding.location) {
        let _ = write!(out, ",line={},endLine={}", start.line, end.line);
        // Columns only count for GitHub when they are of one line.
        if start.line == end.line {
            let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
        }
    }
    let title = escape_property(&format!("dossier ({})", finding.check));
    let _ = writeln!(
        out,
        ",title={title}::{}",
        escape_data(&message(report, finding))
    );
}

/// The message with everything else that a frame would show, as an annotation has no frame.
fn message(report: &Report<'_>, finding: &Diagnostic) -> String {
    let mut text = visible_text(&finding.message);
    if !finding.label.is_empty() {
        let _ = write!(text, "\n{}", visible_text(&finding.label));
    }
    for related in &finding.related {
        let path = visible_line(&related.location.path);
        let line = report
            .place(&related.location)
            .map_or(1, |(start, _)| start.line);
        let _ = write!(text, "\n{}: {path}:{line}", visible_text(&related.message));
    }
    if let Some(suggestion) = &finding.suggestion {
        let _ = write!(text, "\nhelp: {}", visible_text(&suggestion.message));
    }
    for help in &finding.help {
        let _ = write!(text, "\nhelp: {}", visible_text(help));
    }
    text
}

/// The list of all findings in Markdown, for `$GITHUB_STEP_SUMMARY`.
#[must_use]
pub fn summary_markdown(report: &Report<'_>, changed: &Changed, root: &str) -> String {
    let mut out = format!("### dossier: {}\n", report.summary());
    if report.findings().is_empty() {
        return out;
    }
    out.push_str("\n| | where | what | check |\n|---|---|---|---|\n");
    let mut n_left = report.findings().len();
    for severity in [Severity::Error, Severity::Warning] {
        for finding in by_importance(report, changed, severity) {
            if out.len() > LONGEST_SUMMARY {
                let _ = writeln!(out, "\n… {n_left} more");
                return out;
            }
            n_left -= 1;
            let path = escape_markdown(&join(root, &finding.location.path));
            let place = match report.place(&finding.location) {
                Some((start, _)) => format!("{path}:{}:{}", start.line, start.column),
                None => path,
            };
            let what = escape_markdown(&message(report, finding)).replace('\n', "<br>");
            let _ = writeln!(
                out,
                "| {} | {place} | {what} | {} |",
                severity.word(),
                finding.check
            );
        }
    }
    out
}

fn join(root: &str, path: &str) -> String {
    let path = visible_line(path);
    match root.trim_matches('/') {
        "" | "." => path,
        root => format!("{root}/{path}"),
    }
}

/// As `escapeData` in actions/toolkit `core/src/command.ts`.
fn escape_data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// As `escapeProperty` there.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Text that Markdown shows as it is, in a cell of a table.
fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // An entity, as a backslash does not keep a name from being notified or an issue from being linked.
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::report::{Run, samples};
    use std::sync::Arc;

    #[test]
    fn findings_become_workflow_commands() {
        let report = Report::new(
            samples::findings(),
            &samples::content,
            Run {
                checked: 3,
                elapsed: None,
            },
        );
        insta::assert_snapshot!(annotations(&report, &Changed::default(), ""), @r#"
        ::error file=content/events/departure.md,line=3,endLine=3,col=12,endColumn=14,title=dossier (date-invalid)::`2014-13-26` is not a date%0Athere is no month 13
        ::error file=content/events/departure.md,line=5,endLine=5,col=10,endColumn=26,title=dossier (unknown-reference)::no entry is called `Tomás Zeronn`%0Ano entry has this id, title or alias%0Ahelp: did you mean `[[tomas-zeron]]`?%0Ahelp: or create it: dossier new actor "Tomás Zeronn"
        ::error file=content/events/departure.md,line=5,endLine=5,col=46,endColumn=61,title=dossier (unknown-citation)::no source has the id `exampel-2021`
        ::error file=dossier.yaml,title=dossier (missing-file)::there is no `dossier.yaml`%0Ahelp: make one: dossier new site
        ::warning file=content/events/departure.md,line=6,endLine=6,col=10,endColumn=20,title=dossier (ambiguous-reference)::`[[Israel]]` fits two entries%0Aan entry with this title is here: content/actors/israel.md:2%0Aand here: content/events/departure.md:2
        "#);
        insta::assert_snapshot!(summary_markdown(&report, &Changed::default(), "docs/"), @r#"
        ### dossier: 4 errors, 1 warning in 2 files (checked 3 files)

        | | where | what | check |
        |---|---|---|---|
        | error | docs/content/events/departure.md:3:12 | \`2014-13-26\` is not a date<br>there is no month 13 | date-invalid |
        | error | docs/content/events/departure.md:5:10 | no entry is called \`Tomás Zeronn\`<br>no entry has this id, title or alias<br>help: did you mean \`\[\[tomas-zeron\]\]\`?<br>help: or create it: dossier new actor "Tomás Zeronn" | unknown-reference |
        | error | docs/content/events/departure.md:5:46 | no source has the id \`exampel-2021\` | unknown-citation |
        | error | docs/dossier.yaml | there is no \`dossier.yaml\`<br>help: make one: dossier new site | missing-file |
        | warning | docs/content/events/departure.md:6:10 | \`\[\[Israel\]\]\` fits two entries<br>an entry with this title is here: content/actors/israel.md:2<br>and here: content/events/departure.md:2 | ambiguous-reference |
        "#);
    }

    #[test]
    fn nothing_can_end_a_command_early() {
        let evil = "100%\r\n::set-env name=x::y,a:b";
        let finding = Diagnostic::error("c", Location::file(&"a:b,c%.md".into()), evil).help(evil);
        let report = Report::new(Diagnostics(vec![finding]), &|_| None, Run::default());
        let out = annotations(&report, &Changed::default(), "x,y");
        assert_eq!(out.lines().count(), 1, "{out}");
        assert!(
            out.starts_with(
                "::error file=x%2Cy/a%3Ab%2Cc%25.md,title=dossier (c)::100%25␍%0A::set-env"
            ),
            "{out}"
        );
        assert!(!out.trim_end().contains('\r'));
        let table = summary_markdown(&report, &Changed::default(), "");
        assert_eq!(table.lines().count(), 5, "{table}");
    }

    fn many() -> Diagnostics {
        let path: Arc<str> = "a.md".into();
        let other: Arc<str> = "b.md".into();
        let noisy = (0..40).map(|i| {
            Diagnostic::error(
                "noisy",
                Location::new(&path, i * 2..i * 2 + 1),
                format!("n{i}"),
            )
        });
        let rare = (0..2).map(|i| {
            Diagnostic::error(
                "rare",
                Location::new(&other, i * 2..i * 2 + 1),
                format!("r{i}"),
            )
        });
        let warnings =
            (0..10).map(|i| Diagnostic::warning("w", Location::new(&other, i * 2..i * 2 + 1), "w"));
        Diagnostics(noisy.chain(rare).chain(warnings).collect())
    }

    fn order(changed: &Changed) -> Vec<String> {
        let bytes: Arc<[u8]> = "x\n".repeat(60).as_bytes().into();
        let content = |_: &str| Some(Arc::clone(&bytes));
        let report = Report::new(many(), &content, Run::default());
        let out = annotations(&report, changed, "");
        out.lines()
            .filter(|l| l.starts_with("::error"))
            .map(|l| l.rsplit("::").next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn ten_places_are_used_well() {
        let more = "… 33 more errors; the summary of this job lists all";
        assert_eq!(
            order(&Changed::default()),
            ["n0", "n1", "n2", "r0", "r1", "n3", "n4", "n5", "n6", more]
        );
        let changed = [("a.md", 31..=31), ("b.md", 2..=9)].into_iter().collect();
        assert_eq!(
            order(&changed),
            ["n30", "r1", "n0", "n1", "r0", "n2", "n3", "n4", "n5", more]
        );
        // Ten warnings fit without a remainder.
        let report = Report::new(many(), &|_| None, Run::default());
        let out = annotations(&report, &Changed::default(), "");
        assert_eq!(out.matches("::warning").count(), 10);
        assert!(!out.contains("more warning"));
        // The summary has them all.
        let table = summary_markdown(&report, &Changed::default(), "");
        assert_eq!(table.lines().filter(|l| l.starts_with("| ")).count(), 53);
    }

    #[test]
    fn the_summary_stays_under_githubs_limit() {
        let path: Arc<str> = "a.md".into();
        let all = (0..2_000)
            .map(|i| Diagnostic::error("c", Location::new(&path, i..i + 1), "|".repeat(3_000)));
        let report = Report::new(Diagnostics(all.collect()), &|_| None, Run::default());
        let table = summary_markdown(&report, &Changed::default(), "");
        assert!(table.len() < 1 << 20, "{}", table.len());
        let n_rows = table.lines().filter(|l| l.starts_with("| error")).count();
        assert!(table.ends_with(&format!("\n… {} more\n", 2_000 - n_rows)));
    }
}
