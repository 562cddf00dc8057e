//! Findings → text for a terminal, in the look that rustc made familiar.

use super::Report;
use super::excerpt::{Excerpt, Limits, MOST_LINES, excerpt};
use super::position::Lines;
use super::visible::{PLACEHOLDER, visible_line, visible_text};
use crate::diagnostic::{Diagnostic, Location, Severity};
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet,
};
use std::fmt::Write as _;
use std::ops::Range;
use std::rc::Rc;

/// How text is set. What the terminal can do is the caller's knowledge.
#[derive(Debug, Clone)]
pub struct Style {
    /// Whether to colour with ANSI escapes.
    pub color: bool,
    /// URL of the dossier's folder (`file:///home/me/dossier`), if places are to be links (OSC 8).
    pub hyperlinks: Option<String>,
    /// Columns of the terminal; at least 40 are used.
    pub width: usize,
    /// Findings of one check that are shown before the rest is only counted.
    pub repeats: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            color: false,
            hyperlinks: None,
            width: 100,
            repeats: 20,
        }
    }
}

/// All findings with their code frames, then what was left out, then the summary as the last line.
#[must_use]
pub fn full(report: &Report<'_>, style: &Style) -> String {
    let (shown, more) = report.folded(style.repeats);
    let mut out = String::new();
    for finding in shown {
        push_frame(report, finding, style, &mut out);
        out.push_str("\n\n");
    }
    for (check, n) in &more {
        let _ = writeln!(out, "… {n} more of {check}");
    }
    if !more.is_empty() {
        out.push('\n');
    }
    out.push_str(&report.summary());
    out.push('\n');
    out
}

/// One line per finding (`path:5:9: error[unknown-reference]: …`), none left out, then the summary.
#[must_use]
pub fn short(report: &Report<'_>, style: &Style) -> String {
    let mut out = String::new();
    for finding in report.findings() {
        let place = place_text(report, &finding.location, style);
        let _ = writeln!(
            out,
            "{place}: {}[{}]: {}",
            finding.severity.word(),
            finding.check,
            visible_line(&finding.message)
        );
    }
    out.push_str(&report.summary());
    out.push('\n');
    out
}

/// One finding with its frame, without a line end.
fn push_frame(report: &Report<'_>, finding: &Diagnostic, style: &Style, out: &mut String) {
    let mut frame = Frame {
        report,
        style,
        places: Vec::new(),
    };
    let groups = frame.groups(finding);
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let rendered = renderer.term_width(style.width.max(40)).render(&groups);
    frame.fill_places(&rendered, out);
}

/// Collects what one finding shows. Places are written as placeholders and filled in afterwards: the
/// renderer would count columns in the excerpt, which may be cut, and would count the escapes of a
/// link as characters.
struct Frame<'a> {
    report: &'a Report<'a>,
    style: &'a Style,
    places: Vec<String>,
}

impl Frame<'_> {
    fn groups(&mut self, finding: &Diagnostic) -> Vec<Group<'static>> {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level
            .primary_title(visible_text(&finding.message))
            .id(finding.check);
        let lines = self.lines_of(&finding.location);
        // Places near the first in the same file are marked in the same frame.
        let (near, far): (Vec<_>, Vec<_>) = finding.related.iter().partition(|r| {
            lines
                .as_ref()
                .is_some_and(|l| is_near(l, &finding.location, &r.location))
        });
        let marks: Vec<_> = near
            .iter()
            .map(|r| (&r.location, r.message.as_str()))
            .collect();
        let mut first = Group::with_title(title).elements(self.marked(
            &finding.location,
            &finding.label,
            &marks,
        ));
        for help in &finding.help {
            first = first.element(Level::HELP.message(visible_text(help)));
        }
        let mut groups = vec![first];
        for related in far {
            let title = Level::NOTE.secondary_title(visible_text(&related.message));
            groups.push(Group::with_title(title).elements(self.marked(&related.location, "", &[])));
        }
        if let Some(suggestion) = &finding.suggestion {
            let title = Level::HELP.secondary_title(visible_text(&suggestion.message));
            let patch = self.patch(
                &finding.location,
                &suggestion.location,
                &suggestion.replacement,
            );
            groups.push(Group::with_title(title).elements(patch));
        }
        groups
    }

    /// The lines of a location, unless it is the file as a whole.
    fn lines_of(&self, location: &Location) -> Option<Rc<Lines>> {
        if location.span == (0..0) {
            None
        } else {
            self.report.files.get(&location.path)
        }
    }

    /// A frame with the first location marked `^^^` and the others, near it, `---`; or only the path.
    fn marked(
        &mut self,
        first: &Location,
        label: &str,
        near: &[(&Location, &str)],
    ) -> Vec<Element<'static>> {
        let place = self.placeholder(first);
        let Some(lines) = self.lines_of(first) else {
            let mut elements: Vec<Element<'static>> = vec![Origin::path(place).into()];
            if !label.is_empty() {
                elements.push(Level::NOTE.message(visible_text(label)).into());
            }
            return elements;
        };
        let spans: Vec<_> = [first]
            .into_iter()
            .chain(near.iter().map(|(l, _)| *l))
            .map(|l| l.span.clone())
            .collect();
        let Excerpt {
            text,
            first_line,
            marks,
        } = excerpt(&lines, &spans, Limits::frame(self.widest()));
        let labels = [label]
            .into_iter()
            .chain(near.iter().map(|(_, message)| *message));
        let annotations = marks
            .into_iter()
            .zip(labels)
            .enumerate()
            .map(|(i, (mark, label))| {
                let kind = if i == 0 {
                    AnnotationKind::Primary
                } else {
                    AnnotationKind::Context
                };
                annotation(kind, mark, label)
            });
        vec![
            Snippet::source(text)
                .path(place)
                .line_start(first_line)
                .annotations(annotations)
                .into(),
        ]
    }

    /// The suggestion as an edit of its line; as plain text if its file is not at hand.
    fn patch(
        &mut self,
        first: &Location,
        at: &Location,
        replacement: &str,
    ) -> Vec<Element<'static>> {
        let place = (first.path != at.path).then(|| self.placeholder(at));
        let Some(lines) = self.report.files.get(&at.path) else {
            return vec![Level::HELP.message(visible_text(replacement)).into()];
        };
        // The renderer cuts frames to the width, but not patches. Whatever is cut, the edit is shown whole.
        let (edit, room) = (at.span.len().max(replacement.len()), self.widest());
        let limits = Limits {
            mark: usize::MAX / 8,
            around: (edit + room.saturating_sub(edit) / 2).min(2_000),
        };
        let Excerpt {
            text,
            first_line,
            marks,
        } = excerpt(&lines, std::slice::from_ref(&at.span), limits);
        let mark = marks.into_iter().next().unwrap_or_default();
        let patch = Patch::new(mark, visible_text(replacement));
        vec![
            Snippet::source(text)
                .path(place)
                .line_start(first_line)
                .patch(patch)
                .into(),
        ]
    }

    /// Characters of a mark that fit beside the line number and some context.
    fn widest(&self) -> usize {
        self.style.width.max(40) - 20
    }

    fn placeholder(&mut self, location: &Location) -> String {
        self.places
            .push(place_text(self.report, location, self.style));
        format!("{PLACEHOLDER}{}{PLACEHOLDER}", self.places.len() - 1)
    }

    /// Puts the places in, over the renderer's own line and column.
    fn fill_places(&self, rendered: &str, out: &mut String) {
        let mut parts = rendered.split(PLACEHOLDER);
        out.push_str(parts.next().unwrap_or_default());
        while let (Some(number), Some(after)) = (parts.next(), parts.next()) {
            let place = number.parse().ok().and_then(|i: usize| self.places.get(i));
            out.push_str(place.map_or("", String::as_str));
            out.push_str(after.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
        }
    }
}

fn annotation(kind: AnnotationKind, mark: Range<usize>, label: &str) -> Annotation<'static> {
    let label = (!label.is_empty()).then(|| visible_line(label));
    kind.span(mark).label(label)
}

/// Whether two places fit in one frame.
fn is_near(lines: &Lines, a: &Location, b: &Location) -> bool {
    let line = |location: &Location| lines.position(location.span.start).line;
    a.path == b.path && b.span != (0..0) && line(a).abs_diff(line(b)) < MOST_LINES
}

/// `path:line:column`, a link if wanted.
fn place_text(report: &Report<'_>, location: &Location, style: &Style) -> String {
    let path = visible_line(&location.path);
    let text = match report.place(location) {
        Some((start, _)) => format!("{path}:{}:{}", start.line, start.column),
        None => path,
    };
    match &style.hyperlinks {
        Some(root) => {
            let url = super::sarif::uri(&location.path);
            format!(
                "\u{1b}]8;;{}/{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\",
                root.trim_end_matches('/')
            )
        }
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::report::{Run, samples};
    use std::sync::Arc;

    fn one(text: &[u8], span: Range<usize>, style: &Style) -> String {
        let bytes: Arc<[u8]> = text.into();
        let finding = Diagnostic::error("some-check", Location::new(&"a.md".into(), span), "what")
            .label("here");
        let content = |_: &str| Some(Arc::clone(&bytes));
        full(
            &Report::new(Diagnostics(vec![finding]), &content, Run::default()),
            style,
        )
    }

    #[test]
    fn findings_look_like_rustc() {
        let run = Run {
            checked: 108,
            elapsed: Some(std::time::Duration::from_millis(4)),
        };
        let report = Report::new(samples::findings(), &samples::content, run);
        insta::assert_snapshot!(full(&report, &Style::default()), @r#"
        error[date-invalid]: `2014-13-26` is not a date
         --> content/events/departure.md:3:12
          |
        3 | date: 2014-13-26
          |            ^^ there is no month 13

        error[unknown-reference]: no entry is called `Tomás Zeronn`
         --> content/events/departure.md:5:10
          |
        5 | That day [[Tomás Zeronn]] left    the 国 country [@exampel-2021].
          |          ^^^^^^^^^^^^^^^^ no entry has this id, title or alias
          |
          = help: or create it: dossier new actor "Tomás Zeronn"
        help: did you mean `[[tomas-zeron]]`?
          |
        5 - That day [[Tomás Zeronn]] left    the 国 country [@exampel-2021].
        5 + That day [[tomas-zeron]] left    the 国 country [@exampel-2021].
          |

        error[unknown-citation]: no source has the id `exampel-2021`
         --> content/events/departure.md:5:46
          |
        5 | That day [[Tomás Zeronn]] left    the 国 country [@exampel-2021].
          |                                                  ^^^^^^^^^^^^^^^

        warning[ambiguous-reference]: `[[Israel]]` fits two entries
         --> content/events/departure.md:6:10
          |
        2 | title: Departure
          |        --------- and here
        ...
        6 | The wörd [[Israel]].
          |          ^^^^^^^^^^
          |
        note: an entry with this title is here
         --> content/actors/israel.md:2:8
          |
        2 | title: Israel
          |        ^^^^^^

        error[missing-file]: there is no `dossier.yaml`
        --> dossier.yaml
         = help: make one: dossier new site

        4 errors, 1 warning in 2 files (checked 108 files in 4 ms)
        "#);
    }

    #[test]
    fn the_short_form_is_one_line_each() {
        let report = Report::new(
            samples::findings(),
            &samples::content,
            Run {
                checked: 3,
                elapsed: None,
            },
        );
        insta::assert_snapshot!(short(&report, &Style::default()), @r#"
        content/events/departure.md:3:12: error[date-invalid]: `2014-13-26` is not a date
        content/events/departure.md:5:10: error[unknown-reference]: no entry is called `Tomás Zeronn`
        content/events/departure.md:5:46: error[unknown-citation]: no source has the id `exampel-2021`
        content/events/departure.md:6:10: warning[ambiguous-reference]: `[[Israel]]` fits two entries
        dossier.yaml: error[missing-file]: there is no `dossier.yaml`
        4 errors, 1 warning in 2 files (checked 3 files)
        "#);
    }

    #[test]
    fn the_caret_stands_under_the_characters() {
        let plain = Style::default();
        for (text, words, column, expected) in [
            ("Tomás Zerón x", "x", 13, "            ^ here"),
            ("e\u{301}e\u{301} x", "x", 6, "   ^ here"),
            ("国国 x", "x", 4, "     ^ here"),
            ("שלום x", "x", 6, "     ^ here"),
            ("\tx", "x", 2, "    ^ here"),
            ("\u{1b}[31m x", "x", 7, "      ^ here"),
            ("a 国é b", "国é", 3, "  ^^^ here"),
        ] {
            let start = text.find(words).unwrap();
            let shown = one(text.as_bytes(), start..start + words.len(), &plain);
            assert!(
                shown.contains(&format!("a.md:1:{column}\n")),
                "{text:?}: {shown}"
            );
            assert!(
                shown.contains(&format!("\n  | {expected}\n")),
                "{text:?}: {shown}"
            );
            assert!(!shown.contains('\u{1b}'));
        }
    }

    #[test]
    fn repeats_are_counted_and_the_summary_is_last() {
        let path: Arc<str> = "a.md".into();
        let many = (0..57).map(|i| Diagnostic::error("many", Location::new(&path, i..i + 1), "m"));
        let few = [Diagnostic::warning(
            "few",
            Location::new(&path, 90..91),
            "f",
        )];
        let all = Diagnostics(many.chain(few).collect());
        let text = full(
            &Report::new(
                all,
                &|_| None,
                Run {
                    checked: 1,
                    elapsed: None,
                },
            ),
            &Style::default(),
        );
        assert_eq!(text.matches("error[many]").count(), 20);
        assert_eq!(text.matches("warning[few]").count(), 1);
        let end = "\n\n… 37 more of many\n\n57 errors, 1 warning in 1 file (checked 1 file)\n";
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn colours_and_links_only_when_asked() {
        let plain = one(b"a b", 2..3, &Style::default());
        assert!(!plain.contains('\u{1b}'));
        let style = Style {
            color: true,
            hyperlinks: Some("file:///d/".into()),
            ..Style::default()
        };
        let shown = one(b"a b", 2..3, &style);
        assert!(
            shown.contains("\u{1b}]8;;file:///d/a.md\u{1b}\\a.md:1:3\u{1b}]8;;\u{1b}\\"),
            "{shown:?}"
        );
        assert!(
            shown.contains("\u{1b}[1m\u{1b}[91merror[some-check]"),
            "{shown:?}"
        );
    }

    #[test]
    fn no_text_reaches_the_terminal_raw() {
        let evil = "\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{F0000}0\u{F0000}\r\n";
        let path: Arc<str> = format!("{evil}.md").into();
        let finding = Diagnostic::error("c", Location::new(&path, 1..5), evil)
            .label(evil)
            .help(evil)
            .related(Location::new(&"other.md".into(), 0..4), evil)
            .did_you_mean(evil);
        let bytes: Arc<[u8]> = evil.as_bytes().into();
        let content = |_: &str| Some(Arc::clone(&bytes));
        let report = Report::new(Diagnostics(vec![finding]), &content, Run::default());
        for text in [
            full(&report, &Style::default()),
            short(&report, &Style::default()),
        ] {
            let bad: Vec<_> = text
                .chars()
                .filter(|c| c.is_control() && *c != '\n')
                .collect();
            assert!(
                bad.is_empty() && !text.contains(['\u{202e}', PLACEHOLDER]),
                "{bad:?} {text}"
            );
        }
    }

    #[test]
    fn any_file_renders_bounded_and_fast() {
        let started = std::time::Instant::now();
        let line = "word ".repeat(2_000_000);
        for span in [
            0..5,
            5_000_000..5_000_004,
            3..9_999_999,
            9_999_999..10_000_000,
        ] {
            let shown = one(line.as_bytes(), span, &Style::default());
            assert!(shown.len() < 1_000, "{}", shown.len());
        }
        let lines = "x y\n".repeat(1_000_000);
        assert!(one(lines.as_bytes(), 7..3_900_000, &Style::default()).len() < 1_000);
        assert!(one(b"\xff\xfe\0\x80\x80", 1..4, &Style::default()).contains("a.md:1:2"));
        // Without the table of lines this takes minutes.
        let path: Arc<str> = "a.md".into();
        let many = (0..20_000)
            .map(|i| Diagnostic::error("c", Location::new(&path, i * 400..i * 400 + 4), "m"));
        let bytes: Arc<[u8]> = line.as_bytes().into();
        let content = |_: &str| Some(Arc::clone(&bytes));
        let report = Report::new(Diagnostics(many.collect()), &content, Run::default());
        assert_eq!(short(&report, &Style::default()).lines().count(), 20_001);
        assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
    }

    #[test]
    fn an_edit_of_a_long_line_shows_what_is_around_it() {
        let text = format!("{}[[wrnog]]{}", "before ".repeat(300), " after".repeat(300));
        let bytes: Arc<[u8]> = text.as_bytes().into();
        let content = |_: &str| Some(Arc::clone(&bytes));
        let place = Location::new(&"a.md".into(), 2102..2107);
        let finding = Diagnostic::error("c", place, "m").did_you_mean("wrong");
        let report = Report::new(Diagnostics(vec![finding]), &content, Run::default());
        let shown = full(&report, &Style::default());
        let lines: Vec<_> = shown
            .lines()
            .filter(|l| l.starts_with("1 - ") || l.starts_with("1 + "))
            .collect();
        assert_eq!(lines.len(), 2, "{shown}");
        assert!(
            lines[0].contains("before [[wrnog]] after")
                && lines[1].contains("before [[wrong]] after"),
            "{shown}"
        );
        assert!(
            lines
                .iter()
                .all(|l| l.chars().count() <= 100 && l.ends_with('…')),
            "{shown}"
        );
    }

    #[test]
    fn no_span_of_any_bytes_breaks_a_frame() {
        let text = "\u{feff}a\r\n\n\tñ😀\u{0}\n[[x]]\r\n".as_bytes();
        let bytes: Arc<[u8]> = text.into();
        let content = |_: &str| Some(Arc::clone(&bytes));
        let path: Arc<str> = "a.md".into();
        for a in 0..text.len() + 2 {
            for b in 0..text.len() + 2 {
                let place = Location::new(&path, a..b);
                let finding = Diagnostic::error("c", place, "m")
                    .label("l")
                    .related(Location::new(&path, b..a), "r")
                    .did_you_mean("x\ny");
                let report = Report::new(Diagnostics(vec![finding]), &content, Run::default());
                assert!(full(&report, &Style::default()).starts_with("error[c]: m\n"));
            }
        }
    }
}
