//! What templates can call. Pure functions of their arguments and of what was there when the theme was
//! compiled: a template that could ask the dossier would see more than its view.

use super::catalogue::Catalogue;
use super::theme::AssetVersions;
use crate::fingerprint::Fingerprint;
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
    tera.register_filter(
        "json",
        |value: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
            let json =
                serde_json::to_string(value).map_err(|error| Error::message(error.to_string()))?;
            // Such a text may stand in a script element or an attribute.
            Ok(Value::safe_string(
                &json
                    .replace('<', "\\u003c")
                    .replace('>', "\\u003e")
                    .replace('&', "\\u0026")
                    .replace('\'', "\\u0027"),
            ))
        },
    );
}
