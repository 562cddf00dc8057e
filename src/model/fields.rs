//! The table of kinds and fields: the one place where a field of front matter is declared.

use super::field::{Declared, Field, Type};
use super::kind::Kind;
use super::words::Vocabulary;
use Field as F;

const TEXTS: Type = Type::List {
    of: &Type::Text,
    or_one: true,
};
const CITE: Field = F::optional(
    "cite",
    Type::Cite,
    "What it rests on: one citation as in the body, with the exact words where they matter.",
    "'[@weekly-2021, p. 3 \"the exact words\"]'",
);
const NOTE: Field = F::optional(
    "note",
    Type::Text,
    "What a reader should know about it, in a sentence.",
    "Reported second hand.",
);
const ANY: Type = Type::Id(&Kind::ALL);
const ACTORS: Type = Type::Id(&[Kind::Actor]);
/// Ids of places.
pub const PLACES: Type = Type::Id(&[Kind::Place]);
const SOURCES: Type = Type::Id(&[Kind::Source]);
const EVENTS: Type = Type::Id(&[Kind::Event]);

/// The fields of one account, but for its `value`, which has the type of the fact.
pub const ACCOUNT: &[Field] = &[
    CITE,
    NOTE,
    F::optional(
        "preferred",
        Type::Flag,
        "Whether this account is shown where only one fits, and used for sorting. At most one.",
        "true",
    ),
    F::optional(
        "inference",
        Type::Text,
        "Why the editors concluded this, if no source says it outright.",
        "The article is dated 30 August and says Saturday.",
    ),
];

/// Fields of a fact written as a map.
pub const ACCOUNTS_MAP: &[Field] = &[
    F::required(
        "accounts",
        TEXTS,
        "The accounts, each with `value` and `cite`.",
        "",
    ),
    F::optional(
        "note",
        Type::Text,
        "What a careful reader may conclude from the accounts together.",
        "Both dates may be right: one is of the warrant, one of its news.",
    ),
];

/// Fields of every kind.
pub const COMMON: &[Field] = &[
    F::required(
        "title",
        Type::Text,
        "Name or headline, in full and with its accents. References find the entry by it.",
        "Example Purchase Agency",
    ),
    F::optional(
        "summary",
        Type::Text,
        "One or two sentences that stand alone: in lists, previews, cards and search.",
        "Bought the system in 2014.",
    ),
    F::optional(
        "aliases",
        TEXTS,
        "Other names and spellings by which references and search find it.",
        "[EPA, Agencia de Compras]",
    ),
    F::optional(
        "topics",
        Type::List {
            of: &Type::Declared(Declared::Topics),
            or_one: true,
        },
        "Topics it belongs to, from `topics` in dossier.yaml.",
        "[procurement]",
    ),
    F::optional(
        "draft",
        Type::Flag,
        "A draft is seen in the preview only; no byte of it reaches the published site.",
        "true",
    ),
    F::optional(
        "lang",
        Type::Text,
        "Language of the entry as a BCP 47 tag, if it is not that of the site.",
        "es",
    ),
    F::optional(
        "dir",
        Type::Text,
        "Direction of the text, `ltr` or `rtl`, if it does not follow from the language.",
        "rtl",
    ),
    F::optional(
        "updated",
        Type::Date,
        "Day of the last change that a reader should know of.",
        "2023-09-01",
    ),
    F::optional(
        "redirects",
        TEXTS,
        "Old addresses of this page from the root of the site, which then lead here.",
        "[actors/old-id.html]",
    ),
    F::optional(
        "image",
        Type::Record(IMAGE),
        "A picture of it, with all that a reader must know of the picture.",
        "",
    ),
    F::optional(
        "facts",
        Type::List {
            of: &Type::Record(FACTS),
            or_one: false,
        },
        "Named facts that have no field of their own, each with its accounts.",
        "",
    ),
    F::optional(
        "allow",
        Type::List {
            of: &Type::Record(ALLOW),
            or_one: false,
        },
        "Findings that are right to stand, each with the reason, which the method page prints.",
        "",
    ),
];

const IMAGE: &[Field] = &[
    F::required(
        "file",
        Type::File,
        "The file, beside the entry or under content/.",
        "headquarters.jpg",
    ),
    F::required(
        "alt",
        Type::Text,
        "What it shows, for those who cannot see it.",
        "A grey office block behind a fence",
    ),
    F::optional(
        "caption",
        Type::Text,
        "Where, when and what, as far as the source says.",
        "The agency's seat in 2014.",
    ),
    F::optional(
        "credit",
        Type::Text,
        "Whose picture it is.",
        "Photo: Example Press",
    ),
    F::optional(
        "licence",
        Type::Text,
        "On which terms it may be shown.",
        "CC BY 4.0",
    ),
];

const FACTS: &[Field] = &[
    F::required(
        "label",
        Type::Text,
        "What the fact is called.",
        "Sum of the purchase",
    ),
    F::optional(
        "type",
        Type::Word(Vocabulary::FactType),
        "What its values are: text, date, amount, place or actor. Text if left out.",
        "amount",
    ),
    F::required(
        "accounts",
        Type::NamedFact,
        "A value, or the accounts of it.",
        "",
    ),
    F::optional(
        "note",
        Type::Text,
        "What a careful reader may conclude from the accounts together.",
        "The larger sum includes maintenance.",
    ),
];

const ALLOW: &[Field] = &[
    F::required(
        "check",
        Type::Text,
        "Id of the check whose finding may stand.",
        "uncited-sentence",
    ),
    F::optional(
        "text",
        Type::Text,
        "Words of the place that is meant; without them, the whole entry.",
        "Nobody knows",
    ),
    F::required(
        "reason",
        Type::Text,
        "Why it may stand, for readers.",
        "The sentence states what is missing.",
    ),
];

/// Fields of an actor.
pub const ACTOR: &[Field] = &[
    F::required(
        "type",
        Type::Word(Vocabulary::ActorType),
        "What it is.",
        "public body",
    ),
    F::optional(
        "main",
        Type::Flag,
        "Whether it is shown on the home page, where those that most entries mention come first.",
        "true",
    ),
    F::optional(
        "living",
        Type::Word(Vocabulary::Living),
        "Whether a person is alive; taken as true if left out.",
        "unknown",
    ),
    F::optional(
        "born",
        Type::Fact(&Type::Date),
        "Birth of a person or founding of a body.",
        "1969",
    ),
    F::optional(
        "died",
        Type::Fact(&Type::Date),
        "Death of a person or end of a body.",
        "2018-11",
    ),
    F::optional(
        "country",
        Type::Text,
        "Country or countries it belongs to.",
        "Mexico",
    ),
    F::optional(
        "part_of",
        ACTORS,
        "The larger body that it is part of.",
        "example-ministry",
    ),
    F::optional(
        "offices",
        Type::List {
            of: &Type::Record(OFFICE),
            or_one: false,
        },
        "Positions held, each with what it rests on.",
        "",
    ),
    F::optional(
        "relations",
        Type::List {
            of: &Type::Record(RELATION),
            or_one: false,
        },
        "Relations to other actors. Write each on one side only; the other side shows its inverse.",
        "",
    ),
    F::optional("url", Type::Address, "Own website.", "https://example.org/"),
    F::optional(
        "status_as_of",
        Type::Date,
        "Day on which proceedings against it were last looked up.",
        "2023-09-01",
    ),
    F::optional(
        "review_by",
        Type::Date,
        "Day by which somebody should look again.",
        "2024-03-01",
    ),
];

const OFFICE: &[Field] = &[
    F::required("role", Type::Text, "What it was.", "Director"),
    F::optional(
        "at",
        Type::Party,
        "Where: an actor's id, or text.",
        "example-agency",
    ),
    F::optional(
        "date",
        Type::Fact(&Type::Date),
        "From when to when.",
        "2013/2016",
    ),
    CITE,
    NOTE,
];

const RELATION: &[Field] = &[
    F::required("to", ACTORS, "The other actor.", "example-vendor"),
    F::required(
        "type",
        Type::Declared(Declared::Relations),
        "What this actor is to the other, from `relations` in dossier.yaml.",
        "client",
    ),
    F::optional(
        "date",
        Type::Fact(&Type::Date),
        "From when to when.",
        "2014/2016",
    ),
    F::optional(
        "status",
        Type::Word(Vocabulary::Status),
        "How sure it is, in the status words of claims.",
        "alleged",
    ),
    CITE,
    NOTE,
];

/// Fields of an event.
pub const EVENT: &[Field] = &[
    F::required(
        "date",
        Type::Fact(&Type::Date),
        "When it happened, exactly as precise as the source.",
        "2014-09-26/2014-09-27",
    ),
    F::optional(
        "place",
        Type::Fact(&PLACES),
        "Where it happened.",
        "example-city",
    ),
    F::optional(
        "actors",
        Type::List {
            of: &Type::ShortOr {
                short: &ACTORS,
                record: PARTICIPANT,
            },
            or_one: true,
        },
        "Who took part, each with the role.",
        "[example-agency]",
    ),
    F::optional(
        "amount",
        Type::Fact(&Type::Amount),
        "How much or how many.",
        "460 million MXN",
    ),
    F::optional(
        "decisive",
        Type::Flag,
        "Whether it is shown on the home page.",
        "true",
    ),
    F::optional(
        "after",
        Type::List {
            of: &EVENTS,
            or_one: true,
        },
        "Events that came before this one, where dates do not tell.",
        "[2014-contract]",
    ),
    F::optional(
        "before",
        Type::List {
            of: &EVENTS,
            or_one: true,
        },
        "Events that came after this one, where dates do not tell.",
        "[2016-resignation]",
    ),
    F::optional(
        "status_as_of",
        Type::Date,
        "Day on which its outcome was last looked up.",
        "2023-09-01",
    ),
    F::optional(
        "review_by",
        Type::Date,
        "Day by which somebody should look again.",
        "2024-03-01",
    ),
];

const PARTICIPANT: &[Field] = &[
    F::required("actor", ACTORS, "Who.", "example-agency"),
    F::optional("role", Type::Text, "As what.", "buyer"),
];

/// Fields of a place.
pub const PLACE: &[Field] = &[
    F::optional(
        "type",
        Type::Word(Vocabulary::PlaceType),
        "What it is.",
        "city",
    ),
    F::optional(
        "within",
        PLACES,
        "The larger place that it lies in.",
        "example-state",
    ),
    F::optional(
        "coordinates",
        Type::Coordinates,
        "Latitude and longitude in degrees, only if known.",
        "[19.4326, -99.1332]",
    ),
];

/// Fields of a source.
pub const SOURCE: &[Field] = &[
    F::required(
        "type",
        Type::Word(Vocabulary::SourceType),
        "What it is, as a CSL item type.",
        "article-newspaper",
    ),
    F::optional(
        "authors",
        Type::List {
            of: &Type::ShortOr {
                short: &Type::Text,
                record: AUTHOR,
            },
            or_one: true,
        },
        "Who wrote or spoke it.",
        "[{family: Example, given: Ana}]",
    ),
    F::optional(
        "publisher",
        Type::Text,
        "Newspaper, site, agency or channel that brought it out.",
        "Example Weekly",
    ),
    F::optional(
        "published",
        Type::Date,
        "When it came out, as far as known.",
        "2021-07",
    ),
    F::optional(
        "accessed",
        Type::Date,
        "When it was last read at its address.",
        "2023-09-01",
    ),
    F::optional(
        "url",
        Type::Address,
        "Where it stands.",
        "https://example.org/article",
    ),
    F::optional(
        "archive_url",
        Type::Address,
        "Where a copy stands.",
        "https://web.archive.org/web/2021/https://example.org/article",
    ),
    F::optional(
        "language",
        Type::Text,
        "Its language as a BCP 47 tag.",
        "en",
    ),
    F::optional(
        "flags",
        Type::List {
            of: &Type::Word(Vocabulary::Flag),
            or_one: true,
        },
        "What a reader must know of it.",
        "[opinion]",
    ),
    F::optional(
        "via",
        SOURCES,
        "The source through which alone it is known here.",
        "weekly-2021",
    ),
    F::optional(
        "origins",
        Type::List {
            of: &Type::Party,
            or_one: true,
        },
        "Whose reporting or statement it rests on: ids of sources, or text.",
        "[agency-2021]",
    ),
    F::optional(
        "snapshot",
        Type::Record(SNAPSHOT),
        "The saved text that quotations are checked against.",
        "",
    ),
];

const AUTHOR: &[Field] = &[
    F::optional("family", Type::Text, "Family name.", "Example"),
    F::optional("given", Type::Text, "Given name.", "Ana"),
    F::optional(
        "literal",
        Type::Text,
        "Name that has no parts, such as a pseudonym or a body.",
        "Example Collective",
    ),
];

const SNAPSHOT: &[Field] = &[
    F::required(
        "file",
        Type::Text,
        "File name in the folder that `snapshots` in dossier.yaml names.",
        "weekly-2021.txt",
    ),
    F::required(
        "sha256",
        Type::Text,
        "SHA-256 of the file, 64 hexadecimal digits. `dossier verify` tells it.",
        "",
    ),
    F::optional(
        "exclude",
        Type::List {
            of: &Type::Record(EXCLUDE),
            or_one: false,
        },
        "Parts of the file that are not evidence: comments, furniture.",
        "",
    ),
];

const EXCLUDE: &[Field] = &[
    F::required(
        "from",
        Type::Text,
        "Words with which the part begins.",
        "Leave a reply",
    ),
    F::optional(
        "to",
        Type::Text,
        "Words with which it ends; to the end of the file if left out.",
        "Subscribe",
    ),
    F::optional("why", Type::Text, "What it is.", "reader comments"),
];

/// Fields of a claim.
pub const CLAIM: &[Field] = &[
    F::required(
        "about",
        Type::List {
            of: &ANY,
            or_one: true,
        },
        "Whom and what it is about.",
        "[example-agency]",
    ),
    F::required(
        "status",
        Type::Word(Vocabulary::Status),
        "How it stands.",
        "alleged",
    ),
    F::optional(
        "authority",
        Type::Text,
        "Who found or charged it, and of which country.",
        "Federal prosecutor, Mexico",
    ),
    F::optional(
        "date",
        Type::Fact(&Type::Date),
        "When it was made, found or charged.",
        "2023-05-15",
    ),
    F::optional(
        "positions",
        Type::List {
            of: &Type::Record(POSITION),
            or_one: false,
        },
        "Who says what of it.",
        "",
    ),
    F::optional(
        "no_reply",
        Type::Record(NO_REPLY),
        "That those concerned were asked and did not answer.",
        "",
    ),
    F::optional(
        "reply_not_sought",
        Type::Text,
        "Why nobody asked those concerned.",
        "The dossier is written from published articles alone.",
    ),
    F::optional(
        "status_as_of",
        Type::Date,
        "Day on which the status was last looked up.",
        "2023-09-01",
    ),
    F::optional(
        "review_by",
        Type::Date,
        "Day by which somebody should look again.",
        "2024-03-01",
    ),
];

const POSITION: &[Field] = &[
    F::required(
        "by",
        Type::Party,
        "Who: an actor's id, or a description of somebody unnamed.",
        "example-agency",
    ),
    F::required(
        "stance",
        Type::Word(Vocabulary::Stance),
        "What they say of the claim.",
        "denies",
    ),
    F::optional("date", Type::Date, "When they said so.", "2023-08"),
    F::required(
        "cite",
        Type::Cite,
        "Where they said so, with the words.",
        "'[@paper-2023 \"there is no proof\"]'",
    ),
    NOTE,
];

const NO_REPLY: &[Field] = &[
    F::required(
        "asked",
        Type::Text,
        "Who was asked, and how.",
        "The agency's press office (by mail)",
    ),
    F::required("date", Type::Date, "When.", "2023-08-30"),
];

/// Fields of `dossier.yaml`.
pub const CONFIG: &[Field] = &[
    F::required(
        "title",
        Type::Text,
        "Name of the dossier.",
        "The water concession",
    ),
    F::optional(
        "subtitle",
        Type::Text,
        "What stands under the name on the home page.",
        "Who sold the spring, and to whom",
    ),
    F::optional(
        "description",
        Type::Text,
        "One or two sentences for search engines, cards and feeds.",
        "An explainer dossier on the concession of 2014.",
    ),
    F::optional(
        "lang",
        Type::Text,
        "Language of the dossier as a BCP 47 tag; English if left out.",
        "en",
    ),
    F::optional(
        "languages",
        TEXTS,
        "Languages in which entries are written, if more than one.",
        "[en, es]",
    ),
    F::optional(
        "url",
        Type::Address,
        "Address at which the site will stand. Only canonical links, sitemap, feed and cards need it.",
        "https://example.org/dossier/",
    ),
    F::optional(
        "author",
        Type::Text,
        "Who answers for the site.",
        "Example Collective",
    ),
    F::optional(
        "contact",
        Type::Text,
        "Where corrections and replies go: a mail or web address.",
        "https://example.org/contact",
    ),
    F::optional(
        "licence",
        Type::Record(LICENCE),
        "On which terms the site may be used.",
        "",
    ),
    F::optional(
        "theme",
        Type::Text,
        "Name of a theme: casefile, ledger, or one in themes/.",
        "casefile",
    ),
    F::optional(
        "style",
        Type::Text,
        "CSL style of references, by its name in the CSL repository.",
        "chicago-notes",
    ),
    F::optional(
        "snapshots",
        Type::Text,
        "Folder of the saved texts of sources, from the root of the dossier. May lie outside it.",
        "../snapshots",
    ),
    F::optional(
        "topics",
        Type::Table(TOPIC),
        "Topics that entries may belong to.",
        "",
    ),
    F::optional(
        "relations",
        Type::Table(RELATION_TYPE),
        "What actors may be to each other.",
        "",
    ),
    F::optional(
        "severity",
        Type::WordTable(Vocabulary::Severity),
        "Severity of checks by their id: error, warning or off.",
        "",
    ),
    F::optional(
        "min_coverage",
        Type::Count,
        "Share of fact sentences that must carry a citation, in per cent.",
        "90",
    ),
    F::optional(
        "repository",
        Type::Address,
        "Where the files of the dossier stand, for links that show their history.",
        "https://github.com/example/dossier",
    ),
];

/// Fields of theme.yaml.
pub const THEME: &[Field] = &[
    F::optional("name", Type::Text, "Name of its folder.", "mine"),
    F::optional("title", Type::Text, "Its name for people.", "Mine"),
    F::optional(
        "extends",
        Type::Text,
        "The theme that has what this one has not; casefile if left out.",
        "ledger",
    ),
    F::optional(
        "description",
        Type::Text,
        "What it looks like, in a sentence.",
        "As casefile, in blue.",
    ),
    F::optional(
        "licence",
        Type::Text,
        "On which terms others may use it.",
        "MIT",
    ),
];

const LICENCE: &[Field] = &[
    F::optional(
        "code",
        Type::Text,
        "Licence of templates and scripts.",
        "MIT",
    ),
    F::optional("content", Type::Text, "Licence of the text.", "CC BY 4.0"),
];

const TOPIC: &[Field] = &[
    F::required("title", Type::Text, "Name of the topic.", "Procurement"),
    F::optional(
        "summary",
        Type::Text,
        "What it is about, in a sentence.",
        "Who bought what from whom.",
    ),
];

const RELATION_TYPE: &[Field] = &[
    F::required(
        "label",
        Type::Text,
        "As read from the actor that has the relation.",
        "client of",
    ),
    F::required(
        "inverse",
        Type::Text,
        "As read from the other side.",
        "supplier of",
    ),
];

/// Fields of a page.
pub const PAGE: &[Field] = &[
    F::optional(
        "nav",
        Type::Flag,
        "Whether it stands in the site's navigation.",
        "true",
    ),
    F::optional(
        "order",
        Type::Count,
        "Its place in the navigation; smaller comes first.",
        "10",
    ),
];
