//! `data/addresses.txt`: every address at which the site answers with a page, old ones with them, one to a
//! line. By it, a later `dossier check --against URL` knows what must not vanish: the sitemap does not
//! name the old ones, and hosts tell nobody what they have.

use super::{Artifact, OutputContext, artifact};
use crate::model::site::{SitePage, redirect_path};
use std::collections::BTreeSet;

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    let pages = context.pages.iter().map(|page| page.url.to_owned());
    let redirects = context
        .dossier
        .iter()
        .flat_map(|(_, entry)| &entry.common().redirects)
        .filter_map(|written| redirect_path(written));
    let mut addresses: BTreeSet<String> = pages.chain(redirects).collect();
    // It answers for what is not there.
    addresses.remove(SitePage::NotFound.url());
    let mut text = String::with_capacity(addresses.len() * 32);
    for address in addresses {
        text.push_str(&address);
        text.push('\n');
    }
    vec![artifact("data/addresses.txt", text)]
}
