//! A name and a language → a CSL style with its locales, made ready to format sources one by one.

use super::item::Shape;
use super::quotes::Marks;
use super::specialise::{self, Facts};
use crate::fingerprint::Fingerprint;
use crate::text;
use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::taxonomy::OtherTerm;
use hayagriva::citationberg::{
    self, Bibliography, DateForm, DatePartName, IndependentStyle, Layout, Locale, LocaleCode,
    TermForm,
};
use std::fmt;

/// A citation style in a language.
#[derive(Debug)]
pub struct Style {
    /// Formats any source; see [`Style::specialised`] for what is used.
    general: IndependentStyle,
    /// The locale, the main one of its language and American English, which CSL falls back to.
    locales: Vec<Locale>,
    locale: LocaleCode,
    lang: String,
    marks: Marks,
    fingerprint: Fingerprint,
}

/// There is no style of this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownStyle {
    pub name: String,
    /// The one that was most likely meant.
    pub nearest: Option<&'static str>,
}

impl Style {
    /// The style of a name that [`Style::names`] lists, or that it has in the CSL repository, with the terms of a
    /// language given as a BCP 47 tag. A language that CSL has no terms for is formatted in English.
    ///
    /// # Errors
    /// If there is no such style.
    pub fn find(name: &str, lang: &str) -> Result<Style, UnknownStyle> {
        let id = |name: &str| format!("http://www.zotero.org/styles/{name}");
        let csl = ArchivedStyle::by_name(name)
            .or_else(|| ArchivedStyle::by_id(&id(name)))
            .and_then(independent)
            .ok_or_else(|| UnknownStyle {
                name: name.to_owned(),
                nearest: text::nearest(name, Style::names()),
            })?;
        Ok(Style::new(csl, name, lang))
    }

    fn new(mut csl: IndependentStyle, name: &str, lang: &str) -> Style {
        let locale = locale_code(lang);
        let codes = [
            Some(locale.clone()),
            locale.fallback(),
            Some(LocaleCode::en_us()),
        ];
        let mut locales: Vec<Locale> = Vec::new();
        for code in codes.into_iter().flatten() {
            if !locales
                .iter()
                .any(|known| known.lang.as_ref() == Some(&code))
            {
                locales.extend(shipped_locale(&code));
            }
        }
        // English of no country is set with American punctuation, but its dates are those of the rest of the site.
        if locale.0 == "en" {
            locales.iter_mut().for_each(day_first);
        }
        prepare(&mut csl);
        let general = specialise::specialise(&csl, &Facts::none());
        Style {
            marks: marks(&general, &locales),
            general,
            locales,
            locale,
            lang: lang.to_owned(),
            fingerprint: Fingerprint::of(&(name, lang, env!("CARGO_PKG_VERSION"))),
        }
    }

    /// The names of all styles, in order of the alphabet. Some styles have several.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let mut names: Vec<&str> = ArchivedStyle::all()
            .iter()
            .flat_map(|style| style.names())
            .copied()
            .collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter()
    }

    /// The language that it was asked for in.
    #[must_use]
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// Of its name and language, which determine it.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The style with all that can never apply to sources of one shape taken out.
    pub(super) fn specialised(&self, shape: Shape) -> IndependentStyle {
        specialise::specialise(&self.general, &Facts::of(shape))
    }

    #[cfg(test)]
    pub(super) fn general(&self) -> &IndependentStyle {
        &self.general
    }

    pub(super) fn locales(&self) -> &[Locale] {
        &self.locales
    }

    pub(super) fn locale(&self) -> LocaleCode {
        self.locale.clone()
    }

    /// Whether initials of given names that are joined by a hyphen are joined by one.
    pub(super) fn hyphenates(&self) -> bool {
        self.general.settings.initialize_with_hyphen
    }

    pub(super) fn marks(&self) -> &Marks {
        &self.marks
    }
}

impl fmt::Display for UnknownStyle {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "there is no citation style `{}`", self.name)
    }
}

impl std::error::Error for UnknownStyle {}

fn independent(style: ArchivedStyle) -> Option<IndependentStyle> {
    match style.get() {
        citationberg::Style::Independent(csl) => Some(csl),
        citationberg::Style::Dependent(csl) => {
            match ArchivedStyle::by_id(&csl.parent_link.href)?.get() {
                citationberg::Style::Independent(csl) => Some(csl),
                citationberg::Style::Dependent(_) => None,
            }
        }
    }
}

/// Leaves of a style what formats one source in a bibliography.
fn prepare(csl: &mut IndependentStyle) {
    if csl.bibliography.is_none() {
        // A style of notes alone: the full note is the reference.
        csl.bibliography = Some(Bibliography {
            name_options: csl.citation.name_options.clone(),
            ..Bibliography::with_layout(csl.citation.layout.clone())
        });
    }
    if let Some(bibliography) = &mut csl.bibliography {
        bibliography.sort = None;
        bibliography.subsequent_author_substitute = None;
        // The first field is the number, which is ours.
        bibliography.second_field_align = None;
    }
    // Nobody reads these here, and each specialised style has a copy.
    csl.info.authors.clear();
    csl.info.contributors.clear();
    csl.info.link.clear();
    // Each citation would be formatted three times only to number and tell apart what is cited.
    let citation = &mut csl.citation;
    citation.sort = None;
    citation.disambiguate_add_givenname = false;
    citation.disambiguate_add_names = false;
    citation.disambiguate_add_year_suffix = false;
    citation.layout = Layout::new(Vec::new(), Default::default(), None, None);
}

/// `es_mx` as CSL writes it: `es-MX`.
fn locale_code(lang: &str) -> LocaleCode {
    let mut parts = lang.split(['-', '_']);
    let mut code = parts.next().unwrap_or_default().to_ascii_lowercase();
    // A script between language and country is not part of CSL's codes but for Serbian, whose main locale will do.
    if let Some(region) = parts.find(|part| part.len() == 2) {
        code.push('-');
        code.push_str(&region.to_ascii_uppercase());
    }
    LocaleCode(code)
}

/// Decodes one of the 63 locales; all of them would take 126 ms.
fn shipped_locale(code: &LocaleCode) -> Option<Locale> {
    // The code as CBOR has it: a text of less than 24 bytes has its length in its first byte.
    let mut wanted = vec![0x60 + u8::try_from(code.0.len()).ok().filter(|len| *len < 24)?];
    wanted.extend_from_slice(code.0.as_bytes());
    archive::LOCALES
        .iter()
        .filter(|bytes| {
            let head = bytes.get(..200).unwrap_or(bytes);
            memchr::memmem::find(head, &wanted).is_some()
        })
        .filter_map(|bytes| ciborium::de::from_reader::<Locale, _>(*bytes).ok())
        .find(|locale| locale.lang.as_ref() == Some(code))
}

/// `26 September 2014` for `September 26, 2014`, where a style leaves dates in words to the locale.
fn day_first(locale: &mut Locale) {
    for date in &mut locale.date {
        if date.form == Some(DateForm::Text)
            && let [first, second, _] = date.date_part.as_mut_slice()
            && (first.name, second.name) == (DatePartName::Month, DatePartName::Day)
        {
            std::mem::swap(first, second);
            first.affixes.suffix = Some(" ".to_owned());
            second.affixes.suffix = Some(" ".to_owned());
        }
    }
}

/// The quotation marks of a style, from the first locale that says something of them.
fn marks(csl: &IndependentStyle, locales: &[Locale]) -> Marks {
    let base = |code: &LocaleCode| code.0.split('-').next().map(str::to_owned);
    let wanted = locales.first().and_then(|locale| locale.lang.as_ref());
    let of_style = csl.locale.iter().filter(|locale| match &locale.lang {
        None => true,
        Some(code) => {
            wanted.is_some_and(|wanted| code == wanted || base(wanted) == Some(code.0.clone()))
        }
    });
    let sources: Vec<&Locale> = of_style.chain(locales).collect();
    let term = |term: OtherTerm, default: &str| {
        sources
            .iter()
            .find_map(|locale| locale.term(term.into(), TermForm::Long)?.single())
            .unwrap_or(default)
            .to_owned()
    };
    Marks {
        outer: (
            term(OtherTerm::OpenQuote, "“"),
            term(OtherTerm::CloseQuote, "”"),
        ),
        inner: (
            term(OtherTerm::OpenInnerQuote, "‘"),
            term(OtherTerm::CloseInnerQuote, "’"),
        ),
    }
}
