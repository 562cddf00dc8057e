//! `sitemap.xml`: all pages, each with the moment of its last change where that is known, as the
//! [sitemap protocol](https://www.sitemaps.org/protocol.html) has it.

use super::moment::Moment;
use super::xml::escape;
use super::{Artifact, OutputContext, Page, absolute, artifact};
use crate::model::site::SitePage;

/// The most addresses that one file may hold. A larger site has several files, and an index of them.
const PER_FILE: usize = 50_000;
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    let Some(base) = context.base_url else {
        return Vec::new();
    };
    let mut pages: Vec<&Page<'_>> = context
        .pages
        .iter()
        .filter(|page| {
            // The one is no page that anybody looks for, the other is empty without a question.
            ![SitePage::NotFound.url(), SitePage::Search.url()].contains(&page.url)
        })
        .collect();
    pages.sort_unstable_by_key(|page| page.url);
    let lines: Vec<String> = pages.iter().map(|page| line(context, base, page)).collect();
    if lines.len() <= PER_FILE {
        return vec![artifact("sitemap.xml", url_set(&lines))];
    }
    let mut artifacts: Vec<Artifact<'static>> = lines
        .chunks(PER_FILE)
        .zip(1..)
        .map(|(lines, n)| artifact(&format!("sitemap-{n}.xml"), url_set(lines)))
        .collect();
    let files = artifacts
        .iter()
        .map(|file| {
            format!(
                "<sitemap><loc>{}</loc></sitemap>\n",
                escape(&absolute(base, &file.path))
            )
        })
        .collect::<String>();
    artifacts.push(artifact("sitemap.xml", document("sitemapindex", &files)));
    artifacts
}

/// A list page has no moment of its own: it changes with any of the entries it lists.
fn line(context: &OutputContext<'_>, base: &str, page: &Page<'_>) -> String {
    let moment = page.entry.and_then(|entry| context.moment(entry));
    let changed = moment.map_or_else(String::new, |moment: Moment| {
        format!("<lastmod>{}</lastmod>", moment.rfc3339())
    });
    let address = absolute(base, page.url);
    format!("<url><loc>{}</loc>{changed}</url>\n", escape(&address))
}

fn url_set(lines: &[String]) -> String {
    document("urlset", &lines.concat())
}

fn document(root: &str, inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"{NAMESPACE}\">\n{inside}</{root}>\n"
    )
}
