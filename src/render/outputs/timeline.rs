//! `data/timeline.json`: the events as [TimelineJS](https://timeline.knightlab.com/docs/json-format.html)
//! draws them. Its dates only place the event; what is read is `display_date`, which is as vague as the
//! source.

use super::dates::{Point, extent};
use super::{Artifact, OutputContext, absolute, artifact, statement};
use crate::model::dossier::Entry;
use crate::text::escape_html;
use serde::Serialize;

#[derive(Serialize)]
struct Slide {
    unique_id: String,
    start_date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<Date>,
    display_date: String,
    text: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
}

/// HTML in both.
#[derive(Serialize)]
struct Text {
    headline: String,
    text: String,
}

#[derive(Serialize)]
struct Date {
    year: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<u8>,
}

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    let config = &context.dossier.config;
    let title = Text {
        headline: escape_html(&config.title).into_owned(),
        text: paragraph(&config.description),
    };
    let slides: Vec<String> = context
        .dossier
        .chronology
        .iter()
        .filter_map(|index| slide(context, context.dossier.entry(*index)))
        .filter_map(|slide| serde_json::to_string(&slide).ok())
        .collect();
    let text = format!(
        "{{\"scale\":\"human\",\"title\":{{\"text\":{}}},\"events\":[\n{}\n]}}\n",
        serde_json::to_string(&title).unwrap_or_default(),
        slides.join(",\n")
    );
    vec![artifact("data/timeline.json", text)]
}

/// None if the event has no date at all, which is an error of its own, or one that is open at both ends.
fn slide(context: &OutputContext<'_>, entry: &Entry) -> Option<Slide> {
    let fact = entry.event()?.date.as_ref()?;
    let date = &fact.shown()?.value;
    let (start, end) = extent(date)?;
    let url = context.base_url.map_or_else(
        || format!("../{}", entry.url),
        |base| absolute(base, &entry.url),
    );
    // Dates that exclude each other are shown side by side here too.
    let lang = &context.words.lang;
    let display_date = if fact.preferred().is_none() && fact.differs() {
        let words = fact
            .accounts
            .iter()
            .map(|account| account.value.words(lang));
        words.collect::<Vec<_>>().join(" / ")
    } else {
        date.words(lang)
    };
    let topics = &context.dossier.config.topics;
    let topic = entry.common().topics.first().and_then(|id| topics.get(id));
    Some(Slide {
        unique_id: entry.id().to_owned(),
        start_date: start.into(),
        end_date: end.map(Date::from),
        display_date: escape_html(&display_date).into_owned(),
        text: Text {
            headline: format!(
                "<a href=\"{}\">{}</a>",
                escape_html(&url),
                escape_html(entry.title())
            ),
            text: paragraph(&statement::summary(context, entry)),
        },
        group: topic.map(|topic| escape_html(&topic.title).into_owned()),
    })
}

fn paragraph(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("<p>{}</p>", escape_html(text))
    }
}

impl From<Point> for Date {
    fn from(point: Point) -> Self {
        Self {
            year: point.year,
            month: Some(point.month).filter(|month| *month > 0),
            day: Some(point.day).filter(|day| *day > 0),
        }
    }
}
