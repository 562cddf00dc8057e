//! Which paths may be written, and which two of them would be one file somewhere.

use rustc_hash::FxHashMap;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The folder inside the output in which the writer keeps what it must remember.
pub const OWN: &str = ".dossier";

/// Why a path cannot be an output's, in words after "`path`", or none if it can.
///
/// A path is relative, with forward slashes, and stays below the folder it is joined to on every
/// system: the manifest is read back from a folder that others can write to, so this is what keeps a
/// forged line from removing a file elsewhere.
#[must_use]
pub fn fault(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("is empty");
    }
    if path.starts_with('/') {
        return Some("is absolute");
    }
    // One pass over the bytes for the usual case: these paths are many, and most are plain.
    if path
        .bytes()
        .any(|b| b == b'\\' || b == b':' || b < 0x20 || b == 0x7F)
    {
        return Some(match path.bytes().find(|b| matches!(b, b'\\' | b':')) {
            Some(b'\\') => "has a backslash, which is a folder on some systems",
            Some(_) => "has a colon, which is a drive on some systems",
            None => "has a control character",
        });
    }
    for part in path.split('/') {
        match part {
            "" => return Some("has an empty part"),
            "." | ".." => return Some("has a part that leads elsewhere"),
            _ => {}
        }
    }
    let first = path.split('/').next().unwrap_or_default();
    first
        .eq_ignore_ascii_case(OWN)
        .then_some("is kept for the list of what was written")
}

/// Why two paths cannot both be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// They are the same path.
    Same,
    /// They differ only in upper and lower case.
    Case,
    /// They look the same and differ in how the characters are composed.
    UnicodeForm,
    /// One is a file where the other needs a folder.
    FileAndFolder,
}

/// Two paths that would be one file, or a file and a folder, on some system or host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    pub first: String,
    pub second: String,
    pub why: Clash,
}

/// All collisions among `paths`, in their order; each path is named against the first it collides with.
#[must_use]
pub fn collisions<'a>(paths: impl IntoIterator<Item = &'a str>) -> Vec<Collision> {
    let paths: Vec<&str> = paths.into_iter().collect();
    let mut by_key = FxHashMap::<Cow<'_, str>, &str>::default();
    by_key.reserve(paths.len());
    let mut found = Vec::new();
    let mut collide = |first: &str, second: &str, why| {
        found.push(Collision {
            first: first.to_owned(),
            second: second.to_owned(),
            why,
        });
    };
    for path in &paths {
        let key = key(path);
        if let Some(first) = by_key.get(&key) {
            let why = match () {
                () if first == path => Clash::Same,
                () if first.nfc().eq(path.nfc()) => Clash::UnicodeForm,
                () => Clash::Case,
            };
            collide(first, path, why);
        } else {
            by_key.insert(key, path);
        }
    }
    for path in &paths {
        let key = key(path);
        let folders = key.match_indices('/').filter_map(|(end, _)| key.get(..end));
        if let Some(file) = folders.filter_map(|folder| by_key.get(folder)).next() {
            collide(file, path, Clash::FileAndFolder);
        }
    }
    found
}

/// What two paths have in common if some file system takes them for one: no case, one Unicode form.
/// Upper before lower, as `ſ` and `s`, `ß` and `ss` only meet in upper case.
#[must_use]
pub fn key(path: &str) -> Cow<'_, str> {
    if path
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        return Cow::Borrowed(path);
    }
    let folded: String = path
        .nfd()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect();
    Cow::Owned(folded.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_below_the_folder_are_written() {
        for good in [
            "a",
            "a/b.html",
            "a..b/..c",
            "año/x y.html",
            ".nojekyll",
            ".well-known/x",
            "dossier",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in [
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "a/../b",
            "a/..",
            "./a",
            "a\\b",
            "..\\a",
            "C:a",
            "C:/a",
            "a\0b",
            "a\nb",
            "a\u{7f}",
            ".dossier",
            ".dossier/manifest",
            ".Dossier/x",
        ] {
            assert!(fault(bad).is_some(), "{bad:?}");
        }
    }

    #[test]
    fn paths_that_are_one_file_somewhere_collide() {
        let found = |paths: &[&str]| -> Vec<(String, String, Clash)> {
            collisions(paths.iter().copied())
                .into_iter()
                .map(|c| (c.first, c.second, c.why))
                .collect()
        };
        let clash = |a: &str, b: &str, why| vec![(a.to_owned(), b.to_owned(), why)];
        for (a, b, why) in [
            ("a.html", "a.html", Clash::Same),
            ("a/Ana.html", "a/ana.html", Clash::Case),
            ("A/x", "a/x", Clash::Case),
            ("ZERÓN", "zerón", Clash::Case),
            ("stra\u{df}e", "STRASSE", Clash::Case),
            ("zer\u{f3}n", "zero\u{301}n", Clash::UnicodeForm),
            ("a", "a/b/c.html", Clash::FileAndFolder),
            ("A", "a/b.html", Clash::FileAndFolder),
        ] {
            assert_eq!(found(&[a, b]), clash(a, b, why));
        }
        assert_eq!(
            found(&[
                "a", "b", "ab", "a.html", "b/../c", "zerón", "zeron", "x/a", "y/a"
            ])
            .len(),
            1
        );
        assert_eq!(found(&["x/y/a", "x", "x/z"]).len(), 2);
        assert_eq!(found(&[]), []);
    }
}
