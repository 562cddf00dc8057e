//! The finished files of a site → what would go wrong on GitHub Pages.
//!
//! The generator writes relative links only; that is verified here on the very bytes, as templates, raw
//! HTML and the writer's own files have a part in them.

use super::links::{self, Target};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::artifact::Artifact;
use crate::write::path::collisions;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// A site may have 1 GB, <https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits>.
const MOST_BYTES: u64 = 1_000_000_000;
/// A push is refused with a file over 100 MiB; from 50 MiB on there is a warning,
/// <https://docs.github.com/en/repositories/working-with-files/managing-large-files/about-large-files-on-github>.
const MOST_BYTES_OF_FILE: u64 = 100 * 1024 * 1024;
const MANY_BYTES_OF_FILE: u64 = 50 * 1024 * 1024;

/// Checks all files of a site that is to stand at `base`.
#[must_use]
pub fn inspect(artifacts: &[Artifact<'_>], base: Option<&str>) -> Diagnostics {
    let mut findings = Diagnostics::new();
    sizes(artifacts, &mut findings);
    names(artifacts, &mut findings);
    follow(artifacts, base, &mut findings);
    findings.sort();
    findings
}

/// Findings are about files that are only made; where one is a file of `static/`, that is the place.
fn place(path: &str) -> Location {
    Location::file(&format!("public/{path}").into())
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}

fn sizes(artifacts: &[Artifact<'_>], findings: &mut Diagnostics) {
    let size = |artifact: &Artifact<'_>| artifact.bytes.len() as u64;
    let total: u64 = artifacts.iter().map(size).sum();
    if total > MOST_BYTES * 4 / 5 {
        let message = format!("the site has {}; GitHub Pages takes 1 GB", megabytes(total));
        let mut largest: Vec<&Artifact<'_>> = artifacts.iter().collect();
        largest.sort_by_key(|artifact| std::cmp::Reverse(artifact.bytes.len()));
        let largest: Vec<String> = largest
            .iter()
            .take(5)
            .map(|a| format!("{} ({})", a.path, megabytes(size(a))))
            .collect();
        let at = place("");
        let finding = if total > MOST_BYTES {
            Diagnostic::error("site-too-large", at, message)
        } else {
            Diagnostic::warning("site-too-large", at, message)
        };
        findings.push(finding.help(format!(
            "make the largest files smaller or put them elsewhere: {}",
            largest.join(", ")
        )));
    }
    for artifact in artifacts {
        let bytes = size(artifact);
        let message = format!(
            "the file has {}; GitHub refuses a push with a file over 105 MB",
            megabytes(bytes)
        );
        let help = "make it smaller, or put it on a host for large files and link to it";
        if bytes > MOST_BYTES_OF_FILE {
            findings
                .push(Diagnostic::error("large-file", place(&artifact.path), message).help(help));
        } else if bytes > MANY_BYTES_OF_FILE {
            findings
                .push(Diagnostic::warning("large-file", place(&artifact.path), message).help(help));
        }
    }
}

fn names(artifacts: &[Artifact<'_>], findings: &mut Diagnostics) {
    for path in ["index.html", "404.html"] {
        if artifacts.iter().all(|artifact| *artifact.path != *path) {
            let finding = Diagnostic::error(
                "missing-page",
                place(path),
                format!("the site has no {path}"),
            );
            findings.push(finding.help("the host shows it for the address of the site, or for an address that does not exist"));
        }
    }
    for artifact in artifacts {
        let path = &*artifact.path;
        let is_hidden = path.split('/').any(|part| part.starts_with('.'));
        if is_hidden && path != ".nojekyll" {
            let finding = Diagnostic::warning(
                "hidden-file",
                place(path),
                format!("{path} is hidden: publishing with Actions leaves such files out"),
            );
            findings.push(finding.help("publish by branch (dossier publish), or set include-hidden-files: true for upload-pages-artifact"));
        }
        if let Some(why) = path.split('/').find_map(unservable) {
            let finding =
                Diagnostic::error("unservable-name", place(path), format!("{path} {why}"));
            findings
                .push(finding.help(
                    "rename the file: letters, digits, hyphens and dots are safe everywhere",
                ));
        }
        if path == "CNAME"
            && std::str::from_utf8(&artifact.bytes)
                .ok()
                .and_then(super::address::of_cname)
                .is_none()
        {
            let finding = Diagnostic::error(
                "invalid-domain",
                place(path),
                "the CNAME file does not hold one domain",
            );
            findings.push(finding.help("write the domain alone: dossier.example"));
        }
    }
    for collision in collisions(artifacts.iter().map(|artifact| &*artifact.path)) {
        let message = format!(
            "{} and {} are one file on some systems",
            collision.first, collision.second
        );
        let finding = Diagnostic::error("address-collision", place(&collision.second), message);
        findings.push(finding.help("rename one of the two"));
    }
}

/// Why a part of a path cannot be published, in words after the path.
fn unservable(part: &str) -> Option<&'static str> {
    // Names of devices, with any ending: no such file can be checked out on Windows.
    // https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];
    let stem = part.split('.').next().unwrap_or("").to_ascii_lowercase();
    let (device, digit) = match stem.char_indices().nth(3) {
        Some((at, digit)) if at + digit.len_utf8() == stem.len() => {
            (stem.get(..at).unwrap_or(""), Some(digit))
        }
        _ => (stem.as_str(), None),
    };
    let is_device = DEVICES.contains(&device)
        && match digit {
            Some(digit) => digit.is_ascii_digit() && matches!(device, "com" | "lpt"),
            None => !matches!(device, "com" | "lpt"),
        };
    if part.contains(['%', '?', '#', '*', '|', '<', '>', '"']) {
        Some(
            "has a character that means something else in an address or is no name on some systems",
        )
    } else if part.eq_ignore_ascii_case(".git") {
        Some("lies in a folder that git keeps for itself, so it can be in no commit")
    } else if part.ends_with(['.', ' ']) || part.starts_with(' ') {
        Some("begins or ends with a space, or ends with a dot, which some systems drop")
    } else if is_device {
        Some("has the name of a device on Windows")
    } else {
        (part.len() > 255).then_some("has a name of more than 255 bytes, which no system takes")
    }
}

/// What is wrong with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wrong {
    Past,
    Missing,
    Part,
}

/// Follows every link of every page and style sheet.
fn follow(artifacts: &[Artifact<'_>], base: Option<&str>, findings: &mut Diagnostics) {
    let read: Vec<(&str, links::Page)> = artifacts
        .par_iter()
        .filter_map(|artifact| {
            let text = || std::str::from_utf8(&artifact.bytes).ok();
            let page = match artifact.path.rsplit('.').next()? {
                "html" | "htm" => links::of_html(text()?),
                "css" => links::Page {
                    links: links::of_css(text()?),
                    ..links::Page::default()
                },
                _ => return None,
            };
            Some((&*artifact.path, page))
        })
        .collect();
    let files: FxHashSet<&str> = artifacts.iter().map(|artifact| &*artifact.path).collect();
    let ids: FxHashMap<&str, FxHashSet<&str>> = read
        .iter()
        .map(|(path, page)| (*path, page.ids.iter().map(String::as_str).collect()))
        .collect();
    // One template makes many pages: the same wrong link is told once, with the first page that has it.
    let mut wrong: BTreeMap<(Wrong, String), (String, usize)> = BTreeMap::new();
    for (path, page) in &read {
        let mut seen = FxHashSet::default();
        for link in page.links.iter().filter(|link| seen.insert(link.as_str())) {
            if let Some((kind, key, why)) = fault(path, link, base, &files, &ids) {
                wrong
                    .entry((kind, key))
                    .or_insert_with(|| (format!("{path}\0{why}"), 0))
                    .1 += 1;
            }
        }
    }
    for ((wrong, _), (first, n)) in wrong {
        let (path, why) = first.split_once('\0').unwrap_or_default();
        let at = place(path);
        let mut finding = match wrong {
            Wrong::Past => Diagnostic::error("link-outside-site", at, why),
            Wrong::Missing => Diagnostic::error("broken-link", at, why),
            Wrong::Part => Diagnostic::error("broken-fragment", at, why),
        };
        if n > 1 {
            finding = finding.help(format!("{} other pages have it as well", n - 1));
        }
        findings.push(finding.help(
            "begin the link with {{ page.root }}, which leads to the root of the site from every page",
        ));
    }
}

fn fault(
    page: &str,
    link: &str,
    base: Option<&str>,
    files: &FxHashSet<&str>,
    ids: &FxHashMap<&str, FxHashSet<&str>>,
) -> Option<(Wrong, String, String)> {
    let is_relative = !link.starts_with('/') && !base.is_some_and(|base| link.starts_with(base));
    match links::resolve(page, link, base) {
        Target::Elsewhere => None,
        // It is shown at addresses of any depth; a part of itself is there at each of them.
        Target::Inside { .. }
            if page == "404.html" && base.is_some() && is_relative && !link.starts_with('#') =>
        {
            Some((
                Wrong::Past,
                link.to_owned(),
                format!(
                    "the link `{link}` is relative, and this page is shown at missing addresses of any depth"
                ),
            ))
        }
        // The page for missing addresses cannot link relative; without an address it is the best it can be.
        Target::Past(_) if page == "404.html" && base.is_none() => None,
        Target::Past(why) => Some((
            Wrong::Past,
            link.to_owned(),
            format!("the link `{link}` leaves the site: {why}"),
        )),
        Target::Inside { path, fragment } => {
            let with_end = format!("{path}.html");
            let index = format!("{path}/index.html");
            let found = [path.as_str(), &with_end, &index]
                .into_iter()
                .find(|path| files.contains(path));
            let Some(found) = found else {
                let similar = files.iter().find(|file| file.eq_ignore_ascii_case(&path));
                let hint = similar.map_or_else(String::new, |file| {
                    format!("; there is {file}, and hosts tell upper from lower case")
                });
                return Some((
                    Wrong::Missing,
                    path.clone(),
                    format!("the link `{link}` leads to {path}, which is not in the site{hint}"),
                ));
            };
            let is_there = fragment.is_empty()
                || fragment == "top"
                || ids
                    .get(found)
                    .is_none_or(|ids| ids.contains(fragment.as_str()));
            (!is_there).then(|| (Wrong::Part, format!("{found}#{fragment}"), format!("the link `{link}` leads to a part of {found} that is not there: #{fragment}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[(&str, &str)], base: Option<&str>) -> Vec<String> {
        let more = [
            ("index.html", ""),
            ("404.html", "<link href='/repo/s.css'>"),
            ("s.css", ""),
            (".nojekyll", ""),
        ];
        let more = more
            .iter()
            .filter(|(path, _)| files.iter().all(|(other, _)| other != path));
        let artifacts: Vec<Artifact<'_>> = files
            .iter()
            .chain(more)
            .map(|(path, text)| Artifact {
                path: (*path).into(),
                bytes: text.as_bytes().into(),
            })
            .collect();
        inspect(&artifacts, base)
            .into_iter()
            .map(|f| format!("{} {}", f.check, f.location.path))
            .collect()
    }

    #[test]
    fn every_link_must_lead_somewhere_under_the_prefix() {
        let base = Some("https://u.github.io/repo/");
        assert_eq!(
            check(
                &[(
                    "a/b.html",
                    "<a href='../index.html'><a href='../a/b#x' id=x>"
                )],
                base
            ),
            [""; 0]
        );
        for (html, finding) in [
            ("<a href='c.html'>", "broken-link"),
            ("<img src='../S.css'>", "broken-link"),
            ("<a href='/s.css'>", "link-outside-site"),
            ("<a href='../../s.css'>", "link-outside-site"),
            ("<a href='../index.html#nowhere'>", "broken-fragment"),
            (
                "<a href='https://u.github.io/repo/gone.html'>",
                "broken-link",
            ),
        ] {
            assert_eq!(
                check(&[("a/b.html", html)], base),
                [format!("{finding} public/a/b.html")],
                "{html}"
            );
        }
        assert_eq!(
            check(&[("s.css", "a{b:url(x.woff2)}")], base),
            ["broken-link public/s.css"]
        );
    }

    #[test]
    fn the_page_for_missing_addresses_links_from_the_root() {
        let base = Some("https://u.github.io/repo/");
        let html = |link: &str| format!("<a id=x href='{link}'>");
        for good in [
            "/repo/s.css",
            "https://u.github.io/repo/",
            "#x",
            "https://e.org/",
        ] {
            assert_eq!(check(&[("404.html", &html(good))], base), [""; 0], "{good}");
        }
        for bad in ["s.css", "./", "index.html#x", "/s.css"] {
            assert_eq!(
                check(&[("404.html", &html(bad))], base),
                ["link-outside-site public/404.html"],
                "{bad}"
            );
        }
        // Nobody knows where the root is.
        assert_eq!(check(&[("404.html", &html("s.css"))], None), [""; 0]);
    }

    #[test]
    fn one_mistake_of_a_template_is_told_once() {
        let found = check(
            &[("a.html", "<a href=x.html>"), ("b.html", "<a href=x.html>")],
            Some("https://u.github.io/repo/"),
        );
        assert_eq!(found, ["broken-link public/a.html"]);
    }

    #[test]
    fn names_and_sizes_that_the_host_does_not_take_are_told() {
        let base = Some("https://u.github.io/repo/");
        assert_eq!(
            check(&[(".well-known/x", "")], base),
            ["hidden-file public/.well-known/x"]
        );
        let nul = "x/".to_owned() + &"n".repeat(256);
        for name in [
            "a?b",
            "a%20b",
            ".git/x",
            "x/.Git",
            "a.",
            "a /b",
            "aux",
            "AUX.txt",
            "x/com1.html",
            &nul,
        ] {
            let found = check(&[(name, "")], base);
            assert!(
                found.contains(&format!("unservable-name public/{name}")),
                "{name}: {found:?}"
            );
        }
        for name in [
            "auxiliary",
            "com",
            "com10",
            "lpté",
            "año/x y.html",
            "git",
            "con-x",
        ] {
            assert_eq!(check(&[(name, "")], base), [""; 0], "{name}");
        }
        assert_eq!(
            check(&[("Ana.png", ""), ("ana.png", "")], base),
            ["address-collision public/ana.png"]
        );
        assert_eq!(
            check(&[("CNAME", "https://x")], base),
            ["invalid-domain public/CNAME"]
        );
        assert_eq!(check(&[("CNAME", "x.example\n")], base), [""; 0]);
        let large = Artifact {
            path: "index.html".into(),
            bytes: vec![b' '; 60 * 1024 * 1024].into(),
        };
        let found = |artifacts: &[Artifact<'_>]| -> Vec<String> {
            let findings = inspect(artifacts, None);
            let shown = findings
                .into_iter()
                .map(|f| format!("{} {}", f.severity.word(), f.check));
            let mut shown: Vec<String> = shown.filter(|f| !f.contains("missing")).collect();
            shown.dedup();
            shown
        };
        assert_eq!(found(std::slice::from_ref(&large)), ["warning large-file"]);
        // The same bytes many times: what counts is what is published.
        let many = |n: usize| -> Vec<Artifact<'_>> {
            (0..n)
                .map(|n| Artifact {
                    path: format!("{n}.bin").into(),
                    bytes: (&*large.bytes).into(),
                })
                .collect()
        };
        let many = |n: usize| found(&many(n));
        assert_eq!(many(12), ["warning large-file"]);
        assert_eq!(many(14), ["warning site-too-large", "warning large-file"]);
        assert_eq!(many(17), ["error site-too-large", "warning large-file"]);
    }
}
