//! Addresses of the site: which there are, what a plain link leads to, and which would collide.

use super::names::Names;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::dossier::{Dossier, Entry, Target};
use crate::model::kind::Kind;
use crate::model::picture::Picture;
use crate::model::site::{SitePage, redirect_path, topic_url};
use crate::model::source_tree::{SourceFile, SourceTree};
use crate::text::percent_decode;
use crate::yaml::locate::Locator;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Folder of the site into which the files of entries go.
const MEDIA: &str = "media";

/// The files under `content/` that are no entries, with their address in the site.
pub fn media(tree: &SourceTree) -> FxHashMap<Arc<str>, String> {
    tree.under("content")
        .filter(|file| !is_markdown(&file.path))
        .filter_map(|file| {
            let path = file.path.strip_prefix("content/")?;
            let is_hidden = path
                .split('/')
                .any(|part| part.starts_with('.') || part.ends_with('~'));
            (!is_hidden).then(|| (Arc::from(path), format!("{MEDIA}/{path}")))
        })
        .collect()
}

/// Whether an address is that of a file of an entry.
pub fn is_media(address: &str) -> bool {
    let rest = address.strip_prefix(MEDIA);
    rest.is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a file is Markdown by its name. What does not end in `.md` exactly is no entry, and yet nothing to publish.
fn is_markdown(path: &str) -> bool {
    ends_in(path, &["md", "markdown", "mdown", "mkd", "mdx"])
}

/// Whether the name of a file ends in one of these, in capitals or not.
pub(super) fn ends_in(path: &str, ends: &[&str]) -> bool {
    let end = path.rsplit('.').next().unwrap_or("");
    ends.iter().any(|known| end.eq_ignore_ascii_case(known))
}

/// Reports files that are pictures by their name and by nothing else.
pub fn check_pictures(dossier: &Dossier, findings: &mut Diagnostics) {
    let mut broken: Vec<&Arc<str>> = dossier
        .media
        .iter()
        .filter(|(path, address)| {
            ends_in(path, &["jpg", "jpeg", "png", "webp"])
                && !dossier.pictures.contains_key(address.as_str())
        })
        .map(|(path, _)| path)
        .collect();
    broken.sort_unstable();
    for path in broken {
        let finding = Diagnostic::warning(
            "unreadable-picture",
            Location::file(&format!("content/{path}").into()),
            "this file is a picture by its name, and cannot be read as one",
        );
        findings.push(finding.help(
            "open it in a picture editor and save it as JPEG, PNG or WebP, under a name that ends so",
        ));
    }
}

/// The pictures among the files of entries, by their address. What is `known` of an unchanged file is kept.
pub fn pictures(
    tree: &SourceTree,
    media: &FxHashMap<Arc<str>, String>,
    known: &FxHashMap<String, Arc<Picture>>,
) -> FxHashMap<String, Arc<Picture>> {
    let files: Vec<&SourceFile> = tree
        .under("content")
        .filter(|file| !file.path.ends_with(".md"))
        .collect();
    files
        .into_par_iter()
        .filter_map(|file| {
            let address = media.get(file.path.strip_prefix("content/")?)?;
            let same = known
                .get(address)
                .filter(|picture| picture.fingerprint == file.fingerprint);
            let picture = match same {
                Some(picture) => Arc::clone(picture),
                None => Arc::new(Picture::of(file)?),
            };
            Some((address.clone(), picture))
        })
        .collect()
}

/// Reports addresses that two things claim, or that differ only by case.
pub fn check(dossier: &Dossier, locate: &Locator<'_>, findings: &mut Diagnostics) {
    redirects(dossier, locate, findings);
    for file in locate.tree.under("content") {
        if is_markdown(&file.path) && !file.path.ends_with(".md") {
            let finding = Diagnostic::error(
                "misplaced-entry",
                Location::file(&file.path),
                "this file is not read: the name of an entry ends in `.md`",
            );
            findings.push(finding.help("rename it, or move it out of content/"));
        }
    }
    let taken: Vec<&str> = SitePage::ALL.iter().map(|page| page.url()).collect();
    for (_, entry) in dossier.of_kind(Kind::Page) {
        if taken.contains(&&*entry.url) {
            let finding = Diagnostic::error(
                "reserved-id",
                Location::file(&entry.document.path),
                format!("the site makes a page {} of its own", entry.url),
            );
            findings.push(finding.help("rename this file"));
        }
    }
    // Ids are ASCII lower case, so only the writer's own files can differ by case alone.
    let mut media: Vec<(&Arc<str>, &String)> = dossier.media.iter().collect();
    media.sort_unstable();
    let mut seen: FxHashMap<String, &Arc<str>> = FxHashMap::default();
    for (path, address) in media {
        if let Some(other) = seen.insert(crate::text::fold(address), path) {
            let location = Location::file(&format!("content/{path}").into());
            let finding = Diagnostic::error(
                "address-collision",
                location,
                format!("`{path}` and `{other}` would be the same file on many computers"),
            );
            findings
                .push(finding.help("rename one: names must differ by more than case and accents"));
        }
    }
}

/// Reports old addresses that cannot be one, or that something else has.
fn redirects(dossier: &Dossier, locate: &Locator<'_>, findings: &mut Diagnostics) {
    let pages = SitePage::ALL.iter().map(|page| page.url().to_owned());
    let topics = dossier.config.topics.keys().map(|id| topic_url(id));
    let entries = dossier.entries.iter().map(|entry| entry.url.to_string());
    let mut taken: FxHashMap<String, String> = pages
        .chain(topics)
        .chain(entries)
        .map(|url| (url.to_lowercase(), format!("the page {url}")))
        .collect();
    for entry in &dossier.entries {
        let file = &entry.document.path;
        for (i, written) in entry.common().redirects.iter().enumerate() {
            let place = || locate.field(file, &format!("redirects[{i}]"));
            let Some(path) = redirect_path(written) else {
                let finding = Diagnostic::error(
                    "invalid-redirect",
                    place(),
                    format!("`{written}` cannot be an old address of this site"),
                );
                findings.push(finding.help(
                    "write it from the root of the site, with plain letters: actors/old-id.html",
                ));
                continue;
            };
            let owner = format!("a redirect of {file}");
            if let Some(other) = taken.insert(path.to_lowercase(), owner) {
                let finding = Diagnostic::error(
                    "address-collision",
                    place(),
                    format!("{path} is the address of {other} already"),
                );
                findings.push(finding.help("leave this redirect out, or rename the other"));
            }
        }
    }
}

/// What a plain link of an entry leads to; its nearest address if nothing.
pub fn find(
    dossier: &Dossier,
    names: &Names<'_>,
    entry: &Entry,
    to: &str,
) -> Result<Target, Option<String>> {
    let (path, fragment) = to.split_once('#').unwrap_or((to, ""));
    let path = path.split('?').next().unwrap_or("");
    let own = || dossier.index(entry.id());
    if path.is_empty() {
        return own()
            .filter(|_| !fragment.is_empty())
            .map(|index| Target::Entry(index, fragment.to_owned()))
            .ok_or(None);
    }
    let decoded = percent_decode(path);
    let in_content = entry
        .document
        .path
        .strip_prefix("content/")
        .unwrap_or(&entry.document.path);
    let from_file = join(in_content, &decoded);
    let from_page = join(&entry.url, &decoded);
    let from_root = join("", decoded.trim_start_matches('/'));
    let candidates = [from_file, from_page, from_root];
    for candidate in candidates.iter().flatten() {
        if let Some(id) = candidate.strip_suffix(".md")
            && let Some(target) = dossier.find(id.rsplit('/').next().unwrap_or(id))
            && target.document.path.strip_prefix("content/") == Some(candidate)
            && let Some(index) = dossier.index(target.id())
        {
            return Ok(Target::Entry(index, fragment.to_owned()));
        }
        let with_fragment = |address: &str| match fragment {
            "" => address.to_owned(),
            fragment => format!("{address}#{fragment}"),
        };
        if let Some(address) = dossier.media.get(candidate.as_str()) {
            return Ok(Target::Address(with_fragment(address)));
        }
        if SitePage::ALL.iter().any(|page| page.url() == candidate)
            || dossier
                .config
                .topics
                .keys()
                .any(|id| topic_url(id) == *candidate)
        {
            return Ok(Target::Address(with_fragment(candidate)));
        }
        let id = candidate
            .strip_suffix(".html")
            .and_then(|c| c.rsplit('/').next());
        if let Some(index) = id
            .and_then(|id| dossier.index(id))
            .filter(|index| dossier.entry(*index).url[..] == **candidate)
        {
            return Ok(Target::Entry(index, fragment.to_owned()));
        }
    }
    let pages = SitePage::ALL.iter().map(|page| page.url());
    let urls = dossier.entries.iter().map(|entry| &*entry.url);
    Err(names
        .guess(path.trim_start_matches("../"), pages.chain(urls))
        .map(str::to_owned))
}

/// Address of a file that an entry shows: beside the entry, or from `content/`.
#[must_use]
pub fn media_of<'a>(dossier: &'a Dossier, entry: &Entry, file: &str) -> Option<&'a String> {
    let in_content = entry
        .document
        .path
        .strip_prefix("content/")
        .unwrap_or(&entry.document.path);
    let decoded = percent_decode(file);
    let beside = join(in_content, &decoded).and_then(|path| dossier.media.get(path.as_str()));
    beside.or_else(|| join("", &decoded).and_then(|path| dossier.media.get(path.as_str())))
}

/// The path that `relative` means, seen from the file `base`. None if it leaves the root.
fn join(base: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_never_leave_the_root() {
        assert_eq!(
            join("actors/a.md", "../events/b.md").as_deref(),
            Some("events/b.md")
        );
        assert_eq!(
            join("actors/a.md", "./b.jpg").as_deref(),
            Some("actors/b.jpg")
        );
        assert_eq!(join("actors/a.md", "../../etc/passwd"), None);
    }
}
