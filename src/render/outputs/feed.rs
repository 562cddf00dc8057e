//! `feed.xml`: the entries that changed last, as [Atom](https://www.rfc-editor.org/rfc/rfc4287). What a
//! feed says of a claim it says with its status and with who denies it, as everywhere else.

use super::moment::Moment;
use super::xml::escape;
use super::{Artifact, OutputContext, absolute, artifact, one_line};
use crate::model::config::Config;
use crate::model::dossier::{Entry, EntryIdx};

/// Where the feed lies.
pub const PATH: &str = "feed.xml";
/// How many entries a feed shows, so that a reader program does not load all of a large dossier each hour.
const LONGEST: usize = 100;
/// Ids must name a day on which their maker held the domain, and must never change (RFC 4151, RFC 4287),
/// so it can be neither the day of the build nor that of a change: it is the year of the first version
/// that wrote feeds.
const YEAR: &str = "2026";

/// Whether there is a feed: the address of the site is known, and of some entry when it changed.
#[must_use]
pub fn exists(config: &Config, mut updated: impl Iterator<Item = Option<String>>) -> bool {
    config.url.is_some()
        && updated.any(|text| text.is_some_and(|text| Moment::parse(&text).is_some()))
}

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    let Some(base) = context.base_url else {
        return Vec::new();
    };
    let mut dated: Vec<(Moment, EntryIdx, &Entry)> = context
        .dossier
        .iter()
        .filter_map(|(index, entry)| Some((context.moment(index)?, index, entry)))
        .collect();
    dated.sort_by(|(a, i, _), (b, j, _)| b.cmp(a).then(i.cmp(j)));
    let Some((latest, ..)) = dated.first() else {
        return Vec::new();
    };
    let config = &context.dossier.config;
    let author = if config.author.is_empty() {
        &config.title
    } else {
        &config.author
    };
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <id>{}</id>\n<title>{}</title>\n",
        escape(&config.lang),
        escape(&id(base, "")),
        line(&config.title),
    );
    if !config.description.is_empty() {
        text += &format!("<subtitle>{}</subtitle>\n", line(&config.description));
    }
    text += &format!(
        "<updated>{}</updated>\n<author><name>{}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{base}{PATH}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{base}\"/>\n",
        latest.rfc3339(),
        line(author),
        base = escape(base),
    );
    if !config.licence_content.is_empty() {
        text += &format!("<rights>{}</rights>\n", line(&config.licence_content));
    }
    text += &format!(
        "<generator version=\"{}\">Dossier</generator>\n",
        env!("CARGO_PKG_VERSION")
    );
    for (moment, _, entry) in dated.iter().take(LONGEST) {
        text += &item(context, base, *moment, entry);
    }
    text += "</feed>\n";
    vec![artifact(PATH, text)]
}

fn item(context: &OutputContext<'_>, base: &str, moment: Moment, entry: &Entry) -> String {
    let words = context.words;
    let kind = words.get(match entry.kind().word() {
        "actor" => "kind.actor.one",
        "event" => "kind.event.one",
        "place" => "kind.place.one",
        "source" => "kind.source.one",
        "claim" => "kind.claim.one",
        _ => "kind.page.one",
    });
    let mut text = format!(
        "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<category term=\"{}\" label=\"{}\"/>\n",
        escape(&id(base, &entry.url)),
        line(&super::statement::headline(words, entry)),
        moment.rfc3339(),
        escape(&absolute(base, &entry.url)),
        entry.kind().word(),
        line(kind),
    );
    for topic in &entry.common().topics {
        let title = context.dossier.config.topics.get(topic);
        let label = title.map_or(topic, |topic| &topic.title);
        text += &format!(
            "<category term=\"{}\" label=\"{}\"/>\n",
            escape(topic),
            line(label)
        );
    }
    let summary = super::statement::summary(context, entry);
    if !summary.is_empty() {
        text += &format!("<summary>{}</summary>\n", line(&summary));
    }
    text + "</entry>\n"
}

fn line(text: &str) -> String {
    escape(&one_line(text)).into_owned()
}

/// A tag URI (RFC 4151): it does not change when the site moves from `http` to `https`, or a title does.
fn id(base: &str, url: &str) -> String {
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host).to_lowercase();
    let host: String = host
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') {
                c
            } else {
                '-'
            }
        })
        .collect();
    format!("tag:{host},{YEAR}:{path}{url}")
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn ids_are_tags_of_the_host() {
        assert_eq!(
            id("https://Example.org/d/", "actors/a.html"),
            "tag:example.org,2026:d/actors/a.html"
        );
        assert_eq!(id("http://u@localhost:4173/", ""), "tag:localhost,2026:");
    }
}
