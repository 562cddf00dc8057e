//! `data/events.ics`: the events whose days are known, for calendars
//! ([RFC 5545](https://www.rfc-editor.org/rfc/rfc5545)). A calendar knows no `about 2014`, so all other
//! events are left out, and counted at the top of the file.

use super::dates::Exact;
use super::moment::Moment;
use super::{Artifact, OutputContext, absolute, artifact, one_line, statement};
use crate::model::date::{Day, Edtf};
use crate::model::dossier::{Entry, EntryIdx};

/// The longest line in bytes, without its end.
const LINE: usize = 75;

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    let mut events = String::new();
    let (mut kept, mut left) = (0_u32, 0_u32);
    for index in &context.dossier.chronology {
        let entry = context.dossier.entry(*index);
        match days(entry) {
            Some(days) => {
                kept += 1;
                event(context, *index, days, &mut events);
            }
            None => left += 1,
        }
    }
    // A calendar without anything in it is not allowed.
    if kept == 0 {
        return Vec::new();
    }
    let config = &context.dossier.config;
    let mut text = String::new();
    for (name, value) in [
        ("BEGIN", "VCALENDAR".to_owned()),
        ("VERSION", "2.0".to_owned()),
        (
            "PRODID",
            format!(
                "-//Dossier//{}//{}",
                env!("CARGO_PKG_VERSION"),
                config.lang.to_ascii_uppercase()
            ),
        ),
        ("CALSCALE", "GREGORIAN".to_owned()),
        ("NAME", escape(&config.title)),
        ("X-WR-CALNAME", escape(&config.title)),
        ("X-DOSSIER-EVENTS", kept.to_string()),
        ("X-DOSSIER-LEFT-OUT", left.to_string()),
    ] {
        line(name, &value, &mut text);
    }
    text += &events;
    line("END", "VCALENDAR", &mut text);
    vec![artifact("data/events.ics", text)]
}

/// First and last day of an event, if both are known to the day and no source says otherwise, or the
/// editors prefer one account.
fn days(entry: &Entry) -> Option<(Day, Day)> {
    let date = entry.event()?.date.as_ref()?;
    if date.preferred().is_none() && date.accounts.len() > 1 && date.differs() {
        return None;
    }
    let shown: &Edtf = &date.shown()?.value;
    let exact = Exact::of(shown);
    let day = |text: &str| {
        let date = Edtf::parse(text).ok().filter(|_| text.len() == 10)?;
        date.bounds().0
    };
    let first = day(exact.start.as_deref()?)?;
    let last = match exact.end.as_deref() {
        Some(end) => day(end)?,
        None if shown.is_interval() => return None,
        None => first,
    };
    (last.year() < 9999).then_some((first, last))
}

fn event(
    context: &OutputContext<'_>,
    index: EntryIdx,
    (first, last): (Day, Day),
    text: &mut String,
) {
    let dossier = context.dossier;
    let entry = dossier.entry(index);
    // Without a moment of change the stamp is that of the event: it must be something, and never the clock.
    let stamp = context
        .moment(index)
        .unwrap_or_else(|| Moment::start_of(first));
    let host = context.base_url.and_then(host).unwrap_or("dossier.invalid");
    let compact = |day: Day| day.to_string().replace('-', "");
    let mut put = |name: &str, value: &str| line(name, value, text);
    put("BEGIN", "VEVENT");
    put("UID", &format!("{}@{host}", entry.id()));
    put("DTSTAMP", &stamp.basic());
    put("DTSTART;VALUE=DATE", &compact(first));
    // The end is the day after: it does not belong to the event.
    put("DTEND;VALUE=DATE", &compact(last.next()));
    put("SUMMARY", &escape(entry.title()));
    let summary = statement::summary(context, entry);
    if !summary.is_empty() {
        put("DESCRIPTION", &escape(&summary));
    }
    let place = entry
        .event()
        .and_then(|event| event.place.as_ref()?.shown());
    if let Some(place) = place.and_then(|account| dossier.find(&account.value)) {
        put("LOCATION", &escape(place.title()));
        if let Some((latitude, longitude)) = super::places::coordinates(place) {
            put("GEO", &format!("{latitude};{longitude}"));
        }
    }
    let topics: Vec<String> = entry
        .common()
        .topics
        .iter()
        .map(|id| {
            escape(
                dossier
                    .config
                    .topics
                    .get(id)
                    .map_or(id, |topic| &topic.title),
            )
        })
        .collect();
    if !topics.is_empty() {
        put("CATEGORIES", &topics.join(","));
    }
    if let Some(base) = context.base_url {
        put("URL", &absolute(base, &entry.url));
    }
    put("TRANSP", "TRANSPARENT");
    put("END", "VEVENT");
}

fn host(base: &str) -> Option<&str> {
    base.split("://")
        .nth(1)?
        .split(['/', ':'])
        .next()
        .filter(|host| !host.is_empty())
}

/// A value of type TEXT.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if matches!(c, '\\' | ';' | ',') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Writes a line, folded so that no part is longer than [`LINE`] bytes or cuts a character.
fn line(name: &str, value: &str, text: &mut String) {
    let mut length = 0;
    for c in name.chars().chain([':']).chain(value.chars()) {
        if length + c.len_utf8() > LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let value = "é".repeat(100);
        let mut text = String::new();
        line("SUMMARY", &value, &mut text);
        assert!(text.split("\r\n").all(|part| part.len() <= LINE));
        assert_eq!(text.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escape("a,b;c\\n\nd"), "a\\,b\\;c\\\\n d");
    }
}
