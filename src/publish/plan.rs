//! The files of two versions of a site → what publishing would change.

use std::collections::BTreeMap;

/// What changes between two versions, each list in order of path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
    pub n_unchanged: usize,
}

impl Plan {
    /// Compares two versions by what identifies the content of each file.
    #[must_use]
    pub fn between<Id: PartialEq>(old: &BTreeMap<String, Id>, new: &BTreeMap<String, Id>) -> Self {
        let mut plan = Self::default();
        for (path, id) in new {
            match old.get(path) {
                None => plan.added.push(path.clone()),
                Some(before) if before == id => plan.n_unchanged += 1,
                Some(_) => plan.changed.push(path.clone()),
            }
        }
        plan.removed = old
            .keys()
            .filter(|path| !new.contains_key(*path))
            .cloned()
            .collect();
        plan
    }

    /// Whether the versions are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// `3 files added, 12 changed, 1 removed, 90 as they were`.
    #[must_use]
    pub fn summary(&self) -> String {
        let counts = [
            (self.added.len(), "added"),
            (self.changed.len(), "changed"),
            (self.removed.len(), "removed"),
            (self.n_unchanged, "as they were"),
        ];
        let parts: Vec<String> = counts
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{n} {what}"))
            .collect();
        format!("files: {}", parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_added_changed_and_removed() {
        let files =
            |files: &[(&str, u8)]| files.iter().map(|(p, id)| ((*p).to_owned(), *id)).collect();
        let plan = Plan::between(
            &files(&[("a", 1), ("b", 1), ("c", 1)]),
            &files(&[("b", 1), ("c", 2), ("d", 1)]),
        );
        assert_eq!(
            (plan.added, plan.changed, plan.removed, plan.n_unchanged),
            (vec!["d".into()], vec!["c".into()], vec!["a".into()], 1)
        );
        assert!(Plan::between(&files(&[("a", 1)]), &files(&[("a", 1)])).is_empty());
    }
}
