//! Findings → JSON for scripts and editors: one schema, with a version.
//!
//! `{version, findings: [{check, severity, message, path, start, end, label, related, suggestion, help}],
//! summary}`. Lines and columns count from 1, columns in characters; `byte` counts from 0. `start` and
//! `end` are null when the finding is about the file as a whole. A change that could break a reader of
//! this schema raises `version`.

use super::Report;
use super::position::Position;
use super::visible::visible_json;
use crate::diagnostic::{Diagnostic, Location};
use serde::Serialize;

/// Version of the schema.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Finding<'a> {
    check: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    label: &'a str,
    related: Vec<Related<'a>>,
    suggestion: Option<Suggestion<'a>>,
    help: &'a [String],
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    start: Option<Point>,
    end: Option<Point>,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    byte: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    message: &'a str,
    replacement: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    is_certain: bool,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    files: usize,
    checked: usize,
    milliseconds: Option<f64>,
}

/// All findings as one JSON document that ends in a line end.
#[must_use]
pub fn render(report: &Report<'_>) -> String {
    let output = Output {
        version: VERSION,
        findings: report
            .findings()
            .iter()
            .map(|f| finding(report, f))
            .collect(),
        summary: Summary {
            errors: report.findings.errors(),
            warnings: report.findings.warnings(),
            files: report.n_files(),
            checked: report.run.checked,
            milliseconds: report
                .run
                .elapsed
                .map(|t| (t.as_secs_f64() * 1e4).round() / 10.0),
        },
    };
    let json =
        serde_json::to_string_pretty(&output).expect("strings and numbers can always be written");
    format!("{}\n", visible_json(&json))
}

fn finding<'a>(report: &Report<'_>, finding: &'a Diagnostic) -> Finding<'a> {
    Finding {
        check: finding.check,
        severity: finding.severity.word(),
        message: &finding.message,
        place: place(report, &finding.location),
        label: &finding.label,
        related: finding
            .related
            .iter()
            .map(|r| Related {
                message: &r.message,
                place: place(report, &r.location),
            })
            .collect(),
        suggestion: finding.suggestion.as_ref().map(|s| Suggestion {
            message: &s.message,
            replacement: &s.replacement,
            place: place(report, &s.location),
            is_certain: s.is_certain,
        }),
        help: &finding.help,
    }
}

fn place<'a>(report: &Report<'_>, location: &'a Location) -> Place<'a> {
    let point = |p: Position, byte: usize| Point {
        line: p.line,
        column: p.column,
        byte,
    };
    let (start, end) = report.place(location).unzip();
    Place {
        path: &location.path,
        start: start.map(|p| point(p, location.span.start)),
        end: end.map(|p| point(p, location.span.end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Run, samples};
    use serde_json::Value;

    #[test]
    fn the_schema_is_as_documented() {
        let mut all = samples::findings();
        all.0
            .retain(|f| f.check != "date-invalid" && f.check != "unknown-citation");
        let report = Report::new(
            all,
            &samples::content,
            Run {
                checked: 108,
                elapsed: None,
            },
        );
        insta::assert_snapshot!(render(&report), @r#"
        {
          "version": 1,
          "findings": [
            {
              "check": "unknown-reference",
              "severity": "error",
              "message": "no entry is called `Tomás Zeronn`",
              "path": "content/events/departure.md",
              "start": {
                "line": 5,
                "column": 10,
                "byte": 51
              },
              "end": {
                "line": 5,
                "column": 26,
                "byte": 68
              },
              "label": "no entry has this id, title or alias",
              "related": [],
              "suggestion": {
                "message": "did you mean `[[tomas-zeron]]`?",
                "replacement": "[[tomas-zeron]]",
                "path": "content/events/departure.md",
                "start": {
                  "line": 5,
                  "column": 10,
                  "byte": 51
                },
                "end": {
                  "line": 5,
                  "column": 26,
                  "byte": 68
                },
                "is_certain": false
              },
              "help": [
                "or create it: dossier new actor \"Tomás Zeronn\""
              ]
            },
            {
              "check": "ambiguous-reference",
              "severity": "warning",
              "message": "`[[Israel]]` fits two entries",
              "path": "content/events/departure.md",
              "start": {
                "line": 6,
                "column": 10,
                "byte": 117
              },
              "end": {
                "line": 6,
                "column": 20,
                "byte": 127
              },
              "label": "",
              "related": [
                {
                  "message": "an entry with this title is here",
                  "path": "content/actors/israel.md",
                  "start": {
                    "line": 2,
                    "column": 8,
                    "byte": 11
                  },
                  "end": {
                    "line": 2,
                    "column": 14,
                    "byte": 17
                  }
                },
                {
                  "message": "and here",
                  "path": "content/events/departure.md",
                  "start": {
                    "line": 2,
                    "column": 8,
                    "byte": 11
                  },
                  "end": {
                    "line": 2,
                    "column": 17,
                    "byte": 20
                  }
                }
              ],
              "suggestion": null,
              "help": []
            },
            {
              "check": "missing-file",
              "severity": "error",
              "message": "there is no `dossier.yaml`",
              "path": "dossier.yaml",
              "start": null,
              "end": null,
              "label": "",
              "related": [],
              "suggestion": null,
              "help": [
                "make one: dossier new site"
              ]
            }
          ],
          "summary": {
            "errors": 2,
            "warnings": 1,
            "files": 2,
            "checked": 108,
            "milliseconds": null
          }
        }
        "#);
    }

    #[test]
    fn positions_lead_back_to_the_words() {
        let report = Report::new(samples::findings(), &samples::content, Run::default());
        let json: Value = serde_json::from_str(&render(&report)).unwrap();
        let findings = json["findings"].as_array().unwrap();
        assert_eq!(findings.len(), 5);
        let number = |v: &Value| usize::try_from(v.as_u64().unwrap()).unwrap();
        let mut words = Vec::new();
        for finding in findings.iter().filter(|f| !f["start"].is_null()) {
            let (start, end) = (&finding["start"], &finding["end"]);
            let line = samples::DEPARTURE
                .lines()
                .nth(number(&start["line"]) - 1)
                .unwrap();
            let n = number(&end["column"]) - number(&start["column"]);
            let by_column: String = line
                .chars()
                .skip(number(&start["column"]) - 1)
                .take(n)
                .collect();
            let by_byte = &samples::DEPARTURE[number(&start["byte"])..number(&end["byte"])];
            assert_eq!(by_column, by_byte);
            words.push(by_column);
        }
        assert_eq!(
            words,
            ["13", "[[Tomás Zeronn]]", "[@exampel-2021]", "[[Israel]]"]
        );
    }
}
