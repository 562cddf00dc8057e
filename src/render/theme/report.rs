//! What Tera says of templates → findings at their places.
//!
//! Tera keeps the place of a mistake of form or of printing. What it finds while it joins the templates it tells as
//! text alone, as a compiler would print it; there the places are read back out of that text.

use super::{BUILT_IN, printed};
use crate::diagnostic::{Diagnostic, Location};
use crate::text::{nearest, offset};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use tera::ErrorKind;

/// The templates that a message may name.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// Full name → path in the dossier, or none if built in.
    pub origins: &'a BTreeMap<String, Option<Arc<str>>>,
    /// Full names with texts. May be empty where Tera knows the places itself.
    pub texts: &'a [(String, String)],
}

impl<'a> Sources<'a> {
    /// All that an error tells, each at its place. At least one.
    pub fn findings(self, error: &tera::Error) -> Vec<Diagnostic> {
        let one = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let location =
                    Location::new(&self.path(report.filename()), report.span().range.clone());
                Diagnostic::error("template", location, report.message())
            }
            ErrorKind::MissingParent { current, parent } => {
                let finding = Diagnostic::error(
                    "template",
                    self.tag(current, "extends"),
                    format!("it extends `{parent}`, and there is no such template"),
                );
                help(finding, nearest(parent, printed()))
            }
            ErrorKind::CircularExtend {
                tpl,
                inheritance_chain,
            } => self.circle(tpl, inheritance_chain, "extends", "extend"),
            ErrorKind::CircularInclude { tpl, include_chain } => {
                self.circle(tpl, include_chain, "include", "include")
            }
            _ => return self.printed(&error.to_string()),
        };
        vec![one]
    }

    /// Path of a template, given by its full name, as a writer knows it.
    fn path(self, name: &str) -> Arc<str> {
        let path = self.origins.get(name).cloned().flatten();
        path.unwrap_or_else(|| {
            let (layer, file) = name.split_once('/').unwrap_or((BUILT_IN, name));
            format!("themes/{layer}/templates/{file}").into()
        })
    }

    fn text(self, name: &str) -> &'a str {
        let found = self.texts.iter().find(|(own, _)| own == name);
        found.map_or("", |(_, text)| text)
    }

    /// Location of what the first tag `word` of a template names.
    fn tag(self, name: &str, word: &str) -> Location {
        let path = self.path(name);
        match arguments(self.text(name), word).next() {
            Some(span) => Location::new(&path, span),
            None => Location::file(&path),
        }
    }

    /// Templates that extend or include themselves.
    fn circle(self, name: &str, chain: &[String], word: &str, verb: &str) -> Diagnostic {
        let bare = |name: &str| {
            name.split_once('/')
                .map_or(name, |(_, file)| file)
                .to_owned()
        };
        let mut around: Vec<String> = chain.iter().map(|name| bare(name)).collect();
        if around.len() < 2 || around.first() != around.last() {
            around.push(bare(name));
        }
        let path = around.join(" → ");
        let finding = Diagnostic::error(
            "template",
            self.tag(name, word),
            format!("templates cannot {verb} themselves: {path}"),
        );
        let own = bare(name);
        match self
            .origins
            .keys()
            .find(|other| bare(other) == own && *other != name)
        {
            Some(other) => finding.help(format!(
                "to build on the one of the theme, name it: {{% {word} \"{other}\" %}}"
            )),
            None => finding.help("take one of the tags out"),
        }
    }

    /// The findings in what Tera printed: `error: message`, then ` --> template:line:column`, then the line with the
    /// place underlined.
    fn printed(self, text: &str) -> Vec<Diagnostic> {
        let mut findings: Vec<Diagnostic> = Vec::new();
        let mut message = "";
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(said) = line.strip_prefix("error: ") {
                message = said;
            } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
                let underlined = lines.by_ref().take(3).last().unwrap_or("");
                let width = underlined.chars().filter(|c| *c == '^').count();
                let finding =
                    Diagnostic::error("template", self.place(place, width.max(1)), message);
                findings.push(help(finding, self.guess(message)));
            }
        }
        if findings.is_empty() {
            // "Component `x` is defined in both `a` and `b`": at the first of these that is a template.
            let named = quoted(text).find(|name| self.origins.contains_key(*name));
            let path = named.map_or_else(|| "templates".into(), |name| self.path(name));
            let first = text.lines().next().unwrap_or(text);
            let finding = Diagnostic::error("template", Location::file(&path), first);
            findings.push(help(finding, None));
        }
        findings
    }

    /// Location of so many characters at `template:line:column`, both from 1.
    fn place(self, place: &str, width: usize) -> Location {
        let mut parts = place.trim().rsplitn(3, ':');
        let mut number = || parts.next().and_then(|part| part.parse::<usize>().ok());
        let (column, line) = (number(), number());
        let name = parts.next().unwrap_or(place);
        let path = self.path(name);
        let text = self.text(name);
        let (Some(line), Some(column), false) = (line, column, text.is_empty()) else {
            return Location::file(&path);
        };
        let start = offset(text, line, column);
        let marked = text[start..].chars().take(width).map(char::len_utf8);
        Location::new(&path, start..start + marked.sum::<usize>())
    }

    /// What was most likely meant by the name that a message quotes.
    fn guess(self, message: &str) -> Option<&'a str> {
        let name = quoted(message).next()?;
        if message.starts_with("Unknown template") {
            return nearest(name, printed());
        }
        if message.starts_with("Block") {
            let texts = self.texts.iter().map(|(_, text)| text.as_str());
            let blocks = texts.flat_map(|text| arguments(text, "block").map(|span| &text[span]));
            return nearest(name, blocks.filter(|block| *block != name));
        }
        None
    }
}

fn help(finding: Diagnostic, near: Option<&str>) -> Diagnostic {
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("docs/themes.md lists what each template sees"),
    }
}

/// Where the arguments of the tags `word` stand: `base.html` of `{% extends "base.html" %}`, `main` of `{% block main %}`.
pub fn arguments<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices("{%").filter_map(move |(at, _)| {
        let inside = text[at + 2..].trim_start_matches('-').trim_start();
        let rest = inside.strip_prefix(word)?;
        let argument = rest.trim_start();
        if argument.len() == rest.len() {
            return None;
        }
        let argument = argument.trim_start_matches(['"', '\'']);
        let start = text.len() - argument.len();
        let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '%' | '}');
        let length = argument.find(is_end).unwrap_or(argument.len());
        (length > 0).then_some(start..start + length)
    })
}

/// What stands between backticks in a message.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}
