//! Facts and their accounts: each account is one sourced version of the fact.

use super::amount::Amount;
use super::citation::Citation;
use super::date::{Day, Edtf};

/// A fact of one type, with all its accounts in the order written; at least one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fact<T> {
    pub accounts: Vec<Account<T>>,
    /// What a careful reader may conclude; may be empty.
    pub note: String,
}

/// One sourced version of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Account<T> {
    pub value: T,
    pub cite: Option<Citation>,
    pub note: String,
    pub is_preferred: bool,
    /// Why the editors concluded it, if no source says it outright; empty otherwise.
    pub inference: String,
}

/// A value of a named fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    Text(String),
    Date(Edtf),
    Amount(Amount),
    /// Id of a place.
    Place(String),
    /// Id of an actor, or the description of somebody without an entry.
    Actor(String),
}

/// A fact that has no field of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NamedFact {
    pub label: String,
    pub fact: Fact<Value>,
}

impl<T> Fact<T> {
    /// A fact with one account and nothing else said of it.
    #[must_use]
    pub fn plain(value: T) -> Self {
        let account = Account {
            value,
            cite: None,
            note: String::new(),
            is_preferred: false,
            inference: String::new(),
        };
        Self {
            accounts: vec![account],
            note: String::new(),
        }
    }

    /// The preferred account, or none.
    #[must_use]
    pub fn preferred(&self) -> Option<&Account<T>> {
        self.accounts.iter().find(|account| account.is_preferred)
    }

    /// Whether it has more than one value to tell: several accounts, or somebody who gives it, or a note.
    #[must_use]
    pub fn is_told(&self) -> bool {
        let says_more =
            |a: &Account<T>| a.cite.is_some() || !a.note.is_empty() || !a.inference.is_empty();
        self.accounts.len() > 1 || !self.note.is_empty() || self.accounts.iter().any(says_more)
    }

    /// The account to show where only one fits: the preferred, else the first.
    #[must_use]
    pub fn shown(&self) -> Option<&Account<T>> {
        self.preferred().or(self.accounts.first())
    }

    /// The same fact with its values in another type.
    pub fn map<U>(&self, mut convert: impl FnMut(&T) -> U) -> Fact<U> {
        let accounts = self
            .accounts
            .iter()
            .map(|account| Account {
                value: convert(&account.value),
                cite: account.cite.clone(),
                note: account.note.clone(),
                is_preferred: account.is_preferred,
                inference: account.inference.clone(),
            })
            .collect();
        Fact {
            accounts,
            note: self.note.clone(),
        }
    }
}

impl Fact<Edtf> {
    /// First and last possible day: of the preferred account, else of all accounts together. None where
    /// the date is open.
    #[must_use]
    pub fn hull(&self) -> (Option<Day>, Option<Day>) {
        if let Some(preferred) = self.preferred() {
            return preferred.value.bounds();
        }
        let bounds = self.accounts.iter().map(|account| account.value.bounds());
        let low = bounds.clone().map(|(low, _)| low).min().flatten();
        // No bound above is later than any bound.
        let high = bounds
            .map(|(_, high)| (high.is_none(), high))
            .max()
            .and_then(|(_, high)| high);
        (low, high)
    }
}

impl<T: Conflicts> Fact<T> {
    /// Whether two of the accounts cannot both be true.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.accounts.iter().enumerate().any(|(i, a)| {
            self.accounts
                .iter()
                .skip(i + 1)
                .any(|b| a.value.conflicts_with(&b.value))
        })
    }
}

/// Whether two values of a fact exclude each other.
pub trait Conflicts {
    /// True if both cannot be true.
    fn conflicts_with(&self, other: &Self) -> bool;
}

impl Conflicts for Edtf {
    fn conflicts_with(&self, other: &Self) -> bool {
        !self.overlaps(other)
    }
}

impl Conflicts for Amount {
    fn conflicts_with(&self, other: &Self) -> bool {
        !self.agrees_with(other)
    }
}

/// Ids and texts conflict when they are not the same but for case and diacritics.
impl Conflicts for String {
    fn conflicts_with(&self, other: &Self) -> bool {
        crate::text::fold(self) != crate::text::fold(other)
    }
}

impl Conflicts for Value {
    fn conflicts_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Date(a), Value::Date(b)) => a.conflicts_with(b),
            (Value::Amount(a), Value::Amount(b)) => a.conflicts_with(b),
            (Value::Text(a), Value::Text(b))
            | (Value::Place(a), Value::Place(b))
            | (Value::Actor(a), Value::Actor(b)) => a.conflicts_with(b),
            _ => true,
        }
    }
}
