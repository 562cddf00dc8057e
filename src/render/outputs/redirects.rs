//! Old addresses (`redirects:` in front matter) → small pages that lead to the new ones, because static
//! hosting has no redirects. A browser follows at once; a search engine follows the canonical link.

use super::{Artifact, OutputContext, absolute, artifact, root_of};
use crate::model::site::redirect_path;
use crate::text::escape_html;
use rustc_hash::FxHashSet;

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    // An address that something else has is reported by `resolve`; whatever has it, keeps it.
    let mut taken: FxHashSet<String> = context
        .pages
        .iter()
        .map(|page| page.url.to_lowercase())
        .collect();
    let mut artifacts = Vec::new();
    for (_, entry) in context.dossier.iter() {
        for written in &entry.common().redirects {
            let Some(path) = redirect_path(written) else {
                continue;
            };
            if taken.insert(path.to_lowercase()) {
                let text = page(context, &path, &entry.url, entry.title());
                artifacts.push(artifact(&path, text));
            }
        }
    }
    artifacts
}

fn page(context: &OutputContext<'_>, from: &str, to: &str, title: &str) -> String {
    let link = format!("{}{to}", root_of(from));
    let canonical = context.base_url.map_or_else(String::new, |base| {
        let address = absolute(base, to);
        format!(
            "<link rel=\"canonical\" href=\"{}\">\n",
            escape_html(&address)
        )
    });
    let (lang, title) = (escape_html(&context.words.lang), escape_html(title));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta http-equiv=\"refresh\" content=\"0; url={link}\">\n{canonical}\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n</head>\n\
         <body>\n<p><a href=\"{link}\">{title}</a></p>\n</body>\n</html>\n"
    )
}
