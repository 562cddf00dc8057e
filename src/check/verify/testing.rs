//! Locks and saved texts for tests.

use crate::model::evidence::{EvidenceLock, Verified};

/// A lock file with these quotations: source, words, SHA-256.
pub fn lock(quotations: &[(&str, &str, &str)]) -> String {
    let mut lock = EvidenceLock::default();
    for (source, words, sha256) in quotations {
        let verified = Verified {
            sha256: (*sha256).into(),
            offset: 0,
            fragment: String::new(),
        };
        lock.insert(source, words, verified);
    }
    lock.to_text()
}
