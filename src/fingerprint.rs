//! Fingerprints: 128-bit content hashes by which stages recognise what they have already done.
//!
//! Not cryptographic: they tell versions of the writer's own files apart. What is published as proof
//! (snapshots, quotations) is hashed with SHA-256 elsewhere.

use std::hash::{Hash, Hasher};
use xxhash_rust::xxh3::Xxh3;

/// What makes two programs print differently: the source, the version, and what was left out of it.
pub const PROGRAM: (&str, &str, bool) = (
    env!("DOSSIER_CODE"),
    env!("CARGO_PKG_VERSION"),
    cfg!(feature = "cards"),
);

/// A 128-bit fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// Fingerprint of some bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// Fingerprint of any value that can be hashed. Stable within one version of the program.
    pub fn of<T: Hash + ?Sized>(value: &T) -> Self {
        let mut hasher = Streaming(Xxh3::new());
        value.hash(&mut hasher);
        Self(hasher.0.digest128())
    }

    /// This fingerprint together with another, in order.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::of(&(self.0, other.0))
    }

    /// 32 hexadecimal digits.
    #[must_use]
    pub fn hex(self) -> String {
        format!("{:032x}", self.0)
    }
}

/// Feeds `Hash` implementations into the 128-bit digest, which the standard trait cannot return.
struct Streaming(Xxh3);

impl Hasher for Streaming {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.digest()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_values_and_their_order_apart() {
        assert_eq!(Fingerprint::of("a"), Fingerprint::of("a"));
        assert_ne!(Fingerprint::of(&("ab", "c")), Fingerprint::of(&("a", "bc")));
        let (a, b) = (Fingerprint::of("a"), Fingerprint::of("b"));
        assert_ne!(a.and(b), b.and(a));
        assert_eq!(a.hex().len(), 32);
    }
}
