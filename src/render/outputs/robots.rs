//! `robots.txt`: everything may be read, and the sitemap is there.

use super::{Artifact, OutputContext, artifact};

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    let sitemap = context
        .base_url
        .map(|base| format!("\nSitemap: {base}sitemap.xml\n"))
        .unwrap_or_default();
    vec![artifact(
        "robots.txt",
        format!("User-agent: *\nAllow: /\n{sitemap}"),
    )]
}
