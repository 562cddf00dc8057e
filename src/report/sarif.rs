//! Findings → SARIF 2.1.0, which code scanning and many editors read.
//!
//! The subset of the standard that we need, as our own structs:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html>.

use super::Report;
use super::position::Position;
use super::visible::{visible_json, visible_text};
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::fingerprint::Fingerprint;
use serde::Serialize;
use std::fmt::Write as _;

/// What a check means, for the list of rules.
#[derive(Debug, Clone, Default)]
pub struct Rule {
    /// One sentence.
    pub short: String,
    /// What to do about it; Markdown.
    pub help: String,
}

/// Gives the meaning of a check by its id.
pub type Rules<'a> = &'a dyn Fn(&str) -> Option<Rule>;

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [SarifRun<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRun<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<ReportingDescriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportingDescriptor<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_description: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Help>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [SarifLocation; 1],
    partial_fingerprints: PartialFingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<SarifLocation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

#[derive(Serialize)]
struct PartialFingerprints {
    /// The same for a finding that only moved to other lines.
    #[serde(rename = "finding/v1")]
    finding: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Message,
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: [Replacement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Message,
}

/// All findings as one SARIF log that ends in a line end. `root` is the dossier's folder in the
/// repository, empty if it is the repository itself.
#[must_use]
pub fn render(report: &Report<'_>, rules: Rules<'_>, root: &str) -> String {
    let mut checks: Vec<_> = report
        .findings()
        .iter()
        .map(|f| (f.check, f.severity))
        .collect();
    // Errors sort before warnings, so a check that gives both is listed as an error.
    checks.sort_unstable();
    checks.dedup_by_key(|(check, _)| *check);
    let results = report
        .findings()
        .iter()
        .map(|finding| {
            let index = checks.partition_point(|(check, _)| *check < finding.check);
            result(report, finding, index, root)
        })
        .collect();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [SarifRun {
            tool: Tool {
                driver: Driver {
                    name: "dossier",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: checks
                        .iter()
                        .map(|(check, severity)| rule(check, *severity, rules))
                        .collect(),
                },
            },
            column_kind: "utf16CodeUnits",
            results,
        }],
    };
    let json =
        serde_json::to_string_pretty(&log).expect("strings and numbers can always be written");
    format!("{}\n", visible_json(&json))
}

fn rule<'a>(check: &'a str, severity: Severity, rules: Rules<'_>) -> ReportingDescriptor<'a> {
    let Rule { short, help } = rules(check).unwrap_or_default();
    ReportingDescriptor {
        id: check,
        short_description: (!short.is_empty()).then_some(Message { text: short }),
        help: (!help.is_empty()).then(|| Help {
            text: help.clone(),
            markdown: help,
        }),
        default_configuration: Configuration {
            level: severity.word(),
        },
    }
}

fn result<'a>(
    report: &Report<'_>,
    finding: &'a Diagnostic,
    rule_index: usize,
    root: &str,
) -> SarifResult<'a> {
    let mut text = visible_text(&finding.message);
    for more in [&finding.label]
        .into_iter()
        .filter(|l| !l.is_empty())
        .chain(&finding.help)
    {
        let _ = write!(text, "\n{}", visible_text(more));
    }
    let related = finding
        .related
        .iter()
        .enumerate()
        .map(|(i, related)| SarifLocation {
            id: Some(i + 1),
            message: Some(Message {
                text: visible_text(&related.message),
            }),
            ..location(report, &related.location, root)
        });
    // Without a region there is nothing that could be replaced.
    let fixes = finding.suggestion.as_ref().and_then(|s| {
        Some(Fix {
            description: Message {
                text: visible_text(&s.message),
            },
            artifact_changes: [ArtifactChange {
                artifact_location: artifact(&s.location.path, root),
                replacements: [Replacement {
                    deleted_region: region(report.place(&s.location)?),
                    inserted_content: Message {
                        text: s.replacement.clone(),
                    },
                }],
            }],
        })
    });
    SarifResult {
        rule_id: finding.check,
        rule_index,
        level: finding.severity.word(),
        message: Message { text },
        locations: [location(report, &finding.location, root)],
        partial_fingerprints: PartialFingerprints {
            finding: fingerprint(report, finding),
        },
        related_locations: related.collect(),
        fixes: fixes.into_iter().collect(),
    }
}

/// Of the check, the file, the message and the marked line, but not its number.
fn fingerprint(report: &Report<'_>, finding: &Diagnostic) -> String {
    let lines = report.files.get(&finding.location.path);
    let line = lines
        .as_ref()
        .zip(report.place(&finding.location))
        .map(|(lines, (start, _))| {
            let range = lines.range(start.line);
            // Of a very long line its start will do.
            lines.slice(range.start..range.end.min(range.start + 4096))
        });
    Fingerprint::of(&(
        finding.check,
        &*finding.location.path,
        &finding.message,
        line,
    ))
    .hex()
}

fn location(report: &Report<'_>, location: &Location, root: &str) -> SarifLocation {
    SarifLocation {
        id: None,
        message: None,
        physical_location: PhysicalLocation {
            artifact_location: artifact(&location.path, root),
            region: report.place(location).map(region),
        },
    }
}

fn artifact(path: &str, root: &str) -> ArtifactLocation {
    let root = root.trim_matches('/');
    let path = if root.is_empty() || root == "." {
        path.to_owned()
    } else {
        format!("{root}/{path}")
    };
    ArtifactLocation {
        uri: uri(&path),
        uri_base_id: "%SRCROOT%",
    }
}

fn region((start, end): (Position, Position)) -> Region {
    Region {
        start_line: start.line,
        start_column: start.utf16,
        end_line: end.line,
        end_column: end.utf16,
    }
}

/// A path as a relative URI: every byte that is not unreserved (RFC 3986, 2.3) or a slash is encoded.
pub(super) fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::report::{Run, samples};
    use serde_json::{Map, Value};
    use std::sync::Arc;

    fn rules(check: &str) -> Option<Rule> {
        (check == "unknown-reference").then(|| Rule {
            short: "A link leads nowhere.".into(),
            help: "Write an **id**.".into(),
        })
    }

    fn rendered(findings: Diagnostics) -> Value {
        let report = Report::new(findings, &samples::content, Run::default());
        serde_json::from_str(&render(&report, &rules, "docs")).unwrap()
    }

    #[test]
    fn one_finding_in_full() {
        let mut all = samples::findings();
        all.0.retain(|f| f.check == "unknown-reference");
        let mut log = rendered(all);
        // Changes with every release.
        log["runs"][0]["tool"]["driver"]["semanticVersion"] = "0".into();
        insta::assert_snapshot!(serde_json::to_string_pretty(&log).unwrap(), @r#"
        {
          "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "tool": {
                "driver": {
                  "name": "dossier",
                  "semanticVersion": "0",
                  "rules": [
                    {
                      "id": "unknown-reference",
                      "shortDescription": {
                        "text": "A link leads nowhere."
                      },
                      "help": {
                        "text": "Write an **id**.",
                        "markdown": "Write an **id**."
                      },
                      "defaultConfiguration": {
                        "level": "error"
                      }
                    }
                  ]
                }
              },
              "columnKind": "utf16CodeUnits",
              "results": [
                {
                  "ruleId": "unknown-reference",
                  "ruleIndex": 0,
                  "level": "error",
                  "message": {
                    "text": "no entry is called `Tomás Zeronn`\nno entry has this id, title or alias\nor create it: dossier new actor \"Tomás Zeronn\""
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "docs/content/events/departure.md",
                          "uriBaseId": "%SRCROOT%"
                        },
                        "region": {
                          "startLine": 5,
                          "startColumn": 10,
                          "endLine": 5,
                          "endColumn": 26
                        }
                      }
                    }
                  ],
                  "partialFingerprints": {
                    "finding/v1": "f42fd21d775e6919013ceb07dd7abc35"
                  },
                  "fixes": [
                    {
                      "description": {
                        "text": "did you mean `[[tomas-zeron]]`?"
                      },
                      "artifactChanges": [
                        {
                          "artifactLocation": {
                            "uri": "docs/content/events/departure.md",
                            "uriBaseId": "%SRCROOT%"
                          },
                          "replacements": [
                            {
                              "deletedRegion": {
                                "startLine": 5,
                                "startColumn": 10,
                                "endLine": 5,
                                "endColumn": 26
                              },
                              "insertedContent": {
                                "text": "[[tomas-zeron]]"
                              }
                            }
                          ]
                        }
                      ]
                    }
                  ]
                }
              ]
            }
          ]
        }
        "#);
    }

    /// What is wrong with a log, by the sections of the standard that we use.
    fn faults(log: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        let mut need = |holds: bool, what: &str| {
            if !holds {
                faults.push(what.to_owned());
            }
        };
        let keys = |v: &Value, allowed: &[&str]| {
            v.as_object()
                .is_some_and(|o: &Map<_, _>| o.keys().all(|k| allowed.contains(&k.as_str())))
        };
        need(
            keys(log, &["$schema", "version", "runs"]) && log["version"] == "2.1.0",
            "3.13 log",
        );
        let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
        for run in list(&log["runs"]) {
            need(keys(&run, &["tool", "columnKind", "results"]), "3.14 run");
            need(run["columnKind"] == "utf16CodeUnits", "3.14.17 columnKind");
            let rules = list(&run["tool"]["driver"]["rules"]);
            need(run["tool"]["driver"]["name"].is_string(), "3.19.8 name");
            let levels = ["error", "warning"].map(Value::from);
            for rule in &rules {
                need(
                    keys(
                        rule,
                        &["id", "shortDescription", "help", "defaultConfiguration"],
                    ),
                    "3.49 rule",
                );
                need(rule["id"].is_string(), "3.49.3 id");
                need(
                    levels.contains(&rule["defaultConfiguration"]["level"]),
                    "3.50 level",
                );
                for (text, needed) in [("shortDescription", "text"), ("help", "text")] {
                    need(
                        rule.get(text).is_none_or(|m| m[needed].is_string()),
                        "3.12 multiformat message",
                    );
                }
            }
            let ids: Vec<_> = rules.iter().map(|r| r["id"].as_str()).collect();
            need(
                ids.is_sorted() && ids.windows(2).all(|w| w[0] != w[1]),
                "3.19.23 rules are unique",
            );
            let region = |r: &Value| {
                let n = |k: &str| r[k].as_u64().unwrap_or(0);
                keys(r, &["startLine", "startColumn", "endLine", "endColumn"])
                    && n("startLine") > 0
                    && n("startColumn") > 0
                    && n("endColumn") > 0
                    && (n("endLine"), n("endColumn")) >= (n("startLine"), n("startColumn"))
            };
            let artifact = |a: &Value| {
                let uri = a["uri"].as_str().unwrap_or(" ");
                keys(a, &["uri", "uriBaseId"])
                    && uri.is_ascii()
                    && !uri.contains([' ', ':', '\\'])
                    && !uri.starts_with('/')
            };
            let place = |l: &Value| {
                let p = &l["physicalLocation"];
                keys(l, &["id", "message", "physicalLocation"])
                    && keys(p, &["artifactLocation", "region"])
                    && artifact(&p["artifactLocation"])
                    && p.get("region").is_none_or(region)
            };
            let allowed = [
                "ruleId",
                "ruleIndex",
                "level",
                "message",
                "locations",
                "partialFingerprints",
                "relatedLocations",
                "fixes",
            ];
            for result in list(&run["results"]) {
                need(keys(&result, &allowed), "3.27 result");
                need(result["message"]["text"].is_string(), "3.27.11 message");
                need(levels.contains(&result["level"]), "3.27.10 level");
                let index = usize::try_from(result["ruleIndex"].as_u64().unwrap_or(999)).unwrap();
                need(
                    rules
                        .get(index)
                        .is_some_and(|r| r["id"] == result["ruleId"]),
                    "3.27.6 ruleIndex",
                );
                need(
                    list(&result["locations"]).iter().all(place)
                        && list(&result["locations"]).len() == 1,
                    "3.27.12 locations",
                );
                let related = list(&result["relatedLocations"]);
                need(
                    related
                        .iter()
                        .all(|l| place(l) && l["message"]["text"].is_string()),
                    "3.27.22 relatedLocations",
                );
                for fix in list(&result["fixes"]) {
                    need(keys(&fix, &["description", "artifactChanges"]), "3.55 fix");
                    for change in list(&fix["artifactChanges"]) {
                        need(
                            artifact(&change["artifactLocation"]),
                            "3.56.2 artifactLocation",
                        );
                        let all = list(&change["replacements"]);
                        need(
                            !all.is_empty() && all.iter().all(|r| region(&r["deletedRegion"])),
                            "3.57.3 deletedRegion",
                        );
                        need(
                            all.iter().all(|r| r["insertedContent"]["text"].is_string()),
                            "3.57.4 insertedContent",
                        );
                    }
                }
            }
        }
        faults
    }

    #[test]
    fn the_log_keeps_to_the_standard() {
        let log = rendered(samples::findings());
        assert_eq!(faults(&log), Vec::<String>::new());
        assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 5);
        assert_eq!(faults(&rendered(Diagnostics::new())), Vec::<String>::new());
        // Each mutation must be noticed, or the test above says nothing.
        for (pointer, value) in [
            ("/version", "2.0.0".into()),
            ("/runs/0/columnKind", "unicodeCodePoints".into()),
            ("/runs/0/results/0/ruleIndex", 4.into()),
            ("/runs/0/results/0/level", "fatal".into()),
            ("/runs/0/results/0/message/text", Value::Null),
            (
                "/runs/0/results/0/locations/0/physicalLocation/region/startLine",
                0.into(),
            ),
            (
                "/runs/0/results/0/locations/0/physicalLocation/region/endColumn",
                1.into(),
            ),
            (
                "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
                "/etc/é".into(),
            ),
            (
                "/runs/0/results/1/fixes/0/artifactChanges/0/replacements/0/deletedRegion",
                Value::Null,
            ),
            ("/runs/0/results/3/relatedLocations/0/message", Value::Null),
            ("/runs/0/tool/driver/rules/0/id", "zzz".into()),
        ] {
            let mut broken = log.clone();
            *broken
                .pointer_mut(pointer)
                .unwrap_or_else(|| panic!("{pointer}")) = value;
            assert!(!faults(&broken).is_empty(), "{pointer}");
        }
    }

    #[test]
    fn columns_are_utf16_units() {
        let path: Arc<str> = "a b/ñ.md".into();
        let text = "x😀é[[y]]\n";
        let finding = Diagnostic::error("c", Location::new(&path, 7..12), "m");
        let bytes: Arc<[u8]> = text.as_bytes().into();
        let content = |_: &str| Some(Arc::clone(&bytes));
        let report = Report::new(Diagnostics(vec![finding]), &content, Run::default());
        let log: Value = serde_json::from_str(&render(&report, &rules, "")).unwrap();
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b/%C3%B1.md");
        assert_eq!(
            (
                &place["region"]["startColumn"],
                &place["region"]["endColumn"]
            ),
            (&5.into(), &10.into())
        );
    }

    #[test]
    fn a_finding_that_moves_keeps_its_fingerprint() {
        let of = |text: &str, words: &str| {
            let bytes: Arc<[u8]> = text.as_bytes().into();
            let content = |_: &str| Some(Arc::clone(&bytes));
            let start = text.find(words).unwrap();
            let finding =
                Diagnostic::error("c", Location::new(&"a.md".into(), start..start + 2), "m");
            fingerprint(
                &Report::new(Diagnostics(vec![finding.clone()]), &content, Run::default()),
                &finding,
            )
        };
        assert_eq!(of("one\nthe xx\n", "xx"), of("one\n\ntwo\nthe xx\n", "xx"));
        assert_ne!(of("the xx\n", "xx"), of("a xx\n", "xx"));
    }
}
