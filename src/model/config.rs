//! What holds for the whole dossier. Read from `dossier.yaml` by [`crate::config`].

use crate::diagnostic::Severity;
use crate::fingerprint::Fingerprint;
use std::collections::BTreeMap;

/// What holds for the whole dossier.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Config {
    pub title: String,
    pub subtitle: String,
    pub description: String,
    pub lang: String,
    /// With a slash at its end; none if it was not given.
    pub url: Option<String>,
    pub author: String,
    /// A mail address, without `mailto:`, or a web address; empty if there is none.
    pub contact: String,
    pub licence_code: String,
    pub licence_content: String,
    pub theme: String,
    /// Name of the CSL style.
    pub style: String,
    /// Folder of snapshots from the root of the dossier; empty if there is none.
    pub snapshots: String,
    pub topics: BTreeMap<String, Topic>,
    pub relations: BTreeMap<String, RelationType>,
    /// Severity of checks that the dossier changes; none means off.
    pub severity: BTreeMap<String, Option<Severity>>,
    /// In per cent.
    pub min_coverage: u32,
    pub repository: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Topic {
    pub title: String,
    pub summary: String,
}

/// A type of relation with its label in both directions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RelationType {
    pub label: String,
    pub inverse: String,
}

impl Config {
    /// Fingerprint of what templates and outputs take from it.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Untitled dossier".to_owned(),
            subtitle: String::new(),
            description: String::new(),
            lang: "en".to_owned(),
            url: None,
            author: String::new(),
            contact: String::new(),
            licence_code: String::new(),
            licence_content: String::new(),
            theme: "casefile".to_owned(),
            style: "chicago-notes".to_owned(),
            snapshots: String::new(),
            topics: BTreeMap::new(),
            relations: BTreeMap::new(),
            severity: BTreeMap::new(),
            min_coverage: 0,
            repository: None,
        }
    }
}
