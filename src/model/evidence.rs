//! `evidence.lock`: which quotation was verified against which snapshot.

use crate::quotation::quotation_hash_input;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Name of the lock file, at the root of a dossier.
pub const FILE: &str = "evidence.lock";

/// What was verified, by source and quotation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceLock {
    sources: FxHashMap<String, FxHashMap<u128, Verified>>,
}

/// One verified quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// SHA-256 of the snapshot, in hexadecimal digits.
    pub sha256: Arc<str>,
    /// Byte of the normalised snapshot at which the quotation begins.
    pub offset: usize,
    /// Text fragment that leads to it, such as `text=denied%20having`; empty if there is none.
    pub fragment: String,
}

/// How far a quotation was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuotationState {
    /// It stands in the snapshot that the source names.
    Verified,
    /// It stood in another version of the snapshot.
    Changed,
    /// It was never verified, though the source has a snapshot.
    Unverified,
    /// There is no snapshot to verify it against.
    NoSnapshot,
}

impl QuotationState {
    /// All states, in the order of their declaration.
    pub const ALL: [Self; 4] = [
        Self::Verified,
        Self::Changed,
        Self::Unverified,
        Self::NoSnapshot,
    ];

    /// Key in the section `state` of the string catalogue.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            QuotationState::Verified => "verified",
            QuotationState::Changed => "changed",
            QuotationState::Unverified => "unverified",
            QuotationState::NoSnapshot => "missing",
        }
    }
}

impl EvidenceLock {
    /// Reads a lock file. Lines that cannot be read are passed over: the quotation then counts as
    /// never verified, and `dossier verify` writes it anew.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut sources: FxHashMap<String, FxHashMap<u128, Verified>> = FxHashMap::default();
        // Lines are sorted, so that one source and one snapshot follow each other.
        let mut sha256: Arc<str> = "".into();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split(' ');
            let (Some(source), Some(sha), Some(hash), Some(offset)) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let (Ok(hash), Ok(offset)) = (u128::from_str_radix(hash, 16), offset.parse()) else {
                continue;
            };
            if *sha256 != *sha {
                sha256 = sha.into();
            }
            let verified = Verified {
                sha256: Arc::clone(&sha256),
                offset,
                fragment: fields.next().unwrap_or("").to_owned(),
            };
            match sources.get_mut(source) {
                Some(quotations) => drop(quotations.insert(hash, verified)),
                None => drop(
                    sources.insert(source.to_owned(), [(hash, verified)].into_iter().collect()),
                ),
            }
        }
        Self { sources }
    }

    /// The lock file, in order of source and quotation.
    #[must_use]
    pub fn to_text(&self) -> String {
        let lines = |(source, quotations): (&String, &FxHashMap<u128, Verified>)| {
            let line = |(hash, v): (&u128, &Verified)| {
                let (sha256, offset, fragment) = (&v.sha256, v.offset, &v.fragment);
                format!("{source} {sha256} {hash:032x} {offset} {fragment}")
                    .trim_end()
                    .to_owned()
            };
            quotations.iter().map(line).collect::<Vec<String>>()
        };
        let mut lines: Vec<String> = self.sources.iter().flat_map(lines).collect();
        lines.sort_unstable();
        let head = "# Written by `dossier verify`: source, SHA-256 of its snapshot, hash of the quotation, offset, text fragment.\n";
        lines
            .iter()
            .fold(head.to_owned(), |text, line| text + line + "\n")
    }

    /// Records a verified quotation of a source.
    pub fn insert(&mut self, source: &str, quotation: &str, verified: Verified) {
        self.sources
            .entry(source.to_owned())
            .or_default()
            .insert(hash(quotation), verified);
    }

    /// What was recorded for a quotation of a source, or none.
    #[must_use]
    pub fn get(&self, source: &str, quotation: &str) -> Option<&Verified> {
        self.sources.get(source)?.get(&hash(quotation))
    }

    /// Whether any quotation of a source is recorded.
    #[must_use]
    pub fn knows(&self, source: &str) -> bool {
        self.sources.contains_key(source)
    }

    /// Number of recorded quotations.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sources.values().map(FxHashMap::len).sum()
    }

    /// Whether nothing is recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// How far a quotation of a source was verified, given the hash that the source names for its snapshot.
    #[must_use]
    pub fn state(&self, source: &str, quotation: &str, snapshot: Option<&str>) -> QuotationState {
        match (snapshot, self.get(source, quotation)) {
            (None, _) => QuotationState::NoSnapshot,
            (Some(_), None) => QuotationState::Unverified,
            (Some(now), Some(then)) if *now == *then.sha256 => QuotationState::Verified,
            (Some(_), Some(_)) => QuotationState::Changed,
        }
    }
}

/// Hash of a quotation such that its typesetting does not matter. 128 bits of xxh3: the lock guards
/// against mistakes and drift, not against somebody who may edit the dossier itself.
fn hash(quotation: &str) -> u128 {
    xxhash_rust::xxh3::xxh3_128(quotation_hash_input(quotation).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_survives_writing_and_reading() {
        let mut lock = EvidenceLock::default();
        let verified = Verified {
            sha256: "ab".into(),
            offset: 7,
            fragment: "text=x".into(),
        };
        lock.insert("weekly", "the exact words", verified);
        lock.insert(
            "paper",
            "other",
            Verified {
                sha256: "cd".into(),
                offset: 0,
                fragment: String::new(),
            },
        );
        let again = EvidenceLock::parse(&lock.to_text());
        assert_eq!(again, lock);
        assert_eq!(again.to_text(), lock.to_text());
        assert_eq!(
            again.state("weekly", "the  exact words", Some("ab")),
            QuotationState::Verified
        );
        assert_eq!(
            again.state("weekly", "the exact words", Some("ac")),
            QuotationState::Changed
        );
        assert_eq!(
            again.state("weekly", "the inexact words", Some("ab")),
            QuotationState::Unverified
        );
        assert_eq!(
            again.state("weekly", "the exact words", None),
            QuotationState::NoSnapshot
        );
        assert_eq!(
            EvidenceLock::parse("nonsense\n\u{0}\na b c d\n"),
            EvidenceLock::default()
        );
    }
}
