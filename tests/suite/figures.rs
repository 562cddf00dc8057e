//! Pictures: measured, offered in lighter versions, told apart by content, and scaled once.

use crate::folder::{Folder, SMALL};
use dossier::config;
use dossier::model::artifact::Artifact;
use dossier::model::source_tree::{SourceFile, SourceTree};
use dossier::picture::{self, Size};
use dossier::render::Sink;
use dossier::session::{Options, Session};
use image::{ImageFormat, Rgb, RgbImage};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex};

/// A picture with some noise, so that it compresses as photographs do.
fn picture(width: u32, height: u32, seed: u32, format: ImageFormat) -> Vec<u8> {
    let shade = |x: u32, y: u32| {
        let noise = x.wrapping_mul(7919) ^ y.wrapping_mul(104_729).wrapping_add(seed);
        u8::try_from((x * 150 / width + noise % 90).min(255)).expect("it was cut to 255")
    };
    let mut out = Cursor::new(Vec::new());
    RgbImage::from_fn(width, height, |x, y| Rgb([shade(x, y), shade(y, x), 90]))
        .write_to(&mut out, format)
        .expect("it can be encoded");
    out.into_inner()
}

const AGENCY: &str = "---\ntitle: Water Agency\naliases: [WA]\ntype: public body\nimage:\n  file: seat.jpg\n  alt: A grey block\n  \
     caption: The seat.\n  credit: 'Photo: A'\n---\nThe agency bought it [@paper-2021].\n\n\
     ![A spring](../places/up%20there.png \"In 2014. | Photo: B & C | CC BY 4.0\")\n\n![A dot](dot.png)\n";

/// The small dossier with three pictures.
fn dossier() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = SMALL
        .iter()
        .filter(|(path, _)| !path.ends_with("agency.md"))
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let mut add = |path: &str, bytes: Vec<u8>| files.push((path.to_owned(), bytes));
    add("content/actors/agency.md", AGENCY.into());
    add(
        "content/actors/seat.jpg",
        picture(1600, 200, 1, ImageFormat::Jpeg),
    );
    add(
        "content/places/up there.png",
        picture(600, 90, 2, ImageFormat::Png),
    );
    add(
        "content/actors/dot.png",
        picture(60, 60, 3, ImageFormat::Png),
    );
    // What a writer may have made by hand is another file.
    add(
        "content/actors/seat.480w.jpg",
        picture(480, 60, 4, ImageFormat::Jpeg),
    );
    files
}

/// The tags of the pictures of a page.
fn pictures(html: &str) -> Vec<&str> {
    let tags = html.split("<img ").skip(1);
    tags.map(|rest| rest.split('>').next().unwrap_or_default())
        .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let found = tag.split_once(&format!("{name}=\"")).map(|(_, rest)| rest);
    found
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default()
}

fn text<'a>(site: &'a BTreeMap<String, Vec<u8>>, path: &str) -> &'a str {
    std::str::from_utf8(&site[path]).expect("it is text")
}

/// The file that an address on a page in a folder leads to.
fn file(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    path.trim_start_matches("../").replace("%20", " ")
}

#[test]
fn pictures_have_their_size_and_come_in_versions_that_are_there() {
    let folder = Folder::new(dossier());
    let (code, said) = folder.say(&["build"]);
    assert_eq!(code, 0, "{said}");
    let site = folder.files("public");
    let html = text(&site, "actors/agency.html");
    let tags = pictures(html);
    let expected = [
        (1600, 200, vec![480, 800, 1200, 1600]),
        (600, 90, vec![480, 600]),
        (60, 60, vec![]),
    ];
    assert_eq!(tags.len(), expected.len(), "{tags:?}");
    for (tag, (width, height, versions)) in tags.iter().zip(expected) {
        assert_eq!(attribute(tag, "width"), width.to_string(), "{tag}");
        assert_eq!(attribute(tag, "height"), height.to_string(), "{tag}");
        assert!(!attribute(tag, "alt").is_empty());
        assert!(site.contains_key(&file(attribute(tag, "src"))), "{tag}");
        let offered: Vec<(&str, &str)> = attribute(tag, "srcset")
            .split(", ")
            .filter_map(|one| one.rsplit_once(' '))
            .collect();
        assert_eq!(!offered.is_empty(), tag.contains(" sizes=\""), "{tag}");
        let widths: Vec<String> = versions.iter().map(|width| format!("{width}w")).collect();
        assert_eq!(
            offered.iter().map(|(_, width)| *width).collect::<Vec<_>>(),
            widths
        );
        for ((address, _), narrower) in offered.iter().zip(versions) {
            let size = Size {
                width: narrower,
                height: (narrower * height).div_ceil(width),
            };
            assert_eq!(
                picture::size(&site[&file(address)]),
                Some(size),
                "{address}"
            );
        }
    }
    // The picture at the top is seen at once, the others when a reader comes to them.
    assert!(!tags[0].contains("loading=\"lazy\"") && tags[1].contains("loading=\"lazy\""));
    assert!(html.contains(
        "<figcaption>In 2014. <span class=\"credit\">Photo: B &amp; C · CC BY 4.0</span></figcaption>"
    ));
    assert_eq!(html.matches("<figcaption>").count(), 2);
    // In the whole dossier they stand one folder higher.
    let whole = text(&site, "dossier.html");
    assert!(
        whole.contains("src=\"media/places/up%20there.png?v=")
            && whole.contains("srcset=\"media/places/up%20there.480w-")
    );
}

#[test]
fn another_picture_of_the_same_name_and_size_is_another_page() {
    let folder = Folder::new(dossier());
    let versions = |site: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        let all = site.keys().filter(|path| path.contains("w-"));
        all.filter(|path| path.starts_with("media/"))
            .cloned()
            .collect()
    };
    assert_eq!(folder.say(&["build"]).0, 0);
    let before = folder.files("public");
    folder.write(
        "content/actors/seat.jpg",
        picture(1600, 200, 77, ImageFormat::Jpeg),
    );
    assert_eq!(folder.say(&["build"]).0, 0);
    let after = folder.files("public");
    assert!(before["actors/agency.html"] != after["actors/agency.html"]);
    assert!(before["actors/vendor.html"] == after["actors/vendor.html"]);
    // The old versions went, the new ones came, and those of the other picture stayed.
    let (old, new) = (versions(&before), versions(&after));
    assert_eq!((old.len(), new.len()), (4, 4), "{old:?} {new:?}");
    assert_eq!(old.iter().filter(|path| new.contains(path)).count(), 1);
    assert_eq!(folder.say(&["build", "-o", "cold"]).0, 0);
    assert!(after == folder.files("cold"), "warm is not cold");
}

/// Notes where in memory the files of a build stand.
#[derive(Default)]
struct Places(Mutex<BTreeMap<Arc<str>, usize>>);

impl Sink for Places {
    fn put(&self, artifact: Artifact<'_>) {
        let mut places = self.0.lock().expect("no thread panicked");
        places.insert(artifact.path, artifact.bytes.as_ptr() as usize);
    }
}

#[test]
fn a_session_scales_an_unchanged_picture_once() {
    let files = dossier();
    let mut tree: SourceTree = files
        .into_iter()
        .map(|(path, bytes)| SourceFile::new(&path, bytes))
        .collect();
    let mut session = Session::new(Options {
        keeps: true,
        ..Options::once(None)
    });
    let mut build = |tree: &SourceTree| {
        let places = Places::default();
        session.build(tree.clone(), config::parse(tree), &places);
        let site = places.0.into_inner().expect("no thread panicked");
        let versions = site.into_iter().filter(|(path, _)| path.contains(".480w-"));
        versions.collect::<Vec<_>>()
    };
    let first = build(&tree);
    tree.insert(SourceFile::new(
        "content/places/new.md",
        *b"---\ntitle: New\n---\nA place [@paper-2021].\n",
    ));
    let second = build(&tree);
    assert_eq!(first.len(), 2);
    for ((path, one), (_, two)) in first.iter().zip(&second) {
        assert_eq!(one, two, "{path} was made again");
    }
}
