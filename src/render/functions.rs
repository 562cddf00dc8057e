//! What templates can call. Pure functions of their arguments and of what was there when the theme was
//! compiled: a template that could ask the dossier would see more than its view.

use super::catalogue::Catalogue;
use super::theme::AssetVersions;
use crate::fingerprint::Fingerprint;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Registers all functions and filters.
pub fn register(
    tera: &mut Tera,
    statics: &BTreeMap<String, Arc<[u8]>>,
    words: &Arc<Catalogue>,
    versions: AssetVersions,
) {
    let addresses: BTreeMap<String, String> = statics
        .iter()
        .filter_map(|(path, bytes)| {
            let name = path.strip_prefix("static/")?.to_owned();
            let address = match versions {
                AssetVersions::Shown => {
                    format!("{path}?v={}", &Fingerprint::of_bytes(bytes).hex()[..8])
                }
                AssetVersions::Hidden => path.clone(),
            };
            Some((name, address))
        })
        .collect();
    tera.register_function(
        "asset",
        move |arguments: Kwargs, _: &State| -> TeraResult<String> {
            let file = arguments.must_get::<&str>("file")?;
            addresses
                .get(file)
                .cloned()
                .ok_or_else(|| Error::message(format!("no theme has a file static/{file}")))
        },
    );
    let words = Arc::clone(words);
    tera.register_function(
        "count",
        move |arguments: Kwargs, _: &State| -> TeraResult<String> {
            let key = arguments.must_get::<&str>("key")?;
            Ok(words.count(key, arguments.must_get::<u64>("n")?))
        },
    );
    tera.register_filter("csp_hash", |text: &str, _: Kwargs, _: &State| -> String {
        csp_hash(text)
    });
    tera.register_filter(
        "json",
        |value: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
            let json =
                serde_json::to_string(value).map_err(|error| Error::message(error.to_string()))?;
            // Not marked as safe: in an attribute its quotation marks have to be escaped like all else, and only
            // who writes a script says `| safe`. What could end a script is no character of the text by then.
            Ok(Value::from(
                json.replace('<', "\\u003c")
                    .replace('>', "\\u003e")
                    .replace('&', "\\u0026")
                    .replace('\'', "\\u0027"),
            ))
        },
    );
}

/// The source expression by which a Content-Security-Policy allows an element with exactly this text:
/// `sha256-` and the hash in Base64 ([CSP 3, § 2.3.1](https://www.w3.org/TR/CSP3/#framework-directive-source-list)).
/// Browsers do not ask for it on data such as JSON-LD; validators do.
fn csp_hash(text: &str) -> String {
    const DIGITS: [char; 64] = [
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R',
        'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j',
        'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '0', '1',
        '2', '3', '4', '5', '6', '7', '8', '9', '+', '/',
    ];
    let mut expression = String::with_capacity(51);
    expression.push_str("sha256-");
    for group in Sha256::digest(text.as_bytes()).chunks(3) {
        let byte = |i: usize| group.get(i).copied().map_or(0, u32::from);
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            expression.push(if digit > group.len() {
                '='
            } else {
                DIGITS[(bits >> (18 - 6 * digit) & 63) as usize]
            });
        }
    }
    expression
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader of HTML takes out of an attribute or a script is the value that went in.
    #[test]
    fn json_stands_in_attributes_and_scripts() {
        let mut tera = Tera::new();
        register(
            &mut tera,
            &BTreeMap::new(),
            &Arc::default(),
            AssetVersions::Hidden,
        );
        tera.add_raw_template(
            "a.html",
            "<p data-x=\"{{ x | json }}\" data-y='{{ x | json }}'></p><script>{{ x | json | safe }}</script>",
        )
        .unwrap();
        let value = serde_json::json!({ "a": "\"><b>'&amp;</script>", "n": [1, null] });
        let mut context = tera::Context::new();
        context.insert("x", &value);
        let html = tera.render("a.html", &context).unwrap();
        let between = |start: &str, end: &str| -> serde_json::Value {
            let (_, rest) = html.split_once(start).unwrap();
            let text = rest.split_once(end).unwrap().0;
            let text = text.replace("&quot;", "\"").replace("&amp;", "&");
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {html}"))
        };
        assert_eq!(between("data-x=\"", "\""), value);
        assert_eq!(between("data-y='", "'"), value);
        assert_eq!(between("<script>", "</script>"), value);
        assert_eq!(html.matches('<').count(), 4, "{html}");
    }

    #[test]
    fn a_text_is_allowed_by_its_hash() {
        // Made with `openssl dgst -sha256 -binary | base64`.
        for (text, hash) in [
            ("", "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
            ("{}", "sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="),
        ] {
            assert_eq!(csp_hash(text), hash);
        }
    }
}
