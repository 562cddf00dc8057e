//! Holds front matter against the table of fields: unknown and repeated keys, missing and mistyped
//! values, each reported at its very characters. What passes here can be read without any further check.

use super::node::{self, Node, YamlError};
use super::position::{Path, Position, Positions};
use super::{frame, mistake};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::amount::Amount;
use crate::model::citation::syntax as citation;
use crate::model::date::Edtf;
use crate::model::field::{Field, Type};
use crate::model::fields::{ACCOUNT, ACCOUNTS_MAP, PLACES};
use crate::model::source_tree::SourceFile;
use crate::text::{is_id, mark_length, nearest};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Accounts of one fact: each is compared with each, and no reader compares more.
const MAX_ACCOUNTS: usize = 64;

/// The front matter of one file, with what is needed to point into it.
pub struct Yaml<'a> {
    pub path: &'a Arc<str>,
    pub text: &'a str,
    /// Byte of the file at which the text starts.
    pub at: usize,
    positions: OnceCell<Positions>,
}

impl<'a> Yaml<'a> {
    /// The text `text`, which starts at the byte `at` of the file `path`.
    #[must_use]
    pub fn new(path: &'a Arc<str>, text: &'a str, at: usize) -> Self {
        Self {
            path,
            text,
            at,
            positions: OnceCell::new(),
        }
    }

    /// The text of a file that is YAML as a whole, and what it says.
    ///
    /// # Errors
    /// If it is not UTF-8 or not YAML: the finding, at its place.
    pub fn of_file(file: &'a SourceFile) -> Result<(Self, Node), Box<Diagnostic>> {
        let text = file.text().map_err(|at| {
            let location = Location::new(&file.path, at..at + 1);
            let finding = Diagnostic::error("encoding", location, "the file is not UTF-8");
            Box::new(finding.help("save it as UTF-8"))
        })?;
        let at = mark_length(text);
        let yaml = Self::new(&file.path, &text[at..], at);
        match node::read(yaml.text) {
            Ok(node) => Ok((yaml, node)),
            Err(error) => Err(Box::new(yaml.syntax_error(&error))),
        }
    }

    /// Where the value at `path` stands in this text; the `nth` one where the key is repeated.
    pub fn find(&self, path: &str, nth: usize) -> Option<&Position> {
        self.positions().find(path, nth)
    }

    fn positions(&self) -> &Positions {
        self.positions.get_or_init(|| Positions::of(self.text))
    }

    /// Location of the bytes `span` of this text.
    #[must_use]
    pub fn location(&self, span: Range<usize>) -> Location {
        Location::new(self.path, self.at + span.start..self.at + span.end)
    }

    /// Location of the value at `path`, as [`Positions::value`] finds it. Of the first line if it does not.
    #[must_use]
    pub fn value(&self, path: &str) -> Location {
        self.place(self.positions().value(path))
    }

    /// Location of the bytes `span` within the text of the value at `path`.
    #[must_use]
    pub fn within(&self, path: &str, span: Range<usize>) -> Location {
        self.place(self.positions().within(path, span))
    }

    fn place(&self, range: Option<Range<usize>>) -> Location {
        range.map_or_else(|| Location::new(self.path, 0..3), |r| self.location(r))
    }

    /// The finding for a text that is not YAML, with what most often causes it.
    #[must_use]
    pub fn syntax_error(&self, error: &YamlError) -> Diagnostic {
        let found = mistake::find(self.text, error);
        Diagnostic::error("invalid-yaml", self.location(found.span), found.message).help(found.help)
    }

    /// Location of the key at `path`; the `nth` one where it is repeated.
    pub fn key(&self, path: &str, nth: usize) -> Location {
        let range = self.find(path, nth).and_then(|p| p.key.clone());
        range.map_or_else(|| self.value(path), |r| self.location(r))
    }
}

/// Checks a map against its fields. Numbers and words of YAML that stand where text belongs are put
/// back as they were written.
///
/// `owner` names what has the fields: `an actor`, `dossier.yaml`.
pub fn check(
    yaml: &Yaml<'_>,
    fields: impl IntoIterator<Item = &'static Field>,
    owner: &str,
    node: &mut Node,
    findings: &mut Diagnostics,
) {
    let fields: Vec<&'static Field> = fields.into_iter().collect();
    swallowed(yaml, findings);
    let mut shape = Shape { yaml, findings };
    match node {
        Node::Map(entries) => shape.fields(entries, &fields, &Path::Top, owner),
        other => {
            let message = format!(
                "fields stand as `field: value` lines, and this is {}",
                other.noun()
            );
            shape.findings.push(Diagnostic::error(
                "wrong-type",
                yaml.location(0..0),
                message,
            ));
        }
    }
}

/// Reports what YAML takes for a comment and its writer did not: `title: Exhibit #4` is `Exhibit` to it. Where a space
/// follows the `#`, a comment was meant.
fn swallowed(yaml: &Yaml<'_>, findings: &mut Diagnostics) {
    let mut at = 0;
    for line in yaml.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.trim_start().starts_with('#') {
            continue;
        }
        let Some(found) = line.find(" #").map(|found| found + 1) else {
            continue;
        };
        let text = line[found..].trim_end();
        let is_comment = text[1..].starts_with(|c: char| c.is_whitespace() || c == '#');
        if text.len() < 2 || is_comment || yaml.positions().covers(start + found) {
            continue;
        }
        let span = start + found..start + found + text.len();
        let finding = Diagnostic::warning(
            "comment-in-value",
            yaml.location(span),
            "YAML takes this for a comment, so readers do not see it",
        );
        findings.push(finding.help(
            "put the whole value in double quotes; if it is a comment, write a space after the `#`",
        ));
    }
}

struct Shape<'a, 'y> {
    yaml: &'a Yaml<'y>,
    findings: &'a mut Diagnostics,
}

impl Shape<'_, '_> {
    fn fields(
        &mut self,
        entries: &mut Vec<(String, Node)>,
        fields: &[&'static Field],
        at: &Path<'_>,
        owner: &str,
    ) {
        self.repeats(entries, at);
        for (key, _) in entries.iter().filter(|(_, value)| *value == Node::Null) {
            let path = Path::Key(at, key);
            if self.is_cut(&path) {
                self.cut(&path);
            } else if !fields.iter().any(|field| field.name == key.as_str()) {
                self.unknown_field(key, fields, &path, owner);
            }
        }
        // `key:` with nothing after it says nothing, as if it were not there.
        entries.retain(|(_, value)| *value != Node::Null);
        let fact_type = entries
            .iter()
            .find(|(k, _)| k == "type")
            .and_then(|(_, v)| match v {
                Node::Text(word) => Some(word.clone()),
                _ => None,
            });
        for (key, value) in entries.iter_mut() {
            let path = Path::Key(at, key);
            match fields.iter().find(|field| field.name == key.as_str()) {
                Some(Field {
                    ty: Type::NamedFact,
                    ..
                }) => {
                    self.fact(value, named_fact_type(fact_type.as_deref()), &path);
                }
                Some(field) => self.value(value, &field.ty, &path),
                None => self.unknown_field(key, fields, &path, owner),
            }
        }
        for field in fields.iter().filter(|f| f.is_required) {
            if !entries.iter().any(|(key, _)| key == field.name) {
                let location = match at {
                    Path::Top => Location::new(self.yaml.path, 0..3),
                    _ => self.yaml.value(&at.to_string()),
                };
                let mut finding = Diagnostic::error(
                    "missing-field",
                    location,
                    format!("{owner} needs the field `{}`", field.name),
                )
                .help(field.doc);
                if !field.example.is_empty() {
                    finding = finding.help(format!(
                        "write, for instance: {}: {}",
                        field.name, field.example
                    ));
                }
                self.findings.push(finding);
            }
        }
    }

    /// Reports keys that are given more than once, and keeps the first of each.
    fn repeats(&mut self, entries: &mut Vec<(String, Node)>, at: &Path<'_>) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        entries.retain(|(key, _)| {
            let Some(nth) = seen.get_mut(key) else {
                seen.insert(key.clone(), 0);
                return true;
            };
            *nth += 1;
            let path = Path::Key(at, key).to_string();
            let finding = Diagnostic::error(
                "duplicate-field",
                self.yaml.key(&path, *nth),
                format!("`{key}` is given twice"),
            )
            .related(self.yaml.key(&path, 0), "first given here")
            .help("keep one of the two; for several versions of a fact, write a list of accounts");
            self.findings.push(finding);
            false
        });
    }

    fn unknown_field(
        &mut self,
        key: &str,
        fields: &[&'static Field],
        path: &Path<'_>,
        owner: &str,
    ) {
        let names = fields.iter().map(|field| field.name);
        let finding = Diagnostic::error(
            "unknown-field",
            self.yaml.key(&path.to_string(), 0),
            format!("{owner} has no field `{key}`"),
        );
        self.findings.push(match nearest(key, names.clone()) {
            Some(name) => finding.did_you_mean(name),
            None => finding.help(format!(
                "its fields are: {}",
                names.collect::<Vec<_>>().join(", ")
            )),
        });
    }

    /// Whether a key without a value is the end of the value before it: `{note: He hung up, twice}` has a field
    /// `twice` to YAML.
    fn is_cut(&self, path: &Path<'_>) -> bool {
        let text = self.yaml.text;
        // Positions are not looked up where no brace could have done it.
        text.contains('{')
            && self
                .yaml
                .find(&path.to_string(), 0)
                .and_then(|position| text.get(position.key.clone()?.end..))
                .is_some_and(|after| after.trim_start().starts_with([',', '}']))
    }

    fn cut(&mut self, path: &Path<'_>) {
        let finding = Diagnostic::error(
            "cut-value",
            self.yaml.key(&path.to_string(), 0),
            "within { } a comma ends a value: YAML takes this for a field of its own",
        );
        self.findings.push(
            finding.help("put the whole value before it in double quotes, with this part of it"),
        );
    }

    fn wrong(&mut self, path: &Path<'_>, message: String) -> &mut Diagnostic {
        let finding = Diagnostic::error("wrong-type", self.yaml.value(&path.to_string()), message);
        self.findings.push(finding);
        let last = self.findings.0.len() - 1;
        &mut self.findings.0[last]
    }

    /// The text of a scalar as it was written, put in place of what YAML made of it.
    fn text<'n>(&mut self, node: &'n mut Node, path: &Path<'_>, wanted: &str) -> Option<&'n str> {
        if matches!(node, Node::Number(_) | Node::Flag(_)) {
            let raw = self
                .yaml
                .find(&path.to_string(), 0)
                .and_then(|p| self.yaml.text.get(p.value.clone()));
            if let Some(raw) = raw {
                *node = Node::Text(raw.to_owned());
            }
        }
        match node {
            Node::Text(text) => {
                let place = || self.yaml.value(&path.to_string());
                self.findings
                    .extend(frame::hidden(text, self.yaml.text, place));
                Some(text)
            }
            other => {
                let noun = other.noun();
                self.wrong(path, format!("{wanted} belongs here, and this is {noun}"));
                None
            }
        }
    }

    /// Warns of `aliases: one, two`, which is one alias with a comma in it.
    fn commas(&mut self, node: &Node, of: &Type, path: &Path<'_>) {
        let Node::Text(text) = node else { return };
        let is_quoted = |at: &Location| {
            let before = at.span.start.checked_sub(self.yaml.at + 1);
            before.is_some_and(|at| matches!(self.yaml.text.as_bytes().get(at), Some(b'"' | b'\'')))
        };
        if !matches!(of, Type::Text) || !text.contains(", ") {
            return;
        }
        let location = self.yaml.value(&path.to_string());
        if is_quoted(&location) {
            return;
        }
        let finding = Diagnostic::warning(
            "comma-in-value",
            location,
            "this is one value with a comma in it",
        );
        self.findings.push(finding.help(format!(
            "for several, write a list: [{text}]; if it is one, put it in double quotes"
        )));
    }

    fn value(&mut self, node: &mut Node, ty: &Type, path: &Path<'_>) {
        match ty {
            Type::Text | Type::File | Type::Declared(_) => {
                if let Some(text) = self.text(node, path, "text")
                    && text.trim().is_empty()
                {
                    self.wrong(path, "there is no text here".to_owned());
                }
            }
            Type::Flag => {
                if !matches!(node, Node::Flag(_)) {
                    let word = match &*node {
                        Node::Text(text) => text.to_lowercase(),
                        _ => String::new(),
                    };
                    let wanted = match word.as_str() {
                        "yes" | "y" | "on" => "write: true",
                        "no" | "n" | "off" => "write: false",
                        _ => "write one of the two, without quotes",
                    };
                    self.wrong(path, "this is either `true` or `false`".to_owned())
                        .help
                        .push(wanted.to_owned());
                }
            }
            Type::Count => {
                if !matches!(node, Node::Number(n) if n.parse::<u32>().is_ok()) {
                    self.wrong(path, "a whole number belongs here".to_owned());
                }
            }
            Type::Date => self.date(node, path),
            Type::Amount => {
                let Some(text) = self.text(node, path, "an amount").map(str::to_owned) else {
                    return;
                };
                if let Err(error) = Amount::parse(&text) {
                    let location = self.yaml.within(&path.to_string(), error.span);
                    let finding = Diagnostic::error(
                        "invalid-amount",
                        location,
                        format!("`{text}` is not an amount: {}", error.message),
                    )
                    .help(format!("accepted: {}", Amount::FORMS));
                    self.findings.push(finding);
                }
            }
            Type::Address => {
                let Some(text) = self.text(node, path, "an address").map(str::to_owned) else {
                    return;
                };
                if !is_web_address(&text) {
                    let (message, help) = no_web_address(&text);
                    self.wrong(path, message).help.push(help);
                }
            }
            Type::Id(_) => {
                let Some(text) = self
                    .text(node, path, "the id of an entry")
                    .map(str::to_owned)
                else {
                    return;
                };
                if !is_id(&text) {
                    self.wrong(path, format!("`{text}` cannot be an id"))
                        .help
                        .push("an id is the file name without .md: lower-case letters, digits and hyphens".to_owned());
                }
            }
            Type::Party => {
                self.text(node, path, "an id, or a description in words,");
            }
            Type::Cite => self.cite(node, path),
            Type::Word(vocabulary) => {
                let Some(text) = self
                    .text(node, path, "one word of a fixed list")
                    .map(str::to_owned)
                else {
                    return;
                };
                if vocabulary.position(&text).is_none() {
                    let words = vocabulary.words();
                    let location = self.yaml.value(&path.to_string());
                    let finding = Diagnostic::error(
                        "unknown-word",
                        location,
                        format!("`{text}` is not one of the words for this field"),
                    );
                    self.findings
                        .push(match nearest(&text, words.iter().copied()) {
                            Some(word) => finding.did_you_mean(word),
                            None => finding.help(format!("the words are: {}", words.join(", "))),
                        });
                }
            }
            Type::Coordinates => self.coordinates(node, path),
            Type::List { of, or_one } => match node {
                Node::List(items) => {
                    for (i, item) in items.iter_mut().enumerate() {
                        self.value(item, of, &Path::Index(path, i));
                    }
                }
                single if *or_one => {
                    self.commas(single, of, path);
                    self.value(single, of, path);
                }
                other => {
                    let noun = other.noun();
                    self.wrong(path, format!("a list belongs here, and this is {noun}"))
                        .help
                        .push("begin each item with `- `".to_owned());
                }
            },
            Type::Record(fields) => self.record(node, fields, path),
            Type::ShortOr { short, record } => match node {
                Node::Map(_) => self.record(node, record, path),
                plain => self.value(plain, short, path),
            },
            Type::Fact(of) => self.fact(node, of, path),
            Type::Table(fields) => {
                match node {
                    Node::Map(entries) => {
                        self.repeats(entries, path);
                        for (key, value) in entries.iter_mut() {
                            self.record(value, fields, &Path::Key(path, key));
                        }
                    }
                    other => {
                        let noun = other.noun();
                        self.wrong(path, format!("a map from words to what they mean belongs here, and this is {noun}"));
                    }
                }
            }
            Type::WordTable(vocabulary) => match node {
                Node::Map(entries) => {
                    self.repeats(entries, path);
                    for (key, value) in entries.iter_mut() {
                        self.value(value, &Type::Word(*vocabulary), &Path::Key(path, key));
                    }
                }
                other => {
                    let noun = other.noun();
                    self.wrong(
                        path,
                        format!("a map from names to words belongs here, and this is {noun}"),
                    );
                }
            },
            Type::NamedFact => self.fact(node, &Type::Text, path),
        }
    }

    fn record(&mut self, node: &mut Node, fields: &'static [Field], path: &Path<'_>) {
        match node {
            Node::Map(entries) => {
                let fields: Vec<&Field> = fields.iter().collect();
                let owner = format!("`{path}`");
                self.fields(entries, &fields, path, &owner);
            }
            other => {
                let noun = other.noun();
                let names: Vec<&str> = fields.iter().map(|f| f.name).collect();
                self.wrong(
                    path,
                    format!("a map with fields belongs here, and this is {noun}"),
                )
                .help
                .push(format!("its fields are: {}", names.join(", ")));
            }
        }
    }

    fn date(&mut self, node: &mut Node, path: &Path<'_>) {
        let Some(text) = self.text(node, path, "a date").map(str::to_owned) else {
            return;
        };
        if let Err(error) = Edtf::parse(&text) {
            let location = self.yaml.within(&path.to_string(), error.span);
            // Where the whole text is no date, the reader of dates says so itself.
            let message = if error.message.ends_with("` is not a date") {
                error.message
            } else {
                format!("`{text}` is not a date: {}", error.message)
            };
            let finding = Diagnostic::error("invalid-date", location, message).help(error.help);
            self.findings.push(finding);
        }
    }

    fn cite(&mut self, node: &mut Node, path: &Path<'_>) {
        let Some(text) = self
            .text(node, path, "a citation in quotes")
            .map(str::to_owned)
        else {
            return;
        };
        let (inside, at) = strip_brackets(&text);
        if let Err(error) = citation::read(inside) {
            let location = self.yaml.within(
                &path.to_string(),
                at + error.span.start..at + error.span.end,
            );
            let finding = Diagnostic::error(
                "invalid-citation",
                location,
                format!("this is not a citation: {}", error.message),
            )
            .help("write it as in the text: '[@source, p. 3 \"exact words\"]'");
            self.findings.push(finding);
        }
    }

    fn coordinates(&mut self, node: &mut Node, path: &Path<'_>) {
        let limits = [90.0, 180.0];
        let is_fine = matches!(node, Node::List(items) if items.len() == 2 && items.iter().zip(limits).all(|(item, limit)| {
            matches!(item, Node::Number(n) if n.parse::<f64>().is_ok_and(|v| v.abs() <= limit))
        }));
        if !is_fine {
            self.wrong(
                path,
                "latitude (-90 to 90) and longitude (-180 to 180) belong here".to_owned(),
            )
            .help
            .push("write, for instance: [19.4326, -99.1332]".to_owned());
        }
    }

    fn fact(&mut self, node: &mut Node, of: &Type, path: &Path<'_>) {
        match node {
            Node::List(accounts) => self.accounts(accounts, of, path),
            Node::Map(entries) => {
                let fields: Vec<&Field> = ACCOUNTS_MAP.iter().collect();
                if let Some((_, Node::List(accounts))) =
                    entries.iter_mut().find(|(k, _)| k == "accounts")
                {
                    let mut accounts = std::mem::take(accounts);
                    self.accounts(&mut accounts, of, &Path::Key(path, "accounts"));
                    // The list was checked here with its own type; the rest of the map is checked without it.
                    let mut others: Vec<_> = entries
                        .iter()
                        .filter(|(k, _)| k != "accounts")
                        .cloned()
                        .collect();
                    others.push(("accounts".to_owned(), Node::Text("checked".to_owned())));
                    self.fields(&mut others, &fields, path, &format!("`{path}`"));
                    others.retain(|(k, _)| k != "accounts");
                    others.push(("accounts".to_owned(), Node::List(accounts)));
                    *entries = others;
                } else {
                    self.fields(entries, &fields, path, &format!("`{path}`"));
                }
            }
            plain => self.value(plain, of, path),
        }
    }

    fn accounts(&mut self, accounts: &mut Vec<Node>, of: &Type, path: &Path<'_>) {
        if accounts.is_empty() {
            self.wrong(path, "there is no account in this list".to_owned());
        }
        if accounts.len() > MAX_ACCOUNTS {
            accounts.truncate(MAX_ACCOUNTS);
            let path = Path::Index(path, MAX_ACCOUNTS);
            self.wrong(&path, format!("a fact has at most {MAX_ACCOUNTS} accounts"))
                .help
                .push(
                    "keep one account of each value, and cite all that give it there: [@a; @b]"
                        .to_owned(),
                );
        }
        let mut preferred = 0;
        for (i, account) in accounts.iter_mut().enumerate() {
            let path = Path::Index(path, i);
            let Node::Map(entries) = account else {
                let help = match of {
                    Type::Date => {
                        "write, for instance: - {value: 2014, cite: '[@source]'}; a date in brackets stands in quotes: \"[2019,2020]\", \"[..2023]\""
                    }
                    _ => "write, for instance: - {value: 2014, cite: '[@source]'}",
                };
                self.wrong(
                    &path,
                    "each account is a map with `value` and `cite`".to_owned(),
                )
                .help
                .push(help.to_owned());
                continue;
            };
            preferred += usize::from(
                entries
                    .iter()
                    .any(|(k, v)| k == "preferred" && *v == Node::Flag(true)),
            );
            match entries
                .iter_mut()
                .find(|(k, v)| k == "value" && *v != Node::Null)
            {
                Some((_, value)) => self.value(value, of, &Path::Key(&path, "value")),
                None => {
                    let finding = Diagnostic::error(
                        "missing-field",
                        self.yaml.value(&path.to_string()),
                        "this account has no `value`",
                    );
                    self.findings.push(
                        finding.help("give the value that the source gives, and `cite` for where"),
                    );
                }
            }
            let value = entries
                .iter()
                .position(|(k, _)| k == "value")
                .map(|i| entries.remove(i));
            let fields: Vec<&Field> = ACCOUNT.iter().collect();
            self.fields(entries, &fields, &path, "an account");
            entries.extend(value);
        }
        if preferred > 1 {
            self.wrong(path, "only one account can be the preferred one".to_owned());
        }
    }
}

/// The type of the values of a named fact.
#[must_use]
pub fn named_fact_type(word: Option<&str>) -> &'static Type {
    match word {
        Some("date") => &Type::Date,
        Some("amount") => &Type::Amount,
        Some("place") => &PLACES,
        Some("actor") => &Type::Party,
        _ => &Type::Text,
    }
}

/// The inside of `[…]`, and the byte at which it starts. Brackets may be left out.
#[must_use]
pub fn strip_brackets(text: &str) -> (&str, usize) {
    match text
        .trim_end()
        .strip_prefix('[')
        .and_then(|t| t.strip_suffix(']'))
    {
        Some(inside) => (inside, 1),
        None => (text, 0),
    }
}

/// Whether `text` is an absolute address for the web, without spaces or characters that need escapes.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
            && !rest.contains(|c: char| {
                c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`')
            })
    })
}

/// What is wrong with a text that [`is_web_address`] refuses, and what to write.
#[must_use]
pub fn no_web_address(text: &str) -> (String, String) {
    let has_scheme = text.starts_with("https://") || text.starts_with("http://");
    let odd = text
        .chars()
        .find(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`'));
    match odd {
        Some(' ') if has_scheme => (
            format!("`{text}` has a space in it, and an address has none"),
            "copy it from the address bar of a browser, or write %20 for the space".to_owned(),
        ),
        Some(odd) if has_scheme => (
            format!("`{text}` has a {odd:?} in it, and an address has none"),
            "copy it from the address bar of a browser".to_owned(),
        ),
        _ => (
            format!("`{text}` is not an address that starts with https:// or http://"),
            if odd.is_none() && text.contains('.') && !text.contains("://") {
                format!("write: https://{}", text.trim_start_matches('/'))
            } else {
                "write it in full, as a browser shows it: https://example.org/article".to_owned()
            },
        ),
    }
}

/// Whether an address can be that of a site: it names a folder, so nothing is asked of it and no part of it meant.
#[must_use]
pub fn is_site_address(text: &str) -> bool {
    is_web_address(text) && !text.contains(['?', '#'])
}
