//! The schemas and the reference of fields in the repository are those that the table makes.
//! `UPDATE=1 cargo test --test schema` writes them anew.

use dossier::schema::{Subject, docs, json};
use serde_json::Value;
use std::path::Path;

/// Compares a file of the repository with what it should be, or writes it where that is asked for.
fn check(path: &str, expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, expected).unwrap();
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        found == expected,
        "{path} is not current; run `UPDATE=1 cargo test --test schema` and read the difference"
    );
}

#[test]
fn the_schemas_are_current() {
    for subject in Subject::all() {
        check(
            &format!("schemas/{}", subject.file_name()),
            &json::text(subject),
        );
    }
}

#[test]
fn the_reference_of_fields_is_current() {
    check("docs/fields.md", &docs::text());
}

#[test]
fn every_field_is_in_its_schema_and_nothing_else_is_allowed() {
    for subject in Subject::all() {
        let schema: Value = serde_json::from_str(&json::text(subject)).unwrap();
        assert_eq!(schema["additionalProperties"], false);
        let properties = schema["properties"].as_object().unwrap();
        assert_eq!(properties.len(), subject.fields().len());
        for field in subject.fields() {
            let property = &properties[field.name];
            assert_eq!(property["description"], field.doc, "{}", field.name);
            let required = schema["required"].as_array().unwrap();
            assert_eq!(
                required.iter().any(|name| name == field.name),
                field.is_required,
                "{}",
                field.name
            );
        }
        references(&schema, &schema);
    }
}

/// Follows all references.
fn references(value: &Value, schema: &Value) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(to)) = map.get("$ref") {
                let name = to.strip_prefix("#/$defs/").unwrap();
                assert!(schema["$defs"].get(name).is_some(), "{to}");
            }
            map.values().for_each(|value| references(value, schema));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, schema)),
        _ => {}
    }
}
