//! `opensearch.xml`: the description by which a browser offers to search the site,
//! [OpenSearch 1.1](https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md).

use super::xml::escape;
use super::{Artifact, OutputContext, artifact, one_line};
use crate::model::site::SitePage;

/// The longest `ShortName` that the format allows, in characters.
const SHORT: usize = 16;
/// The longest `Description`.
const LONG: usize = 1024;

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    let search = SitePage::Search.url();
    let has_search = context.pages.iter().any(|page| page.url == search);
    let Some(base) = context.base_url.filter(|_| has_search) else {
        return Vec::new();
    };
    let config = &context.dossier.config;
    let about = if config.description.is_empty() {
        &config.title
    } else {
        &config.description
    };
    let name = one_line(&config.title);
    let about: String = one_line(about).chars().take(LONG).collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{}</ShortName>\n<Description>{}</Description>\n<InputEncoding>UTF-8</InputEncoding>\n\
         <Image width=\"16\" height=\"16\" type=\"image/svg+xml\">{base}static/icon.svg</Image>\n\
         <Url type=\"text/html\" template=\"{base}{search}?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n",
        escape(&short(&name)),
        escape(&about),
        base = escape(base),
    );
    vec![artifact("opensearch.xml", text)]
}

/// The first whole words that fit; the first characters if not even one word does.
fn short(name: &str) -> String {
    let mut kept = String::new();
    for word in name.split_whitespace() {
        let gap = usize::from(!kept.is_empty());
        if kept.chars().count() + gap + word.chars().count() > SHORT {
            break;
        }
        kept.push_str(if gap == 1 { " " } else { "" });
        kept.push_str(word);
    }
    if kept.is_empty() {
        name.trim().chars().take(SHORT).collect()
    } else {
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_short_name_has_sixteen_characters_at_most() {
        assert_eq!(short("The Zerón dossier of Mexico"), "The Zerón");
        assert_eq!(short("The Zerón dossier"), "The Zerón");
        assert_eq!(short("Short"), "Short");
        assert_eq!(short("Donaudampfschifffahrt"), "Donaudampfschiff");
    }
}
