//! All that views are made from: the dossier, the words of the interface and the formatted sources.

use super::catalogue::Catalogue;
use super::collate::Collation;
use super::once::{PerEntry, PerText};
use super::references::References;
use super::view::evidence::{AccountView, CiteView, ClaimView, FactView};
use super::view::lists::EventItem;
use super::view::{DateView, Link, Named, Shared, Word};
use crate::check::allow::Suppressed;
use crate::check::coverage::{Coverage, coverage};
use crate::check::figures::{Figures, figures};
use crate::model::amount::{Amount, AmountWords};
use crate::model::citation::{Citation, CitationItem};
use crate::model::date::Edtf;
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::evidence::QuotationState;
use crate::model::fact::{Conflicts, Fact, Value};
use crate::model::front_matter::{Details, Relation, Source};
use crate::model::site::SitePage;
use crate::model::walk::AnyFact;
use crate::text::slug;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What views are made from. What only some pages need is made when it is first asked for.
pub struct Scene {
    pub dossier: Arc<Dossier>,
    pub words: Arc<Catalogue>,
    pub references: Arc<References>,
    /// Findings that writers set aside.
    suppressions: Arc<[Suppressed]>,
    /// How well the dossier is covered, if the rules have counted it.
    coverage: Option<Arc<Coverage>>,
    /// Date and time of the last change of files, by path.
    last_changes: Arc<FxHashMap<String, String>>,
    figures: OnceLock<Figures>,
    reach: PerEntry<Reach>,
    order: OnceLock<Vec<u32>>,
    topics: OnceLock<BTreeMap<String, Vec<EntryIdx>>>,
    inverse: OnceLock<FxHashMap<(&'static str, EntryIdx), Vec<EntryIdx>>>,
    /// The order of names and titles in the language of the interface.
    pub(super) collation: Collation,
    reference_keys: PerEntry<Option<Arc<[u8]>>>,
    links: PerEntry<Shared<Link>>,
    sources: PerEntry<Option<Arc<SourceParts>>>,
    dates: PerText<Shared<DateView>>,
    words_shown: PerText<Shared<Word>>,
    /// Cards of claims and lines of events, which their pages and lists share.
    pub(super) claims: PerEntry<Option<Shared<ClaimView>>>,
    pub(super) events: PerEntry<Shared<EventItem>>,
}

/// What all citations of a source have in common.
struct SourceParts {
    short: Shared<String>,
    formatted_html: Shared<String>,
    publisher: Shared<String>,
    published: Option<Shared<DateView>>,
    flags: Vec<Shared<Word>>,
    via: Option<Shared<Link>>,
    via_short: Shared<String>,
    live_url: Option<Arc<str>>,
    archive_url: Option<Arc<str>>,
    live_is_via: bool,
    archive_is_via: bool,
    /// By state, in the order in which they are declared, and empty where nothing is quoted.
    state_details: [Shared<String>; QuotationState::ALL.len() + 1],
}

/// How far an entry reaches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reach {
    /// In how many entries it is cited.
    pub cited_in: u32,
    /// In how many entries it is mentioned.
    pub mentioned_in: u32,
}

impl Scene {
    /// A scene of these.
    #[must_use]
    pub fn new(
        dossier: Arc<Dossier>,
        words: Arc<Catalogue>,
        references: Arc<References>,
        suppressions: Arc<[Suppressed]>,
        coverage: Option<Arc<Coverage>>,
        last_changes: Arc<FxHashMap<String, String>>,
    ) -> Self {
        let n_entries = dossier.entries.len();
        let collation = Collation::of(&words.lang);
        Self {
            dossier,
            words,
            references,
            suppressions,
            coverage,
            last_changes,
            collation,
            reference_keys: PerEntry::new(n_entries),
            links: PerEntry::new(n_entries),
            sources: PerEntry::new(n_entries),
            dates: PerText::default(),
            words_shown: PerText::default(),
            claims: PerEntry::new(n_entries),
            events: PerEntry::new(n_entries),
            figures: OnceLock::new(),
            reach: PerEntry::new(n_entries),
            order: OnceLock::new(),
            topics: OnceLock::new(),
            inverse: OnceLock::new(),
        }
    }

    /// The dossier in figures.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        if let Some(figures) = self.figures.get() {
            return figures;
        }
        // They are counted on many threads, and a thread that waits for the others takes over other pages
        // meanwhile, which may ask for them again. Nobody may wait here, then: two may count the same at once.
        let counted = self.coverage.clone();
        let coverage = counted.unwrap_or_else(|| coverage(&self.dossier).into());
        let figures = figures(&self.dossier, &self.suppressions, &coverage);
        self.figures.get_or_init(|| figures)
    }

    /// When the content of an entry last changed, as a day or as a date and time: from its front matter, or
    /// else from the history of its file. None if neither tells.
    #[must_use]
    pub fn updated(&self, index: EntryIdx) -> Option<String> {
        let entry = self.dossier.entry(index);
        let written = entry.common().updated.as_ref();
        written
            .and_then(|date| date.to_iso_day())
            .or_else(|| self.last_changes.get(&*entry.document.path).cloned())
    }

    /// How far an entry reaches.
    #[must_use]
    pub fn reach(&self, index: EntryIdx) -> Reach {
        self.reach.get_or(index, || {
            let entry = self.dossier.entry(index);
            Reach {
                cited_in: distinct(entry.citings.iter().map(|citing| citing.from)),
                mentioned_in: distinct(entry.mentions.iter().map(|mention| mention.from)),
            }
        })
    }

    /// Place of an event in the order of time, from 0.
    #[must_use]
    pub fn place_in_time(&self, event: EntryIdx) -> usize {
        let order = self.order.get_or_init(|| {
            let mut order = vec![0; self.dossier.entries.len()];
            for (at, event) in (0..).zip(&self.dossier.chronology) {
                order[event.0 as usize] = at;
            }
            order
        });
        order.get(event.0 as usize).map_or(0, |at| *at as usize)
    }

    /// The entries that belong to a topic, in order.
    #[must_use]
    pub fn of_topic(&self, id: &str) -> &[EntryIdx] {
        let topics = self.topics.get_or_init(|| {
            let mut topics: BTreeMap<String, Vec<EntryIdx>> = BTreeMap::new();
            for (index, entry) in self.dossier.iter() {
                for topic in &entry.common().topics {
                    topics.entry(topic.clone()).or_default().push(index);
                }
            }
            topics
        });
        topics.get(id).map_or(&[], Vec::as_slice)
    }

    /// Links to the entries whose field of this role names the entry.
    #[must_use]
    pub fn inverse(&self, role: &'static str, of: EntryIdx) -> Vec<Shared<Link>> {
        let inverse = self.inverse.get_or_init(|| {
            let mut inverse: FxHashMap<(&str, EntryIdx), Vec<EntryIdx>> = FxHashMap::default();
            for (from, entry) in self.dossier.iter() {
                entry.document.front.each_id(&mut |_, id| {
                    if matches!(id.role, "part" | "within" | "via" | "origin")
                        && let Some(to) = self.dossier.index(id.id)
                    {
                        inverse.entry((id.role, to)).or_default().push(from);
                    }
                });
            }
            inverse
        });
        inverse
            .get(&(role, of))
            .into_iter()
            .flatten()
            .map(|index| self.link(*index))
            .collect()
    }

    /// Language of the interface and of dates.
    #[must_use]
    pub fn lang(&self) -> &str {
        &self.words.lang
    }

    /// What the reference of a source is sorted by, or none.
    #[must_use]
    pub fn reference_key(&self, source: EntryIdx) -> Option<Arc<[u8]>> {
        self.reference_keys.get_or(source, || {
            let text = &self.references.get(source)?.text;
            Some(self.collation.key(text).into())
        })
    }

    /// A link to an entry.
    #[must_use]
    pub fn link(&self, index: EntryIdx) -> Shared<Link> {
        self.links.get_or(index, || {
            let entry = self.dossier.entry(index);
            Shared::new(Link {
                id: entry.id().to_owned(),
                url: entry.url.to_string(),
                title: entry.title().to_owned(),
                kind: entry.kind().word(),
                type_label: self.type_label(entry),
                summary: entry.common().summary.clone(),
            })
        })
    }

    /// A link to the entry with this id, if there is one.
    #[must_use]
    pub fn link_to(&self, id: &str) -> Option<Shared<Link>> {
        self.dossier.index(id).map(|index| self.link(index))
    }

    /// A link to a page that no entry makes.
    #[must_use]
    pub fn site_link(&self, page: SitePage) -> Shared<Link> {
        let word = page.word();
        Shared::new(Link {
            id: word.to_owned(),
            url: page.url().to_owned(),
            title: self.words.get(&format!("list.{word}.title")).to_owned(),
            kind: "index",
            type_label: String::new(),
            summary: self
                .words
                .get(&format!("list.{word}.description"))
                .to_owned(),
        })
    }

    /// What an entry is within its kind, as a word for readers.
    #[must_use]
    pub fn type_label(&self, entry: &Entry) -> String {
        let (section, word) = match &entry.document.front.details {
            Details::Actor(actor) => ("actor_type", actor.type_word),
            Details::Place(place) if !place.type_word.is_empty() => ("place_type", place.type_word),
            Details::Source(source) => ("source_type", source.type_word),
            _ => {
                return self
                    .words
                    .get(&format!("kind.{}.one", entry.kind().word()))
                    .to_owned();
            }
        };
        self.words
            .get(&format!("{section}.{}", key(word)))
            .to_owned()
    }

    /// An entry if `text` is its id, else the text itself.
    #[must_use]
    pub fn named(&self, text: &str) -> Named {
        match self.link_to(text) {
            Some(link) => Named {
                text: link.title.clone(),
                link: Some(link),
            },
            None => Named {
                link: None,
                text: text.to_owned(),
            },
        }
    }

    /// A word of a fixed vocabulary with its meaning.
    #[must_use]
    pub fn word(&self, section: &str, word: &str) -> Shared<Word> {
        let id = key(word);
        let path = format!("{section}.{id}");
        self.words_shown.get_or(&path, || {
            let label = self
                .words
                .find(&format!("{path}.label"))
                .or_else(|| self.words.find(&path));
            Shared::new(Word {
                label: label.unwrap_or(word).to_owned(),
                meaning: self
                    .words
                    .find(&format!("{path}.meaning"))
                    .unwrap_or("")
                    .to_owned(),
                id,
            })
        })
    }

    /// A date as readers see it.
    #[must_use]
    pub fn date(&self, date: &Edtf) -> Shared<DateView> {
        self.dates.get_or(date.as_str(), || {
            Shared::new(DateView {
                words: date.words(self.lang()),
                short: date.short(self.lang()),
                edtf: date.as_str().to_owned(),
                iso: date.html_datetime(),
                year: date
                    .bounds()
                    .0
                    .map(|day| day.year().to_string())
                    .unwrap_or_default(),
            })
        })
    }

    /// An amount as readers see it.
    #[must_use]
    pub fn amount(&self, amount: &Amount) -> String {
        let word = |key: &str, english| self.words.find(key).unwrap_or(english);
        amount.display(AmountWords {
            more: word("amount.more", "more than"),
            less: word("amount.less", "less than"),
            about: word("amount.about", "about"),
            scale: &|scale, is_one| {
                let form = if is_one { "one" } else { "other" };
                word(&format!("amount.{}.{form}", scale.word()), scale.word())
            },
        })
    }

    /// The citations of a field.
    #[must_use]
    pub fn cites(&self, citation: Option<&Citation>) -> Vec<CiteView> {
        citation
            .into_iter()
            .flat_map(|c| &c.items)
            .filter_map(|item| self.cite(item))
            .collect()
    }

    /// One source of a citation; none if the source is unknown, which is an error of its own.
    #[must_use]
    pub fn cite(&self, item: &CitationItem) -> Option<CiteView> {
        self.cite_of(self.dossier.index(&item.source)?, item)
    }

    /// As [`Scene::cite`], of a citation whose source is known.
    #[must_use]
    pub fn cite_of(&self, index: EntryIdx, item: &CitationItem) -> Option<CiteView> {
        let parts = self.sources.get_or(index, || self.source_parts(index))?;
        let (state, fragment) = match item.quotation.as_deref() {
            Some(quotation) => {
                let entry = self.dossier.entry(index);
                let (state, fragment) = self.dossier.quotation_state(entry, quotation);
                (Some(state), fragment)
            }
            None => (None, ""),
        };
        let deep = |url: &Arc<str>| {
            if fragment.is_empty() {
                Arc::clone(url)
            } else {
                crate::quotation::deep_link(url, fragment).into()
            }
        };
        let quotation = if item.is_block {
            ""
        } else {
            item.quotation.as_deref().unwrap_or("")
        };
        let detail = state.map_or(QuotationState::ALL.len(), |state| state as usize);
        Some(CiteView {
            source: self.link(index),
            short: parts.short.clone(),
            prefix: item.prefix.to_string(),
            locator: item.locator.to_string(),
            quotation: quotation.to_owned(),
            state: state.map(|state| self.word("state", state.word())),
            state_detail: parts.state_details.get(detail).cloned().unwrap_or_default(),
            live_url: parts.live_url.as_ref().map(deep),
            archive_url: parts.archive_url.as_ref().map(deep),
            live_is_via: parts.live_is_via,
            archive_is_via: parts.archive_is_via,
            publisher: parts.publisher.clone(),
            published: parts.published.clone(),
            flags: parts.flags.clone(),
            via: parts.via.clone(),
            via_short: parts.via_short.clone(),
        })
    }

    fn source_parts(&self, index: EntryIdx) -> Option<Arc<SourceParts>> {
        let entry = self.dossier.entry(index);
        let source = entry.source()?;
        let formatted = self.references.get(index)?;
        let carrier = self.dossier.carrier(entry).unwrap_or(entry);
        let through = source
            .via
            .as_deref()
            .and_then(|id| self.references.get(self.dossier.index(id)?));
        let carried = carrier.source();
        let text = |text: &str| Shared::new(text.to_owned());
        let detail = |state: &QuotationState| Shared::new(self.state_detail(*state, carrier));
        let empty = Shared::<String>::default();
        let mut state_details = std::array::from_fn(|_| empty.clone());
        for (place, state) in state_details.iter_mut().zip(&QuotationState::ALL) {
            *place = detail(state);
        }
        let url = |of: fn(&Source) -> &Option<String>| {
            let own = of(source).as_ref();
            let url = own.or_else(|| carried.and_then(|source| of(source).as_ref()));
            url.map(|url| Arc::from(url.as_str()))
        };
        Some(Arc::new(SourceParts {
            short: text(&formatted.short),
            formatted_html: text(&formatted.html),
            publisher: text(&source.publisher),
            published: source.published.as_ref().map(|date| self.date(date)),
            flags: self.flags(source),
            via: source.via.as_deref().and_then(|id| self.link_to(id)),
            via_short: through.map_or(empty, |formatted| text(&formatted.short)),
            live_url: url(|source| &source.url),
            archive_url: url(|source| &source.archive_url),
            live_is_via: source.url.is_none() && through.is_some(),
            archive_is_via: source.archive_url.is_none() && through.is_some(),
            state_details,
        }))
    }

    /// The whole reference of a source in the site's citation style.
    #[must_use]
    pub fn reference_html(&self, index: EntryIdx) -> Option<Shared<String>> {
        let parts = self.sources.get_or(index, || self.source_parts(index))?;
        Some(parts.formatted_html.clone())
    }

    /// Flags of a source as words.
    #[must_use]
    pub fn flags(&self, source: &Source) -> Vec<Shared<Word>> {
        source
            .flags
            .iter()
            .map(|flag| self.word("flag", flag.word()))
            .collect()
    }

    fn state_detail(&self, state: QuotationState, carrier: &Entry) -> String {
        let meaning = self
            .words
            .get(&format!("state.{}.meaning", state.word()))
            .to_owned();
        let sha256 = carrier
            .source()
            .and_then(|s| s.snapshot.as_ref())
            .map(|s| s.sha256.as_str());
        match (state, sha256.and_then(|hash| hash.get(..12))) {
            (QuotationState::Verified, Some(hash)) => format!("{meaning} SHA-256 {hash}…"),
            _ => meaning,
        }
    }

    /// A fact of any type; `name` is its built-in name or the label that its entry gives it.
    #[must_use]
    pub fn any_fact(&self, of: EntryIdx, name: &str, fact: AnyFact<'_>) -> FactView {
        match fact {
            AnyFact::Date(fact) => self.date_fact(of, name, fact),
            AnyFact::Amount(fact) => self.amount_fact(of, name, fact),
            AnyFact::Place(fact) => self.named_fact(of, name, fact),
            AnyFact::Free(fact) => self.free_fact(of, name, fact),
        }
    }

    /// The value of one account as readers see it; empty if there is no such account.
    #[must_use]
    pub fn account_value(&self, fact: AnyFact<'_>, i: usize) -> String {
        let value = match fact {
            AnyFact::Date(fact) => fact.accounts.get(i).map(|a| a.value.words(self.lang())),
            AnyFact::Amount(fact) => fact.accounts.get(i).map(|a| self.amount(&a.value)),
            AnyFact::Place(fact) => fact.accounts.get(i).map(|a| self.named(&a.value).text),
            AnyFact::Free(fact) => fact.accounts.get(i).map(|a| self.free(&a.value).0.text),
        };
        value.unwrap_or_default()
    }

    /// What a relation says: `client of Example Vendor`.
    #[must_use]
    pub fn relation_words(&self, relation: &Relation) -> String {
        let types = &self.dossier.config.relations;
        let label = types
            .get(&relation.type_word)
            .map_or("", |t| t.label.as_str());
        let other = self.dossier.find(&relation.to).map_or("", Entry::title);
        format!("{label} {other}")
    }

    /// A fact of dates.
    #[must_use]
    pub fn date_fact(&self, of: EntryIdx, name: &str, fact: &Fact<Edtf>) -> FactView {
        self.fact(of, name, fact, |date| {
            (
                Named {
                    link: None,
                    text: date.words(self.lang()),
                },
                Some(self.date(date)),
            )
        })
    }

    /// A fact of amounts.
    #[must_use]
    pub fn amount_fact(&self, of: EntryIdx, name: &str, fact: &Fact<Amount>) -> FactView {
        self.fact(of, name, fact, |amount| {
            (
                Named {
                    link: None,
                    text: self.amount(amount),
                },
                None,
            )
        })
    }

    /// A fact of ids or texts.
    #[must_use]
    pub fn named_fact(&self, of: EntryIdx, name: &str, fact: &Fact<String>) -> FactView {
        self.fact(of, name, fact, |text| (self.named(text), None))
    }

    /// A fact of a type that its entry names.
    #[must_use]
    pub fn free_fact(&self, of: EntryIdx, label: &str, fact: &Fact<Value>) -> FactView {
        self.fact(of, label, fact, |value| self.free(value))
    }

    fn free(&self, value: &Value) -> (Named, Option<Shared<DateView>>) {
        let plain = |text: String| Named { link: None, text };
        match value {
            Value::Text(text) => (plain(text.clone()), None),
            Value::Date(date) => (plain(date.words(self.lang())), Some(self.date(date))),
            Value::Amount(amount) => (plain(self.amount(amount)), None),
            Value::Place(id) | Value::Actor(id) => (self.named(id), None),
        }
    }

    fn fact<T: Conflicts>(
        &self,
        of: EntryIdx,
        name: &str,
        fact: &Fact<T>,
        show: impl Fn(&T) -> (Named, Option<Shared<DateView>>),
    ) -> FactView {
        let accounts: Vec<AccountView> = fact
            .accounts
            .iter()
            .map(|account| {
                let (value, date) = show(&account.value);
                AccountView {
                    value,
                    date,
                    cites: self.cites(account.cite.as_ref()),
                    note: account.note.clone(),
                    preferred: account.is_preferred,
                    inference: account.inference.clone(),
                }
            })
            .collect();
        let shown = fact
            .accounts
            .iter()
            .position(|account| account.is_preferred)
            .unwrap_or(0);
        let (value, date) = accounts
            .get(shown)
            .map(|a| (a.value.clone(), a.date.clone()))
            .unwrap_or_default();
        let versions = versions(&accounts, shown);
        FactView {
            id: format!("fact-{}", slug(name)),
            label: self.field_label(of, name),
            value,
            date,
            differ: fact.differs(),
            accounts,
            versions,
            note: fact.note.clone(),
            of: self.link(of),
        }
    }

    /// What a fact is called on the pages; `name` itself if it is no name of a field. Nobody but a person is born.
    #[must_use]
    pub fn field_label(&self, of: EntryIdx, name: &str) -> String {
        let actor = self.dossier.entry(of).actor();
        let is_body = actor.is_some_and(|actor| actor.type_word != "person");
        let key = match name {
            "born" if is_body => "founded",
            "died" if is_body => "ended",
            name => name,
        };
        let label = self.words.find(&format!("field.{key}"));
        label.unwrap_or(name).to_owned()
    }

    /// Language and direction of an entry.
    #[must_use]
    pub fn lang_of(&self, entry: &Entry) -> (String, &'static str) {
        let lang = entry
            .common()
            .lang
            .clone()
            .unwrap_or_else(|| self.dossier.config.lang.clone());
        let dir = match entry.common().dir.as_deref() {
            Some("rtl") => "rtl",
            Some(_) => "ltr",
            None => direction(&lang),
        };
        (lang, dir)
    }
}

/// The places of accounts that readers see the same value of, in the order written, but that of `shown` first.
/// A source must never seem to give a value that it does not give.
fn versions(accounts: &[AccountView], shown: usize) -> Vec<Vec<u32>> {
    let seen = |account: &AccountView| {
        let link = account.value.link.as_ref();
        (account.value.text.clone(), link.map(|link| link.id.clone()))
    };
    let mut groups: Vec<(_, Vec<u32>)> = accounts
        .get(shown)
        .map(|account| (seen(account), Vec::new()))
        .into_iter()
        .collect();
    for (i, account) in (0..).zip(accounts) {
        let value = seen(account);
        match groups.iter_mut().find(|(other, _)| *other == value) {
            Some((_, places)) => places.push(i),
            None => groups.push((value, vec![i])),
        }
    }
    groups.into_iter().map(|(_, places)| places).collect()
}

/// Direction in which a language is written.
#[must_use]
pub fn direction(lang: &str) -> &'static str {
    match lang.split('-').next().unwrap_or("") {
        "ar" | "fa" | "he" | "ur" | "yi" | "ps" | "sd" | "ug" | "dv" | "ckb" => "rtl",
        _ => "ltr",
    }
}

/// A word of a vocabulary as a key of the catalogue and a name of a class: `public body` → `public-body`.
#[must_use]
pub fn key(word: &str) -> String {
    word.replace(' ', "-")
}

/// Number of different values in a list whose equal values stand together for the most part.
fn distinct(values: impl Iterator<Item = EntryIdx>) -> u32 {
    let mut values: Vec<EntryIdx> = values.collect();
    values.sort_unstable();
    values.dedup();
    u32::try_from(values.len()).unwrap_or(u32::MAX)
}
