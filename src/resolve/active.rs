//! Files beside entries that would act in a reader's browser → findings.
//!
//! Pages of the site may run its own scripts only. A file that is opened by itself has no such limit, and has the
//! site's address: an HTML page or a drawing from a stranger could read and change whatever stands there.

use super::addresses::ends_in;
use super::shown::shown_files;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::dossier::Dossier;
use crate::model::source_tree::SourceTree;
use crate::text::mark_length;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::ops::Range;
use std::sync::Arc;

/// What browsers run, or show with what is in it running.
const PROGRAMS: &[&str] = &[
    "html", "htm", "xhtml", "xht", "shtml", "js", "mjs", "cjs", "hta", "mht", "mhtml", "svgz",
    "swf", "xsl", "xslt",
];
/// What may have scripts among much else.
const DRAWINGS: &[&str] = &["svg", "xml"];

/// Elements of any language in XML that run something or hold another page.
const ACTIVE: &[&str] = &[
    "script",
    "foreignobject",
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "handler",
    "listener",
    "base",
    "meta",
];

/// Reports what entries show or link to and would act.
pub fn check(dossier: &Dossier, tree: &SourceTree, findings: &mut Diagnostics) {
    let media = dossier.media.iter();
    let mut suspects: Vec<(&Arc<str>, &String)> = media
        .filter(|(path, _)| ends_in(path, PROGRAMS) || ends_in(path, DRAWINGS))
        .collect();
    // Which files are shown is asked of all entries, on every save in the preview; most dossiers have none of these.
    if suspects.is_empty() {
        return;
    }
    let shown = shown_files(dossier);
    suspects.retain(|(_, address)| shown.contains(address.as_str()));
    suspects.sort_unstable();
    let paths = suspects
        .iter()
        .map(|(path, _)| format!("content/{path}").into());
    let paths: Vec<Arc<str>> = paths.collect();
    for path in paths {
        let finding = if ends_in(&path, PROGRAMS) {
            Diagnostic::error(
                "active-file",
                Location::file(&path),
                "readers would open this file with the site's address, and whatever is in it would run",
            )
            .help("show it as a picture or PDF, or link to where it is published; what the site itself needs belongs into static/")
        } else {
            let Some(file) = tree.get(&path) else {
                continue;
            };
            let Some((part, what)) = active_part(&file.bytes) else {
                continue;
            };
            Diagnostic::error(
                "active-file",
                Location::new(&path, part),
                format!("this drawing has {what}, which may act when a reader opens it"),
            )
            .help("save it as a plain drawing without scripts and links to them, or as PNG")
        };
        findings.push(finding);
    }
}

/// The first part of an XML file that would act: its bytes, and what it is.
fn active_part(bytes: &[u8]) -> Option<(Range<usize>, String)> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            return Some((at..at + 1, "a part that is not UTF-8".to_owned()));
        }
    };
    let start = mark_length(text);
    let mut reader = Reader::from_str(&text[start..]);
    let mut end = start;
    loop {
        let event = reader.read_event();
        let from = end;
        end = usize::try_from(reader.buffer_position()).map_or(text.len(), |at| start + at);
        let part = from..end.min(text.len());
        match event {
            Ok(Event::Eof) => return None,
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                if let Some(what) = active_tag(&tag) {
                    return Some((part, what));
                }
            }
            // What an entity stands for is not seen here.
            Ok(Event::DocType(inside)) if inside.contains('[') => {
                return Some((part, "declarations of its own".to_owned()));
            }
            Ok(Event::PI(inside)) if inside.starts_with("xml-stylesheet") => {
                return Some((part, "a style sheet".to_owned()));
            }
            Ok(_) => {}
            Err(_) => return Some((part, "a part that cannot be read".to_owned())),
        }
    }
}

/// What of a tag acts, in words.
fn active_tag(tag: &BytesStart<'_>) -> Option<String> {
    let name = tag.local_name().as_ref().to_lowercase();
    if ACTIVE.contains(&&*name) {
        return Some(format!("a <{name}>"));
    }
    for attribute in tag.html_attributes() {
        let Ok(attribute) = attribute else {
            return Some("a part that cannot be read".to_owned());
        };
        let key = attribute.key.local_name().as_ref().to_lowercase();
        if key.starts_with("on") {
            return Some(format!("an attribute `{key}`"));
        }
        let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
            return Some("a part that cannot be read".to_owned());
        };
        let value: String = value
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control())
            .flat_map(char::to_lowercase)
            .collect();
        let is_script = [
            "javascript:",
            "vbscript:",
            "data:text",
            "data:application",
            "data:image/svg",
        ]
        .iter()
        .any(|scheme| value.contains(scheme));
        if is_script {
            return Some(format!("a link to a script in `{key}`"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_in_a_drawing_is_found() {
        let svg = |inside: &str| {
            format!(
                "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>"
            )
        };
        for inside in [
            "<script>alert(1)</script>",
            "<x:ScRipt xmlns:x=\"http://www.w3.org/2000/svg\"/>",
            "<g onclick=\"alert(1)\"/>",
            "<g ONLOAD='x'/>",
            "<a href=\"java&#10;script:alert(1)\"/>",
            "<a xlink:href=\" JavaScript:x\"/>",
            "<set attributeName=\"href\" to=\"javascript:x\"/>",
            "<use href=\"data:image/svg+xml;base64,x\"/>",
            "<foreignObject/>",
            "<g a=b onclick=x />",
            "<g></h>",
        ] {
            assert!(active_part(svg(inside).as_bytes()).is_some(), "{inside}");
        }
        let entity = "<!DOCTYPE svg [<!ENTITY x \"<script/>\">]><svg>&x;</svg>";
        let style = "<?xml-stylesheet href=\"x.xsl\"?><svg/>";
        for text in [entity, style] {
            assert!(active_part(text.as_bytes()).is_some(), "{text}");
        }
        let plain = "<title>On &amp; off</title><a href=\"https://e.org/?on=1\"><path d=\"M0 0\" style=\"fill:red\"/></a>\
                     <image href=\"data:image/png;base64,AAAA\"/><style>g { fill: red }</style><metadata/>";
        let public = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/svg11.dtd\"><svg/>";
        for text in [svg(plain).as_str(), public] {
            assert_eq!(active_part(text.as_bytes()), None, "{text}");
        }
    }
}
