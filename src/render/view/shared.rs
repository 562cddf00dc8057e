//! Views that many pages show: made once, and then only pointed at.
//!
//! A link to a busy actor stands on thousands of pages. Copying its six texts into each view, hashing
//! them for each fingerprint and turning them into a template's value again was most of the time of
//! rendering.

use crate::fingerprint::Fingerprint;
use rayon::prelude::*;
use serde::{Serialize, Serializer};
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A view that is shared between pages, with its fingerprint and its value for templates.
#[derive(Debug)]
pub struct Shared<T>(Arc<Parts<T>>);

#[derive(Debug)]
struct Parts<T> {
    view: T,
    fingerprint: Fingerprint,
    value: OnceLock<tera::Value>,
}

impl<T: Hash> Shared<T> {
    /// Shares a view.
    #[must_use]
    pub fn new(view: T) -> Self {
        Self(Arc::new(Parts {
            fingerprint: Fingerprint::of(&view),
            view,
            value: OnceLock::new(),
        }))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.view
    }
}

impl<T: Hash + Default> Default for Shared<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.fingerprint.hash(state);
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Tera takes over a value that it meets while serialising, instead of building it again.
        let value = self
            .0
            .value
            .get_or_init(|| tera::Value::from_serializable(&self.0.view));
        value.serialize(serializer)
    }
}

/// Serialises a long list for a template, on all threads. Not for views that are [`Shared`]: what makes their values must
/// not wait for other threads.
///
/// # Errors
/// None of its own.
pub fn in_parallel<T: Serialize + Sync, S: Serializer>(
    items: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let values = items.par_iter().map(tera::Value::from_serializable);
    values.collect::<Vec<_>>().serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_view_hashes_and_shows_as_its_content_does() {
        let shared = Shared::new(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(
            tera::Value::from_serializable(&shared),
            tera::Value::from_serializable(&*shared)
        );
        let other = Shared::new(vec!["a".to_owned()]);
        assert_ne!(Fingerprint::of(&shared), Fingerprint::of(&other));
        assert_eq!(
            Fingerprint::of(&shared),
            Fingerprint::of(&Shared::new(shared.to_vec()))
        );
    }
}
