//! `dossier.yaml` → [`Config`].

use crate::diagnostic::{Diagnostic, Diagnostics, Location, Severity};
use crate::model::config::{Config, RelationType, Topic};
use crate::model::fields::CONFIG;
use crate::model::source_tree::SourceTree;
use crate::text::{is_id, is_language_tag, slug};
use crate::typography::curled;
use crate::yaml::node::{self, Node};
use crate::yaml::shape::{self, Yaml};
use std::sync::Arc;

/// Name of the configuration file, at the root of a dossier.
pub const FILE: &str = "dossier.yaml";
/// What is said of an address that is none of a site.
pub const NO_SITE_ADDRESS: &str =
    "has a `?` or `#` in it, and the address of a site is that of a folder";

/// Reads the configuration of a dossier. What cannot be read is reported and has its default.
#[must_use]
pub fn parse(tree: &SourceTree) -> (Config, Diagnostics) {
    let mut findings = Diagnostics::new();
    let path: Arc<str> = FILE.into();
    let Some(file) = tree.get(FILE) else {
        let finding = Diagnostic::error(
            "missing-config",
            Location::file(&path),
            "there is no dossier.yaml here",
        )
        .help("write one with `title: …`, or make a new dossier: dossier new site NAME");
        findings.push(finding);
        return (Config::default(), findings);
    };
    let (yaml, mut node) = match Yaml::of_file(file) {
        Ok(read) => read,
        Err(finding) => {
            findings.push(*finding);
            return (Config::default(), findings);
        }
    };
    shape::check(&yaml, CONFIG, "dossier.yaml", &mut node, &mut findings);
    if let Some(url) = text_of(node.get("url"))
        && shape::is_web_address(&url)
        && !shape::is_site_address(&url)
    {
        let finding = Diagnostic::error(
            "wrong-type",
            yaml.value("url"),
            format!("`{url}` {NO_SITE_ADDRESS}"),
        );
        findings.push(finding.help("write the address of the folder that the site stands in"));
    }
    if let Some(lang) = text_of(node.get("lang")).filter(|lang| !is_language_tag(lang)) {
        let message = format!("`{lang}` is not a language tag");
        let finding = Diagnostic::error("wrong-type", yaml.value("lang"), message);
        findings.push(finding.help("write one such as en, es or pt-BR"));
    }
    topics(&yaml, &node, &mut findings);
    let mut config = read(&node);
    if let Some(written) = text_of(node.get("contact"))
        && !written.is_empty()
    {
        if let Some(contact) = contact(&written) {
            config.contact = contact;
        } else {
            let finding = Diagnostic::error(
                "wrong-type",
                yaml.value("contact"),
                format!("`{written}` is neither a mail address nor a web address"),
            );
            findings.push(finding.help(
                "write one of the two alone: corrections@example.org or https://example.org/contact",
            ));
        }
    }
    (config, findings)
}

/// Reports words for topics that cannot be part of an address.
fn topics(yaml: &Yaml<'_>, node: &Node, findings: &mut Diagnostics) {
    let Some(Node::Map(topics)) = node.get("topics") else {
        return;
    };
    for (word, _) in topics.iter().filter(|(word, _)| !is_id(word)) {
        let finding = Diagnostic::error(
            "invalid-id",
            yaml.key(&format!("topics.{word}"), 0),
            format!("`{word}` cannot be the word of a topic, because its page is named after it"),
        );
        let proposal = Some(slug(word)).filter(|proposal| is_id(proposal));
        let proposal = proposal.map_or_else(String::new, |word| format!("write {word}: "));
        findings.push(finding.help(format!(
            "{proposal}lower-case letters without accents, digits and hyphens; its `title` may be anything"
        )));
    }
}

/// Whether there is a dossier.yaml that is YAML, whatever it says.
#[must_use]
pub fn is_readable(tree: &SourceTree) -> bool {
    let text = tree.get(FILE).and_then(|file| file.text().ok());
    text.is_some_and(|text| node::read(text.trim_start_matches('\u{feff}')).is_ok())
}

fn read(node: &Node) -> Config {
    let text = |key: &str| text_of(node.get(key));
    let or = |key: &str, default: &str| text(key).unwrap_or_else(|| default.to_owned());
    let licence =
        |key: &str| text_of(node.get("licence").and_then(|l| l.get(key))).unwrap_or_default();
    let table = |key: &str| match node.get(key) {
        Some(Node::Map(entries)) => entries.as_slice(),
        _ => &[],
    };
    let field = |value: &Node, key: &str| text_of(value.get(key)).unwrap_or_default();
    let set = |text: String| curled(&text).into_owned();
    let default = Config::default();
    Config {
        title: set(or("title", &default.title)),
        subtitle: set(or("subtitle", "")),
        description: set(or("description", "")),
        lang: or("lang", &default.lang),
        url: text("url").map(|url| {
            if url.ends_with('/') {
                url
            } else {
                format!("{url}/")
            }
        }),
        author: set(or("author", "")),
        // What is wrong there is found when it is taken apart; see `contact`.
        contact: String::new(),
        licence_code: set(licence("code")),
        licence_content: set(licence("content")),
        theme: or("theme", &default.theme),
        style: or("style", &default.style),
        snapshots: or("snapshots", ""),
        topics: table("topics")
            .iter()
            .map(|(id, v)| {
                (
                    id.clone(),
                    Topic {
                        title: set(field(v, "title")),
                        summary: set(field(v, "summary")),
                    },
                )
            })
            .collect(),
        relations: table("relations")
            .iter()
            .map(|(id, v)| {
                (
                    id.clone(),
                    RelationType {
                        label: set(field(v, "label")),
                        inverse: set(field(v, "inverse")),
                    },
                )
            })
            .collect(),
        severity: table("severity")
            .iter()
            .map(|(id, v)| {
                let severity = match v {
                    Node::Text(word) if word == "error" => Some(Severity::Error),
                    Node::Text(word) if word == "warning" => Some(Severity::Warning),
                    _ => None,
                };
                (id.clone(), severity)
            })
            .collect(),
        min_coverage: text("min_coverage")
            .and_then(|n| n.parse().ok())
            .unwrap_or(0),
        repository: text("repository"),
    }
}

/// The mail address, without the `mailto:` that some write before it, or the web address that `written` is; none if it is
/// neither. What a mail address may not have here either has a meaning in a link, or stands between several
/// ([RFC 6068](https://www.rfc-editor.org/rfc/rfc6068#section-2)).
fn contact(written: &str) -> Option<String> {
    if shape::is_web_address(written) {
        return Some(written.to_owned());
    }
    let address = match written.split_at_checked("mailto:".len()) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto:") => rest,
        _ => written,
    };
    let (name, host) = address.split_once('@')?;
    let is_odd =
        |c: char| c.is_whitespace() || c.is_control() || "\"'<>()[]\\`,;:?#%/&@".contains(c);
    let is_label = |label: &str| !label.is_empty() && !label.contains(is_odd);
    let is_address = is_label(name) && host.split('.').all(is_label) && host.contains('.');
    is_address.then(|| address.to_owned())
}

fn text_of(node: Option<&Node>) -> Option<String> {
    match node {
        Some(Node::Text(text) | Node::Number(text)) => Some(text.trim().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::source_tree::SourceFile;

    fn check(yaml: &str) -> (Config, Vec<(&'static str, std::ops::Range<usize>)>) {
        let tree: SourceTree = [SourceFile::new(FILE, yaml.as_bytes())]
            .into_iter()
            .collect();
        let (config, findings) = parse(&tree);
        (
            config,
            findings
                .into_iter()
                .map(|f| (f.check, f.location.span))
                .collect(),
        )
    }

    #[test]
    fn a_config_is_read_with_its_tables() {
        let (config, findings) = check(
            "title: T\nurl: https://e.org/x\ntopics: {a: {title: A}}\nseverity: {coverage: off, x: error}\n",
        );
        assert_eq!(findings, []);
        assert_eq!(config.url.as_deref(), Some("https://e.org/x/"));
        assert_eq!(config.topics["a"].title, "A");
        assert_eq!(
            (config.severity["coverage"], config.severity["x"]),
            (None, Some(Severity::Error))
        );
        assert_eq!(
            (config.lang.as_str(), config.theme.as_str()),
            ("en", "casefile")
        );
    }

    #[test]
    fn mistakes_are_shown_at_their_place() {
        assert_eq!(
            check("titel: T\n").1,
            [("unknown-field", 0..5), ("missing-field", 0..3)]
        );
        assert_eq!(check("title: T\nurl: e.org\n").1, [("wrong-type", 14..19)]);
        assert_eq!(check("title: a: b\n").1[0].0, "invalid-yaml");
    }

    #[test]
    fn a_contact_is_a_mail_or_a_web_address() {
        for (written, contact) in [
            ("a.b+c@e.org", "a.b+c@e.org"),
            ("mailto:a@e.org", "a@e.org"),
            ("MAILTO:a@e.org", "a@e.org"),
            ("http@e.org", "http@e.org"),
            ("http://e.org/a@b", "http://e.org/a@b"),
            ("https://e.org/contact", "https://e.org/contact"),
        ] {
            let (config, findings) = check(&format!("title: T\ncontact: \"{written}\"\n"));
            assert_eq!((config.contact.as_str(), findings), (contact, vec![]));
        }
        for written in [
            "Example Collective",
            "Collective <a@e.org>",
            "a@e.org, b@e.org",
            "a@b@e.org",
            "a@localhost",
            "a@e..org",
            "@e.org",
            "mailto:",
            "mailto:mailto:a@e.org",
            "mailto:a@e.org?subject=x",
            "e.org/contact",
            "javascript:alert@e.org",
            "tel:+1",
        ] {
            let (config, findings) = check(&format!("title: T\ncontact: \"{written}\"\n"));
            let span = 19..19 + written.len();
            assert_eq!(findings, [("wrong-type", span)], "{written}");
            assert_eq!(config.contact, "");
        }
    }
}
