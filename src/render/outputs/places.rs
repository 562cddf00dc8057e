//! `data/places.geojson`: the places with what happened at each, for maps
//! ([RFC 7946](https://www.rfc-editor.org/rfc/rfc7946)). A place without known coordinates stays in the
//! list, with no geometry.

use super::{Artifact, OutputContext, absolute, artifact};
use crate::model::dossier::{Dossier, Entry};
use crate::model::kind::Kind;
use serde::Serialize;
use serde_json::Number;

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    geometry: Option<Geometry>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Geometry {
    r#type: &'static str,
    /// Longitude first.
    coordinates: [Number; 2],
}

#[derive(Serialize)]
struct Properties<'a> {
    title: &'a str,
    r#type: Option<&'a str>,
    within: Option<&'a str>,
    summary: &'a str,
    url: String,
    events: Vec<Event<'a>>,
}

#[derive(Serialize)]
struct Event<'a> {
    id: &'a str,
    title: &'a str,
    /// EDTF.
    date: Option<&'a str>,
}

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    let features = context
        .dossier
        .of_kind(Kind::Place)
        .filter_map(|(_, entry)| serde_json::to_string(&feature(context, entry)?).ok());
    let features: Vec<String> = features.collect();
    let text = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n",
        features.join(",\n")
    );
    vec![artifact("data/places.geojson", text)]
}

fn feature<'a>(context: &OutputContext<'a>, entry: &'a Entry) -> Option<Feature<'a>> {
    let place = entry.place()?;
    Some(Feature {
        r#type: "Feature",
        id: entry.id(),
        geometry: coordinates(entry).map(|(latitude, longitude)| Geometry {
            r#type: "Point",
            coordinates: [longitude, latitude],
        }),
        properties: Properties {
            title: entry.title(),
            r#type: Some(place.type_word).filter(|word| !word.is_empty()),
            within: place.within.as_deref(),
            summary: &entry.common().summary,
            url: context.base_url.map_or_else(
                || format!("../{}", entry.url),
                |base| absolute(base, &entry.url),
            ),
            events: events(context.dossier, entry),
        },
    })
}

fn events<'a>(dossier: &'a Dossier, place: &Entry) -> Vec<Event<'a>> {
    let events = place.events.iter().map(|index| dossier.entry(*index));
    let event = |entry: &'a Entry| Event {
        id: entry.id(),
        title: entry.title(),
        date: entry
            .event()
            .and_then(|event| Some(event.date.as_ref()?.shown()?.value.as_str())),
    };
    events.map(event).collect()
}

/// Latitude and longitude of a place in degrees; none if unknown, or not on the globe.
#[must_use]
pub fn coordinates(entry: &Entry) -> Option<(Number, Number)> {
    let (latitude, longitude) = entry.place()?.coordinates.as_ref()?;
    let degrees = |text: &str, most: f64| {
        let number: f64 = text.trim().parse().ok()?;
        Number::from_f64(number).filter(|_| number.abs() <= most)
    };
    Some((degrees(latitude, 90.0)?, degrees(longitude, 180.0)?))
}
