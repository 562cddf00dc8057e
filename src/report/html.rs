//! Findings → HTML for the overlay that lies over the preview while the dossier has errors.
//!
//! Only elements with classes and `data-` attributes; how they look and what a click does is the
//! overlay's affair. Everything from a file is escaped.

use super::Report;
use super::excerpt::{Limits, excerpt};
use super::visible::{visible_line, visible_text};
use crate::diagnostic::{Diagnostic, Location};
use crate::text::escape_html;
use std::fmt::Write as _;

/// Characters of a mark that the overlay shows.
const WIDTH: usize = 200;

/// All findings as a list, the summary after it.
#[must_use]
pub fn list(report: &Report<'_>, repeats: usize) -> String {
    let (shown, more) = report.folded(repeats);
    let mut out = String::from("<ol class=\"findings\">\n");
    for finding in shown {
        push_finding(report, finding, &mut out);
    }
    for (check, n) in more {
        let _ = writeln!(
            out,
            "<li class=\"more\">… {n} more of <code>{check}</code></li>"
        );
    }
    let _ = writeln!(out, "</ol>\n<p class=\"summary\">{}</p>", report.summary());
    out
}

fn push_finding(report: &Report<'_>, finding: &Diagnostic, out: &mut String) {
    let word = finding.severity.word();
    let _ = write!(
        out,
        "<li class=\"finding {word}\" data-check=\"{}\"{}>",
        finding.check,
        data(report, &finding.location)
    );
    let _ = write!(
        out,
        "<p class=\"message\"><b>{word}</b> <code>{}</code> {}</p>",
        finding.check,
        escape_html(&visible_text(&finding.message))
    );
    push_place(report, &finding.location, &finding.label, out);
    for related in &finding.related {
        let _ = write!(
            out,
            "<p class=\"related\">{}</p>",
            escape_html(&visible_text(&related.message))
        );
        push_place(report, &related.location, "", out);
    }
    if let Some(suggestion) = &finding.suggestion {
        let message = visible_text(&suggestion.message);
        let replacement = visible_text(&suggestion.replacement);
        let _ = write!(out, "<p class=\"help\">{}", escape_html(&message));
        if !message.contains(&replacement) {
            let _ = write!(out, " <code>{}</code>", escape_html(&replacement));
        }
        out.push_str("</p>");
    }
    for help in &finding.help {
        let _ = write!(
            out,
            "<p class=\"help\">{}</p>",
            escape_html(&visible_text(help))
        );
    }
    out.push_str("</li>\n");
}

/// Path with line and column, the lines with the mark, the label.
fn push_place(report: &Report<'_>, location: &Location, label: &str, out: &mut String) {
    let path = visible_line(&location.path);
    let (path, data) = (escape_html(&path), data(report, location));
    let position = report
        .place(location)
        .map(|(start, _)| format!(":{}:{}", start.line, start.column));
    let _ = write!(
        out,
        "<p class=\"place\"{data}>{path}{}</p>",
        position.as_deref().unwrap_or_default()
    );
    let lines = if position.is_some() {
        report.files.get(&location.path)
    } else {
        None
    };
    if let Some(lines) = lines {
        let cut = excerpt(
            &lines,
            std::slice::from_ref(&location.span),
            Limits::frame(WIDTH),
        );
        let mark = cut.marks.into_iter().next().unwrap_or_default();
        let part = |range| escape_html(cut.text.get(range).unwrap_or_default()).into_owned();
        let before = part(0..mark.start);
        let after = part(mark.end..cut.text.len());
        let _ = write!(
            out,
            "<pre data-line=\"{}\">{before}<mark>{}</mark>{after}</pre>",
            cut.first_line,
            part(mark)
        );
    }
    if !label.is_empty() {
        let _ = write!(
            out,
            "<p class=\"label\">{}</p>",
            escape_html(&visible_text(label))
        );
    }
}

/// What a click needs to open the place in an editor.
fn data(report: &Report<'_>, location: &Location) -> String {
    let path = escape_html(&location.path).into_owned();
    match report.place(location) {
        Some((start, _)) => {
            format!(
                " data-path=\"{path}\" data-line=\"{}\" data-column=\"{}\"",
                start.line, start.column
            )
        }
        None => format!(" data-path=\"{path}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::report::{Run, samples};
    use std::sync::Arc;

    #[test]
    fn the_overlay_shows_what_the_terminal_shows() {
        let mut all = samples::findings();
        all.0
            .retain(|f| f.check != "date-invalid" && f.check != "unknown-citation");
        let report = Report::new(
            all,
            &samples::content,
            Run {
                checked: 3,
                elapsed: None,
            },
        );
        insta::assert_snapshot!(list(&report, 20), @r#"
        <ol class="findings">
        <li class="finding error" data-check="unknown-reference" data-path="content/events/departure.md" data-line="5" data-column="10"><p class="message"><b>error</b> <code>unknown-reference</code> no entry is called `Tomás Zeronn`</p><p class="place" data-path="content/events/departure.md" data-line="5" data-column="10">content/events/departure.md:5:10</p><pre data-line="5">That day <mark>[[Tomás Zeronn]]</mark> left	the 国 country [@exampel-2021].</pre><p class="label">no entry has this id, title or alias</p><p class="help">did you mean `[[tomas-zeron]]`?</p><p class="help">or create it: dossier new actor &quot;Tomás Zeronn&quot;</p></li>
        <li class="finding warning" data-check="ambiguous-reference" data-path="content/events/departure.md" data-line="6" data-column="10"><p class="message"><b>warning</b> <code>ambiguous-reference</code> `[[Israel]]` fits two entries</p><p class="place" data-path="content/events/departure.md" data-line="6" data-column="10">content/events/departure.md:6:10</p><pre data-line="6">The wörd <mark>[[Israel]]</mark>.</pre><p class="related">an entry with this title is here</p><p class="place" data-path="content/actors/israel.md" data-line="2" data-column="8">content/actors/israel.md:2:8</p><pre data-line="2">title: <mark>Israel</mark></pre><p class="related">and here</p><p class="place" data-path="content/events/departure.md" data-line="2" data-column="8">content/events/departure.md:2:8</p><pre data-line="2">title: <mark>Departure</mark></pre></li>
        <li class="finding error" data-check="missing-file" data-path="dossier.yaml"><p class="message"><b>error</b> <code>missing-file</code> there is no `dossier.yaml`</p><p class="place" data-path="dossier.yaml">dossier.yaml</p><p class="help">make one: dossier new site</p></li>
        </ol>
        <p class="summary">2 errors, 1 warning in 2 files (checked 3 files)</p>
        "#);
    }

    #[test]
    fn nothing_of_a_file_becomes_markup() {
        let evil = "\"><script>alert(1)</script>&";
        let bytes: Arc<[u8]> = evil.as_bytes().into();
        let content = |_: &str| Some(Arc::clone(&bytes));
        let place = Location::new(&evil.into(), 2..10);
        let finding = Diagnostic::error("c", place.clone(), evil)
            .label(evil)
            .help(evil)
            .related(place, evil)
            .did_you_mean(evil);
        let html = list(
            &Report::new(Diagnostics(vec![finding]), &content, Run::default()),
            20,
        );
        assert!(
            !html.contains("<script") && !html.contains("\"\">"),
            "{html}"
        );
        assert!(html.contains("<mark>&lt;script&gt;</mark>"), "{html}");
    }
}
