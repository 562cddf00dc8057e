//! `cards/KIND/ID.png`: the picture that social networks show beside a link, drawn for each entry in the
//! look of the theme: ink on warm paper, one signal colour.
//!
//! Drawn straight from outlines to pixels, because a general SVG renderer takes fifteen times as long, and
//! ten thousand cards would then take half a minute of a build that takes a second. A card of an earlier
//! build that still says the same is left as it is.

mod canvas;
mod face;
mod marks;
mod setting;

use super::{Artifact, OutputContext, one_line, statement};
use crate::fingerprint::{self, Fingerprint};
use crate::model::dossier::{Dossier, Entry};
use crate::model::front_matter::Details;
use crate::model::words::Status;
use crate::render::Sink;
use crate::render::catalogue::Catalogue;
use canvas::{Canvas, DIM, INK, Ink, RULE, SIGNAL, WIDTH};
use face::{Drawn, FACES, Face, Faces, Run};
use rayon::prelude::*;
use std::sync::Arc;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

const MARGIN: i32 = 72;
/// Width of the text, between the margins.
const MEASURE: f32 = (WIDTH as i32 - 2 * MARGIN) as f32;
const TITLE_SIZES: [f32; 8] = [96.0, 84.0, 74.0, 66.0, 58.0, 52.0, 46.0, 40.0];
/// Pixels from the top: of the head rule, the line of labels, the title, the foot rule, the last line.
const HEAD: i32 = 62;
const LABELS: i32 = 124;
const TITLE: i32 = 158;
const FOOT: i32 = 542;
const LAST: i32 = 590;

/// All that a card shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Card {
    pub title: String,
    /// What it is: `person`, `newspaper article`.
    pub kind: String,
    pub status: Option<(Status, String)>,
    pub date: String,
    /// Of a claim: who denies it, or why nobody could.
    pub reply: String,
    pub site: String,
    /// Address of the site without `https://`.
    pub address: String,
}

/// Path of the card of an entry, or of the home page where its title has letters that the typeface lacks.
/// None if that one has such letters too, or there is no home page.
#[must_use]
pub fn path(dossier: &Dossier, entry: Option<&Entry>) -> Option<String> {
    let faces = FACES.as_ref()?;
    let entry = entry
        .filter(|entry| faces.title.can_write(&plain(entry.title())))
        .or_else(|| dossier.find("index"))
        .filter(|entry| faces.title.can_write(&plain(entry.title())))?;
    Some(path_of(entry))
}

fn path_of(entry: &Entry) -> String {
    format!("cards/{}/{}.png", entry.kind().word(), entry.id())
}

/// Puts the cards of all entries whose titles can be written, those that the sink does not have yet.
pub fn put(context: &OutputContext<'_>, sink: &dyn Sink) {
    let (Some(base), Some(faces)) = (context.base_url, FACES.as_ref()) else {
        return;
    };
    let entries: Vec<&Entry> = context
        .dossier
        .entries
        .iter()
        .filter(|entry| faces.title.can_write(&plain(entry.title())))
        .collect();
    entries
        .par_iter()
        .for_each_init(<(Canvas, Drawn)>::default, |(canvas, drawn), entry| {
            let card = Card::of(context, base, entry);
            let path: Arc<str> = path_of(entry).into();
            let made_from = card.fingerprint();
            if sink.keep(&path, made_from) {
                return;
            }
            draw(&card, faces, &mut Press { canvas, drawn });
            let bytes = canvas.png().into();
            sink.put_made_from(Artifact { path, bytes }, made_from);
        });
}

impl Card {
    /// What the card of an entry shows.
    #[must_use]
    pub fn of(context: &OutputContext<'_>, base: &str, entry: &Entry) -> Self {
        let words = context.words;
        let lang = &words.lang;
        let date = match &entry.document.front.details {
            Details::Event(event) => event.date.as_ref().and_then(|date| date.shown()),
            Details::Claim(claim) => claim.date.as_ref().and_then(|date| date.shown()),
            _ => None,
        };
        let published = entry.source().and_then(|source| source.published.as_ref());
        let date = date.map(|account| &account.value).or(published);
        let status = entry.claim().and_then(|claim| claim.status);
        let address = base.split_once("://").map_or(base, |(_, rest)| rest);
        Self {
            title: plain(entry.title()),
            kind: plain(&kind(words, entry)),
            status: status.map(|status| {
                let key = format!("status.{}.label", status.word());
                (status, plain(words.get(&key)))
            }),
            date: date.map_or_else(String::new, |date| plain(&date.words(lang))),
            reply: plain(&reply(context, entry)),
            site: plain(&context.dossier.config.title),
            address: plain(address.trim_end_matches('/')),
        }
    }

    /// Fingerprint of the card, and of the program that draws it.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&(fingerprint::PROGRAM, self))
    }
}

/// On one line, with composed characters, which is how typefaces have them.
fn plain(text: &str) -> String {
    let line = one_line(text);
    if is_nfc_quick(line.chars()) == IsNormalized::Yes {
        return line.into_owned();
    }
    line.nfc().collect()
}

fn kind(words: &Catalogue, entry: &Entry) -> String {
    let key = match &entry.document.front.details {
        Details::Actor(actor) => format!("actor_type.{}", actor.type_word.replace(' ', "-")),
        Details::Source(source) => format!("source_type.{}", source.type_word),
        Details::Place(place) if !place.type_word.is_empty() => {
            format!("place_type.{}", place.type_word)
        }
        // The word for an essay says nothing to a reader.
        Details::Page(_) => return String::new(),
        _ => format!("kind.{}.one", entry.kind().word()),
    };
    words.get(&key).to_owned()
}

/// Who denies a claim, and why there may be no reply: an accusation goes nowhere without it.
fn reply(context: &OutputContext<'_>, entry: &Entry) -> String {
    let Some(claim) = entry.claim() else {
        return String::new();
    };
    let mut replies = claim.clone();
    replies
        .positions
        .retain(|position| position.stance.replies());
    statement::positions(context.dossier, context.words, &replies).join(" ")
}

fn draw(card: &Card, faces: &Faces, press: &mut Press<'_>) {
    let width = MEASURE as i32;
    press.canvas.wipe();
    press.canvas.fill(MARGIN, HEAD, width, 2, INK);
    press.canvas.fill(MARGIN, HEAD, 120, 12, SIGNAL);
    press.canvas.fill(MARGIN, FOOT, width, 1, RULE);
    labels(card, faces, press);
    let foot = replies(card, faces, press);
    let height = (foot - TITLE) as f32;
    let set = setting::fit(
        (&faces.title, press.drawn),
        &card.title,
        &TITLE_SIZES,
        MEASURE,
        height,
        1.1,
    );
    for (line, n) in set.lines.iter().zip(1..) {
        // The last line of the first size reaches the box; capitals stand four fifths of their size high.
        let y = TITLE as f32 + set.size * (0.82 + 1.1 * (n - 1) as f32);
        press.line(
            &faces.title,
            line,
            set.size,
            set.space,
            MARGIN as f32,
            y as i32,
            INK,
        );
    }
    foot_line(card, faces, press);
}

/// What it is, its status with its mark, and its date.
fn labels(card: &Card, faces: &Faces, press: &mut Press<'_>) {
    const SIZE: f32 = 30.0;
    const GAP: f32 = 32.0;
    let mut x = MARGIN as f32;
    if !card.kind.is_empty() {
        x += press.text(&faces.label, &card.kind, SIZE, x, LABELS, SIGNAL) + GAP;
    }
    if let Some((status, label)) = &card.status {
        if let Some(mark) = marks::stamp(*status, SIZE * 0.78) {
            press
                .canvas
                .put(&mark, x as i32, LABELS - (SIZE * 0.74) as i32, INK);
        }
        x += SIZE;
        x += press.text(&faces.label, label, SIZE, x, LABELS, INK) + GAP;
    }
    if !card.date.is_empty() {
        let room = WIDTH as f32 - MARGIN as f32 - x;
        let set = setting::fit(
            (&faces.label, press.drawn),
            &card.date,
            &[SIZE, 24.0],
            room,
            SIZE,
            1.0,
        );
        if let Some(line) = set.lines.first() {
            press.line(&faces.label, line, set.size, set.space, x, LABELS, DIM);
        }
    }
}

/// The reply in two lines above the foot. Returns where the title must end.
fn replies(card: &Card, faces: &Faces, press: &mut Press<'_>) -> i32 {
    const SIZE: f32 = 27.0;
    const LEADING: f32 = 1.3;
    if card.reply.is_empty() {
        return FOOT - 16;
    }
    let set = setting::fit(
        (&faces.label, press.drawn),
        &card.reply,
        &[SIZE],
        MEASURE,
        SIZE * LEADING * 2.0,
        LEADING,
    );
    let top = FOOT as f32 - 18.0 - SIZE * LEADING * set.lines.len() as f32;
    for (line, n) in set.lines.iter().zip(1..) {
        let y = top + SIZE * LEADING * n as f32 - 8.0;
        press.line(
            &faces.label,
            line,
            set.size,
            set.space,
            MARGIN as f32,
            y as i32,
            DIM,
        );
    }
    top as i32 - 12
}

/// The name of the site, and its address at the other end if there is room.
fn foot_line(card: &Card, faces: &Faces, press: &mut Press<'_>) {
    const SIZE: f32 = 30.0;
    const SMALL: f32 = 24.0;
    let address = press.drawn.word(&faces.label, &card.address);
    let room = MEASURE - address.width * SMALL - 40.0;
    let name = if card.site == card.title {
        ""
    } else {
        &card.site
    };
    let set = setting::fit(
        (&faces.title, press.drawn),
        name,
        &[SIZE],
        room.max(MEASURE / 2.0),
        SIZE,
        1.0,
    );
    let mut end = MARGIN as f32;
    if let Some(line) = set.lines.first() {
        press.line(&faces.title, line, set.size, set.space, end, LAST, INK);
        end += set.width(line) + 40.0;
    }
    let x = WIDTH as f32 - MARGIN as f32 - address.width * SMALL;
    if x >= end {
        press.run(&faces.label, &address, SMALL, x, LAST, DIM);
    }
}

/// Puts shaped text on a canvas.
struct Press<'a> {
    canvas: &'a mut Canvas,
    drawn: &'a mut Drawn,
}

impl Press<'_> {
    /// Sets a text in one line and returns its width.
    fn text(&mut self, face: &Face, text: &str, size: f32, x: f32, y: i32, ink: Ink) -> f32 {
        let run = self.drawn.word(face, text);
        self.run(face, &run, size, x, y, ink);
        run.width * size
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "where, what and how; a struct for one call would say no more"
    )]
    fn line(&mut self, face: &Face, line: &[Run], size: f32, space: f32, x: f32, y: i32, ink: Ink) {
        let mut x = x;
        for word in line {
            self.run(face, word, size, x, y, ink);
            x += word.width * size + space;
        }
    }

    fn run(&mut self, face: &Face, run: &Run, size: f32, x: f32, y: i32, ink: Ink) {
        for glyph in run.glyphs.iter() {
            let at = x + glyph.x * size;
            if let Some(stamp) = self.drawn.stamp(face, glyph.id, size, at) {
                let rise = (glyph.y * size).round() as i32;
                self.canvas.put(&stamp, at.floor() as i32, y - rise, ink);
            }
        }
    }
}
