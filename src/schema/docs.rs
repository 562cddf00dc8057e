//! Fields → the reference of all fields, in Markdown.

use super::Subject;
use crate::model::field::{Field, Type};
use crate::model::fields::{ACCOUNT, ACCOUNTS_MAP};
use crate::model::kind::Kind;
use crate::model::words::Vocabulary;
use crate::text::capitalised;
use std::fmt::Write as _;

const HEAD: &str = "# Fields

<!-- Made from the table in src/model/fields.rs: `dossier schema --docs`. A test keeps it current. -->

Each entry is a Markdown file that begins with fields between two lines of `---`. The folder that it lies in says of what
kind it is. Unknown fields are errors, with the nearest one that exists. A field with nothing after it is as if it were
not there. The same table makes the JSON Schemas in `schemas/`, the options of `dossier new`, and the check itself.

A field marked **required** must be there. A *fact* is a plain value, or a list of accounts where sources differ:

```yaml
date:
  - {value: 2019-08, cite: '[@weekly-2021, p. 3 \"in August\"]', preferred: true}
  - {value: 2019-09~, cite: '[@paper-2023]', note: \"Reported second hand.\"}
```

";

/// The whole page.
#[must_use]
pub fn text() -> String {
    let mut out = HEAD.to_owned();
    for subject in Subject::all() {
        let title = match subject {
            Subject::Kind(kind) => format!(
                "{} · `content/{}/`",
                capitalised(kind.word()),
                kind.folder()
            ),
            Subject::Config => "The dossier · `dossier.yaml`".to_owned(),
        };
        let _ = writeln!(out, "## {title}\n\n{}\n", subject.purpose());
        let fields: Vec<&Field> = match subject {
            Subject::Kind(kind) => {
                out.push_str("Besides the [fields of every kind](#fields-of-every-kind):\n\n");
                kind.own_fields().iter().collect()
            }
            Subject::Config => subject.fields(),
        };
        table("", &fields, &mut out);
    }
    out.push_str("## Fields of every kind\n\n");
    let common: Vec<&Field> = crate::model::fields::COMMON.iter().collect();
    table("", &common, &mut out);
    out.push_str("## An account of a fact\n\nBesides `value`:\n\n");
    table("", &ACCOUNT.iter().collect::<Vec<_>>(), &mut out);
    out.push_str("A fact may also be a map:\n\n");
    table("", &ACCOUNTS_MAP.iter().collect::<Vec<_>>(), &mut out);
    out.push_str("## Words\n\n");
    words(&mut out);
    out
}

/// A table of fields; those of a map inside follow their field.
fn table(prefix: &str, fields: &[&Field], out: &mut String) {
    if prefix.is_empty() {
        out.push_str("| field | value | what it means | example |\n|---|---|---|---|\n");
    }
    for field in fields {
        let required = if field.is_required {
            " **required**"
        } else {
            ""
        };
        let example = match field.example {
            "" => String::new(),
            example => format!("`{}`", example.replace('|', "\\|")),
        };
        let _ = writeln!(
            out,
            "| `{prefix}{}`{required} | {} | {} | {example} |",
            field.name,
            kind_of_value(&field.ty),
            field.doc.replace('|', "\\|"),
        );
        if let Some((inner, mark)) = inner(&field.ty) {
            table(&format!("{prefix}{}{mark}.", field.name), &inner, out);
        }
    }
    if prefix.is_empty() {
        out.push('\n');
    }
}

/// The fields of a map inside a field, and how one writes that there are several.
fn inner(ty: &Type) -> Option<(Vec<&'static Field>, &'static str)> {
    match ty {
        Type::Record(fields) | Type::ShortOr { record: fields, .. } => {
            Some((fields.iter().collect(), ""))
        }
        Type::List { of, .. } => inner(of).map(|(fields, _)| (fields, "[]")),
        Type::Table(fields) => Some((fields.iter().collect(), ".WORD")),
        _ => None,
    }
}

fn kind_of_value(ty: &Type) -> String {
    match ty {
        Type::Text => "text".to_owned(),
        Type::Flag => "`true` or `false`".to_owned(),
        Type::Count => "whole number".to_owned(),
        Type::Date => "date (EDTF)".to_owned(),
        Type::Amount => "amount".to_owned(),
        Type::Address => "web address".to_owned(),
        Type::Id(kinds) if kinds.len() == Kind::ALL.len() => "id".to_owned(),
        Type::Id(kinds) => {
            let words: Vec<&str> = kinds.iter().map(|kind| kind.one()).collect();
            format!("id of {}", words.join(" or "))
        }
        Type::Party => "id, or text".to_owned(),
        Type::Cite => "citation".to_owned(),
        Type::Word(vocabulary) => format!(
            "word: [{}](#{})",
            name(*vocabulary),
            name(*vocabulary).replace(' ', "-")
        ),
        Type::Declared(declared) => format!("word of `{}` in dossier.yaml", declared.key()),
        Type::File => "file".to_owned(),
        Type::Coordinates => "two numbers".to_owned(),
        Type::List { of, or_one } => {
            let one = if *or_one { ", or one" } else { "" };
            format!("list of: {}{one}", kind_of_value(of))
        }
        Type::Record(_) => "map".to_owned(),
        Type::ShortOr { short, .. } => format!("{}, or a map", kind_of_value(short)),
        Type::Fact(of) => format!("fact: {}", kind_of_value(of)),
        Type::Table(_) => "map from words to maps".to_owned(),
        Type::WordTable(vocabulary) => format!(
            "map to words: [{}](#{})",
            name(*vocabulary),
            name(*vocabulary)
        ),
        Type::NamedFact => "fact, of the type named beside it".to_owned(),
    }
}

const VOCABULARIES: [Vocabulary; 9] = [
    Vocabulary::ActorType,
    Vocabulary::PlaceType,
    Vocabulary::SourceType,
    Vocabulary::Status,
    Vocabulary::Stance,
    Vocabulary::Flag,
    Vocabulary::FactType,
    Vocabulary::Living,
    Vocabulary::Severity,
];

fn name(vocabulary: Vocabulary) -> String {
    vocabulary.catalogue_key().replace('_', " ")
}

fn words(out: &mut String) {
    for vocabulary in VOCABULARIES {
        let words: Vec<String> = vocabulary
            .words()
            .iter()
            .map(|word| format!("`{word}`"))
            .collect();
        let _ = writeln!(
            out,
            "### {}\n\n{}\n",
            capitalised(&name(vocabulary)),
            words.join(", ")
        );
    }
}
