//! Fields → JSON Schema, draft 2020-12. A schema is as strict as JSON Schema can be: it takes what the
//! check takes, and refuses what can be refused without knowing a calendar or the other entries.

use super::Subject;
use crate::model::field::{Field, Type};
use crate::model::fields::{ACCOUNT, PLACES};
use crate::model::words::Vocabulary;
use serde_json::{Map, Value, json};

/// What an id looks like; as [`crate::text::is_id`].
const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// What an address looks like; as [`crate::yaml::shape::is_web_address`].
const ADDRESS: &str = r#"^https?://[^\s"<>\\`]+$"#;

/// The schema of a kind's front matter, or of `dossier.yaml`, as text that ends in a line break.
#[must_use]
pub fn text(subject: Subject) -> String {
    let title = match subject {
        Subject::Kind(kind) => format!("Front matter of {} {}", article(kind.word()), kind.word()),
        Subject::Config => "dossier.yaml".to_owned(),
    };
    let mut schema = Map::new();
    schema.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    schema.insert("title".to_owned(), json!(title));
    schema.insert("description".to_owned(), json!(subject.purpose()));
    let Value::Object(record) = record(&subject.fields(), None) else {
        return String::new();
    };
    schema.extend(record);
    let definitions = definitions(&Value::Object(schema.clone()));
    if !definitions.is_empty() {
        schema.insert("$defs".to_owned(), Value::Object(definitions));
    }
    let text = serde_json::to_string_pretty(&Value::Object(schema));
    text.map_or_else(|_| String::new(), |text| text + "\n")
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    }
}

/// A map with these fields, and perhaps one more that the table does not name.
fn record(fields: &[&Field], value: Option<Value>) -> Value {
    let mut properties = Map::new();
    let mut required: Vec<&str> = Vec::new();
    if let Some(value) = value {
        properties.insert("value".to_owned(), or_null(value));
        required.push("value");
    }
    for field in fields {
        let mut schema = schema(&field.ty);
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".to_owned(), json!(field.doc));
            if let Some(example) = example(field) {
                schema.insert("examples".to_owned(), json!([example]));
            }
        }
        // `field:` with nothing after it is as if it were not there; a required one must have a value.
        let schema = if field.is_required {
            schema
        } else {
            or_null(schema)
        };
        properties.insert(field.name.to_owned(), schema);
        if field.is_required {
            required.push(field.name);
        }
    }
    let mut record = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    if let (Value::Object(record), false) = (&mut record, required.is_empty()) {
        record.insert("required".to_owned(), json!(required));
    }
    record
}

/// The same schema, which also takes nothing.
fn or_null(mut schema: Value) -> Value {
    let Value::Object(map) = &mut schema else {
        return schema;
    };
    match map.get_mut("type") {
        Some(Value::String(one)) => {
            let types = json!([one.clone(), "null"]);
            map.insert("type".to_owned(), types);
        }
        Some(Value::Array(several)) => several.push(json!("null")),
        _ => {}
    }
    if let Some(Value::Array(words)) = map.get_mut("enum") {
        words.push(Value::Null);
    }
    if let Some(Value::Array(forms)) = map.get_mut("anyOf") {
        forms.push(json!({"type": "null"}));
    }
    if map.contains_key("$ref") {
        let mut outer = Map::new();
        if let Some(reference) = map.remove("$ref") {
            outer.insert(
                "anyOf".to_owned(),
                json!([{"$ref": reference}, {"type": "null"}]),
            );
        }
        outer.append(map);
        return Value::Object(outer);
    }
    schema
}

/// The example of a field as a value, if it is YAML that means one.
fn example(field: &Field) -> Option<Value> {
    (!field.example.is_empty()).then_some(())?;
    let value = serde_yaml::from_str::<Value>(field.example).ok();
    let text = Value::String(field.example.to_owned());
    Some(match (&field.ty, value) {
        (
            Type::Text | Type::Date | Type::Amount | Type::Fact(_) | Type::Word(_),
            Some(Value::String(text)),
        ) => json!(text),
        (Type::Text | Type::Date | Type::Amount | Type::Fact(_) | Type::Word(_), _) | (_, None) => {
            text
        }
        (_, Some(value)) => value,
    })
}

fn schema(ty: &Type) -> Value {
    match ty {
        // YAML reads `1984` as a number and `true` as a truth value; the check takes them as written.
        Type::Text | Type::Declared(_) | Type::File | Type::Party => reference("text"),
        Type::Flag => json!({"type": "boolean"}),
        Type::Count => json!({"type": "integer", "minimum": 0, "maximum": u32::MAX}),
        Type::Date => reference("date"),
        Type::Amount => json!({"type": "string", "pattern": "[0-9]"}),
        Type::Address => json!({"type": "string", "pattern": ADDRESS}),
        Type::Id(_) => reference("id"),
        Type::Cite => reference("citation"),
        Type::Word(vocabulary) => word(*vocabulary),
        Type::Coordinates => json!({
            "type": "array",
            "prefixItems": [
                {"type": "number", "minimum": -90, "maximum": 90},
                {"type": "number", "minimum": -180, "maximum": 180},
            ],
            "minItems": 2,
            "maxItems": 2,
        }),
        Type::List { of, or_one: false } => list(schema(of)),
        Type::List { of, or_one: true } => json!({"anyOf": [list(schema(of)), schema(of)]}),
        Type::Record(fields) => record(&fields.iter().collect::<Vec<_>>(), None),
        Type::ShortOr {
            short,
            record: fields,
        } => {
            json!({"anyOf": [schema(short), record(&fields.iter().collect::<Vec<_>>(), None)]})
        }
        Type::Fact(of) => fact(schema(of)),
        Type::Table(fields) => json!({
            "type": "object",
            "additionalProperties": record(&fields.iter().collect::<Vec<_>>(), None),
        }),
        Type::WordTable(vocabulary) => json!({
            "type": "object",
            "additionalProperties": word(*vocabulary),
        }),
        // Which type it has depends on the field beside it; all of these are text in YAML.
        Type::NamedFact => {
            fact(json!({"anyOf": [reference("text"), reference("date"), schema(&PLACES)]}))
        }
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn list(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

/// One word of a fixed list. `living: true` and `severity: off` look like truth values to some readers of YAML.
fn word(vocabulary: Vocabulary) -> Value {
    let mut words: Vec<Value> = vocabulary.words().iter().map(|word| json!(word)).collect();
    for (text, value) in [("true", true), ("false", false)] {
        if vocabulary.position(text).is_some() {
            words.push(json!(value));
        }
    }
    json!({"enum": words})
}

/// A plain value, a list of accounts, or a map of accounts with a note.
fn fact(value: Value) -> Value {
    let account = record(&ACCOUNT.iter().collect::<Vec<_>>(), Some(value.clone()));
    let accounts = json!({"type": "array", "minItems": 1, "items": account});
    json!({"anyOf": [
        value,
        accounts.clone(),
        {
            "type": "object",
            "additionalProperties": false,
            "required": ["accounts"],
            "properties": {"accounts": accounts, "note": or_null(reference("text"))},
        },
    ]})
}

/// The definitions that a schema refers to.
fn definitions(schema: &Value) -> Map<String, Value> {
    let written = schema.to_string();
    let all = [
        (
            "text",
            json!({"type": ["string", "number", "boolean"], "pattern": r"\S"}),
        ),
        (
            "id",
            json!({"type": "string", "pattern": ID, "maxLength": 100}),
        ),
        (
            "date",
            json!({"type": ["string", "integer"], "pattern": date_pattern()}),
        ),
        ("citation", json!({"type": "string", "pattern": "@"})),
    ];
    all.into_iter()
        .filter(|(name, _)| written.contains(&format!("#/$defs/{name}\"")))
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect()
}

/// The dates of [`crate::model::date`] as far as a pattern can tell them: no calendar, no order of ends.
fn date_pattern() -> String {
    let month = "(0[1-9]|1[0-2]|2[1-9]|3[0-9]|4[01]|XX)";
    let day = "(0[1-9]|[12][0-9]|3[01]|XX)";
    let time = r"T[0-2][0-9]:[0-5][0-9](:[0-6][0-9])?(Z|[+-][0-2][0-9](:[0-5][0-9])?)?";
    let year = "(-?[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|[0-9]XXX|Y-?[0-9]{5,9})";
    let date = format!("{year}(-{month}(-{day}({time})?)?)?[?~%]?");
    let item = format!(r"\s*((\.\.\s*)?{date}(\s*\.\.)?|{date}\s*\.\.\s*{date})\s*");
    let set = format!(r"(\[{item}(,{item})*\]|\{{{item}(,{item})*\}})");
    format!(r"^\s*({date}|({date}|\.\.)?\s*/\s*({date}|\.\.)?|{set})\s*$")
}
