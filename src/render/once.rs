//! Tables whose values are made when they are first asked for, from any thread.
//!
//! What makes a value must not divide its work between threads: one that waits for the others takes over other
//! pages meanwhile, and could come to wait for itself.

use crate::model::dossier::EntryIdx;
use rustc_hash::FxHashMap;
use std::sync::{OnceLock, PoisonError, RwLock};

/// One value for each entry of a dossier.
pub struct PerEntry<T>(Box<[OnceLock<T>]>);

impl<T: Clone> PerEntry<T> {
    /// A table for so many entries.
    pub fn new(n_entries: usize) -> Self {
        Self((0..n_entries).map(|_| OnceLock::new()).collect())
    }

    /// The value of an entry.
    pub fn get_or(&self, index: EntryIdx, make: impl FnOnce() -> T) -> T {
        match self.0.get(index.0 as usize) {
            Some(cell) => cell.get_or_init(make).clone(),
            None => make(),
        }
    }
}

/// One value for each text.
pub struct PerText<T>(RwLock<FxHashMap<Box<str>, T>>);

impl<T> Default for PerText<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T: Clone> PerText<T> {
    /// The value of a text.
    pub fn get_or(&self, text: &str, make: impl FnOnce() -> T) -> T {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known.get(text) {
            return value.clone();
        }
        drop(known);
        let value = make();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(text.into()).or_insert(value).clone()
    }
}
