//! `data/events.csv`: the events in order of time, one in a line, for spreadsheets
//! ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180), UTF-8).

use super::{Artifact, OutputContext, absolute, artifact, one_line};
use crate::model::dossier::{Entry, EntryIdx};
use std::borrow::Cow;

const COLUMNS: [&str; 17] = [
    "id",
    "title",
    "date",
    "earliest",
    "latest",
    "date_in_words",
    "other_dates",
    "place",
    "place_title",
    "actors",
    "actor_titles",
    "amount",
    "decisive",
    "topics",
    "sources",
    "page",
    "summary",
];

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    let mut text = COLUMNS.join(",") + "\r\n";
    for index in &context.dossier.chronology {
        let cells = row(context, *index);
        let cells: Vec<Cow<'_, str>> = cells.iter().map(|text| cell(text)).collect();
        text += &cells.join(",");
        text += "\r\n";
    }
    vec![artifact("data/events.csv", text)]
}

fn row(context: &OutputContext<'_>, index: EntryIdx) -> [String; COLUMNS.len()] {
    let dossier = context.dossier;
    let entry = dossier.entry(index);
    let Some(event) = entry.event() else {
        return Default::default();
    };
    let shown = event.date.as_ref().and_then(|date| date.shown());
    let day = |day: Option<_>| day.map_or_else(String::new, |day| format!("{day}"));
    let (earliest, latest) = shown.map_or((None, None), |account| account.value.bounds());
    let others = event
        .date
        .iter()
        .flat_map(|date| &date.accounts)
        .filter(|account| shown.is_none_or(|shown| !std::ptr::eq(*account, shown)))
        .map(|account| account.value.as_str().to_owned());
    let place = event.place.as_ref().and_then(|place| place.shown());
    let place = place.map_or("", |account| account.value.as_str());
    let title = |id: &str| dossier.find(id).map_or("", Entry::title).to_owned();
    let actors = event.actors.iter().map(|one| one.actor.clone());
    let amount = event.amount.as_ref().and_then(|amount| amount.shown());
    let sources = super::cited::sources(dossier, entry);
    let page = context.base_url.map_or_else(
        || format!("../{}", entry.url),
        |base| absolute(base, &entry.url),
    );
    [
        entry.id().to_owned(),
        entry.title().to_owned(),
        shown.map_or_else(String::new, |account| account.value.as_str().to_owned()),
        day(earliest),
        day(latest),
        shown.map_or_else(String::new, |account| {
            account.value.words(&context.words.lang)
        }),
        list(others),
        place.to_owned(),
        title(place),
        list(actors.clone()),
        list(actors.map(|id| title(&id))),
        amount.map_or_else(String::new, |account| account.value.as_str().to_owned()),
        if event.is_decisive { "yes" } else { "no" }.to_owned(),
        list(entry.common().topics.iter().cloned()),
        list(
            sources
                .into_iter()
                .map(|index| dossier.entry(index).id().to_owned()),
        ),
        page,
        entry.common().summary.clone(),
    ]
}

/// Joined by semicolons, which therefore are commas within.
fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.map(|item| item.replace(';', ",")).collect();
    items.join("; ")
}

/// A cell: on one line, quoted where it must be, and never taken for a formula. A text that begins with
/// one of the signs below is led by an apostrophe, as
/// [OWASP](https://owasp.org/www-community/attacks/CSV_Injection) has it; no id or title loses anything.
fn cell(text: &str) -> Cow<'_, str> {
    let mut text = one_line(text);
    let first = text.trim_start().chars().next();
    if first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')) {
        text = Cow::Owned(format!("'{text}"));
    }
    let is_edged = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    if is_edged || text.contains([',', '"', ';']) {
        text = Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_and_are_no_formulas() {
        for (text, written) in [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("a\r\nb", "a b"),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("-0044", "'-0044"),
            ("\t@SUM(A1)", "'@SUM(A1)"),
            (" +1", "' +1"),
            ("", ""),
        ] {
            assert_eq!(cell(text), written, "{text}");
        }
    }
}
