//! The fixed vocabularies: words whose meaning is the same in every dossier.

/// A fixed list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vocabulary {
    ActorType,
    PlaceType,
    SourceType,
    Status,
    Stance,
    Flag,
    FactType,
    Living,
    Severity,
}

impl Vocabulary {
    /// The words as a writer writes them.
    #[must_use]
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Vocabulary::ActorType => &[
                "person",
                "organization",
                "company",
                "public body",
                "armed group",
                "media",
                "collective",
                "product",
            ],
            Vocabulary::PlaceType => &["country", "state", "city", "building", "site", "region"],
            // The item types of CSL 1.0.2, https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
            Vocabulary::SourceType => SOURCE_TYPES,
            Vocabulary::Status => &[
                "documented",
                "found",
                "charged",
                "alleged",
                "disputed",
                "refuted",
                "retracted",
            ],
            Vocabulary::Stance => &[
                "asserts",
                "denies",
                "doubts",
                "confirms",
                "refutes",
                "declines to comment",
            ],
            Vocabulary::Flag => &[
                "opinion",
                "advocacy",
                "anonymous",
                "translated",
                "coerced",
                "party",
                "repost",
            ],
            Vocabulary::FactType => &["text", "date", "amount", "place", "actor"],
            Vocabulary::Living => &["true", "false", "unknown"],
            Vocabulary::Severity => &["error", "warning", "off"],
        }
    }

    /// Where the word stands in [`Vocabulary::words`], or none if it is not one of them.
    #[must_use]
    pub fn position(self, word: &str) -> Option<usize> {
        self.words().iter().position(|w| *w == word)
    }

    /// The word that a new entry gets where nobody has said one: where one claims less than the others,
    /// that one.
    #[must_use]
    pub fn usual(self) -> &'static str {
        match self {
            Vocabulary::ActorType => "person",
            Vocabulary::PlaceType => "city",
            Vocabulary::SourceType => "article-newspaper",
            Vocabulary::Status => "alleged",
            Vocabulary::Stance => "asserts",
            Vocabulary::Flag => "opinion",
            Vocabulary::FactType => "text",
            Vocabulary::Living => "unknown",
            Vocabulary::Severity => "warning",
        }
    }

    /// The section of the string catalogue that has label and meaning of each word.
    #[must_use]
    pub fn catalogue_key(self) -> &'static str {
        match self {
            Vocabulary::ActorType => "actor_type",
            Vocabulary::PlaceType => "place_type",
            Vocabulary::SourceType => "source_type",
            Vocabulary::Status => "status",
            Vocabulary::Stance => "stance",
            Vocabulary::Flag => "flag",
            Vocabulary::FactType => "fact_type",
            Vocabulary::Living => "living",
            Vocabulary::Severity => "severity",
        }
    }
}

const SOURCE_TYPES: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
];

/// How a claim stands. The order is from firmest to given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Shown by a document or recording, or uncontested by everyone concerned.
    Documented,
    /// A named court or official body found it.
    Found,
    /// A named authority charged it or issued a warrant.
    Charged,
    /// Named parties assert it.
    Alleged,
    /// Sources contradict each other.
    Disputed,
    /// Later inquiry showed it false.
    Refuted,
    /// Whoever said it took it back.
    Retracted,
}

impl Status {
    /// All statuses in order.
    pub const ALL: [Status; 7] = [
        Status::Documented,
        Status::Found,
        Status::Charged,
        Status::Alleged,
        Status::Disputed,
        Status::Refuted,
        Status::Retracted,
    ];

    /// As written in front matter.
    #[must_use]
    pub fn word(self) -> &'static str {
        Vocabulary::Status.words()[self as usize]
    }

    /// The status with this word, or none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Status> {
        Vocabulary::Status
            .position(word)
            .and_then(|i| Status::ALL.get(i).copied())
    }
}

/// What a party says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stance {
    Asserts,
    Denies,
    Doubts,
    Confirms,
    Refutes,
    DeclinesToComment,
}

impl Stance {
    /// All stances in order.
    pub const ALL: [Stance; 6] = [
        Stance::Asserts,
        Stance::Denies,
        Stance::Doubts,
        Stance::Confirms,
        Stance::Refutes,
        Stance::DeclinesToComment,
    ];

    /// As written in front matter.
    #[must_use]
    pub fn word(self) -> &'static str {
        Vocabulary::Stance.words()[self as usize]
    }

    /// The stance with this word, or none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Stance> {
        Vocabulary::Stance
            .position(word)
            .and_then(|i| Stance::ALL.get(i).copied())
    }

    /// Whether it speaks for the claim.
    #[must_use]
    pub fn supports(self) -> bool {
        matches!(self, Stance::Asserts | Stance::Confirms)
    }

    /// Whether it counts as a reply of the accused side.
    #[must_use]
    pub fn replies(self) -> bool {
        matches!(
            self,
            Stance::Denies | Stance::Doubts | Stance::Refutes | Stance::DeclinesToComment
        )
    }
}

/// What a reader must know of a source before believing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    Opinion,
    Advocacy,
    Anonymous,
    Translated,
    Coerced,
    Party,
    Repost,
}

impl Flag {
    /// All flags in order.
    pub const ALL: [Flag; 7] = [
        Flag::Opinion,
        Flag::Advocacy,
        Flag::Anonymous,
        Flag::Translated,
        Flag::Coerced,
        Flag::Party,
        Flag::Repost,
    ];

    /// As written in front matter.
    #[must_use]
    pub fn word(self) -> &'static str {
        Vocabulary::Flag.words()[self as usize]
    }

    /// The flag with this word, or none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Flag> {
        Vocabulary::Flag
            .position(word)
            .and_then(|i| Flag::ALL.get(i).copied())
    }

    /// Whether a claim that rests on nothing but sources with such a flag is tainted. A translation or a
    /// repost changes how a text reached us, not what it is worth.
    #[must_use]
    pub fn taints(self) -> bool {
        !matches!(self, Flag::Translated | Flag::Repost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_variants_are_in_the_same_order() {
        for status in Status::ALL {
            assert_eq!(Status::from_word(status.word()), Some(status));
        }
        for stance in Stance::ALL {
            assert_eq!(Stance::from_word(stance.word()), Some(stance));
        }
        for flag in Flag::ALL {
            assert_eq!(Flag::from_word(flag.word()), Some(flag));
        }
        assert_eq!(Status::Refuted.word(), "refuted");
        assert_eq!(Stance::DeclinesToComment.word(), "declines to comment");
        assert_eq!(Flag::Repost.word(), "repost");
    }
}
