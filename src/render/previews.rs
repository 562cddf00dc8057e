//! What a reader sees of a page before opening it: small files with the data for previews of links,
//! loaded by the theme's script when a link is first pointed at.

use super::scene::Scene;
use crate::model::artifact::Artifact;
use serde_json::json;
use std::collections::BTreeMap;

/// Pages in one file: about 60 KB of data.
const PAGES: usize = 256;

/// Number of files for this dossier; at least one.
#[must_use]
pub fn shards(scene: &Scene) -> u32 {
    u32::try_from(scene.dossier.entries.len().div_ceil(PAGES).max(1)).unwrap_or(u32::MAX)
}

/// The files: `previews/N.js` holds the pages whose address hashes to N.
#[must_use]
pub fn artifacts(scene: &Scene) -> Vec<Artifact<'static>> {
    let n = shards(scene);
    let mut files: Vec<BTreeMap<&str, serde_json::Value>> = vec![BTreeMap::new(); n as usize];
    for (_, entry) in scene.dossier.iter() {
        let date = entry
            .event()
            .and_then(|event| event.date.as_ref()?.shown())
            .map(|account| account.value.words(scene.lang()));
        let data = json!([
            entry.title(),
            scene.type_label(entry),
            entry.common().summary,
            date.unwrap_or_default()
        ]);
        if let Some(file) = files.get_mut((fnv1a(&entry.url) % n) as usize) {
            file.insert(&entry.url, data);
        }
    }
    let artifacts = files.iter().enumerate().map(|(i, pages)| {
        let json = serde_json::to_string(pages).unwrap_or_else(|_| "{}".to_owned());
        let script = format!("dossierPreviews({json});\n");
        Artifact {
            path: format!("previews/{i}.js").into(),
            bytes: script.into_bytes().into(),
        }
    });
    artifacts.collect()
}

/// FNV-1a with 32 bits, <http://www.isthe.com/chongo/tech/comp/fnv/>: the script computes the same.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_that_the_script_computes() {
        // Test vectors of the reference implementation.
        assert_eq!(fnv1a(""), 0x811c_9dc5);
        assert_eq!(fnv1a("a"), 0xe40c_292c);
        assert_eq!(fnv1a("foobar"), 0xbf9c_f968);
    }
}
