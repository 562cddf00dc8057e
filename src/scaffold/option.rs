//! A field of the table → an option of `dossier new`, if its value can be given as one text.

use crate::model::field::{Field, Type};
use crate::model::kind::Kind;

/// Names that mean something else on the command line; these fields are written into the file by hand.
const TAKEN: [&str; 6] = ["title", "id", "dir", "color", "help", "version"];

/// An option that fills a field.
#[derive(Debug, Clone, Copy)]
pub struct FieldOption {
    pub field: &'static Field,
    /// The type of one value.
    pub of: &'static Type,
    /// Whether it may be given several times.
    pub is_list: bool,
}

impl FieldOption {
    /// `part-of` for the field `part_of`.
    #[must_use]
    pub fn name(&self) -> String {
        self.field.name.replace('_', "-")
    }

    /// Another name for a list: `actor` for the field `actors`, as one value is given at a time.
    #[must_use]
    pub fn singular(&self) -> Option<String> {
        let name = self.name();
        let singular = match name.strip_suffix("ases") {
            Some(stem) => format!("{stem}as"),
            None => name.strip_suffix('s')?.to_owned(),
        };
        self.is_list.then_some(singular)
    }

    /// What stands for the value in the help.
    #[must_use]
    pub fn value_name(&self) -> &'static str {
        match self.of {
            Type::Flag => "true|false",
            Type::Date => "DATE",
            Type::Id(_) => "ID",
            Type::Party => "ID|TEXT",
            Type::Address => "URL",
            Type::Amount => "AMOUNT",
            Type::Count => "N",
            Type::Word(_) | Type::Declared(_) => "WORD",
            Type::File => "FILE",
            Type::Coordinates => "LAT,LON",
            _ => "TEXT",
        }
    }
}

/// All options of a kind, in the order of its fields.
#[must_use]
pub fn options(kind: Kind) -> Vec<FieldOption> {
    kind.fields()
        .filter(|field| !TAKEN.contains(&field.name))
        .filter_map(|field| {
            let (of, is_list) = single(&field.ty)?;
            Some(FieldOption { field, of, is_list })
        })
        .collect()
}

/// The type of one value, and whether there may be several; none for what needs a map.
fn single(ty: &'static Type) -> Option<(&'static Type, bool)> {
    match ty {
        Type::Fact(of) => single(of),
        Type::List { of, .. } => single(of).map(|(of, _)| (of, true)),
        Type::ShortOr { short, .. } => single(short),
        Type::Record(_) | Type::Table(_) | Type::WordTable(_) | Type::NamedFact => None,
        plain => Some((plain, false)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_one_value_is_an_option() {
        let names = |kind| -> Vec<String> { options(kind).iter().map(FieldOption::name).collect() };
        let event = names(Kind::Event);
        for name in [
            "date", "place", "actors", "amount", "summary", "draft", "topics",
        ] {
            assert!(event.iter().any(|n| n == name), "{name}");
        }
        assert!(
            !event
                .iter()
                .any(|n| n == "image" || n == "dir" || n == "title")
        );
        assert!(names(Kind::Source).contains(&"archive-url".to_owned()));
    }

    #[test]
    fn a_list_can_be_named_in_the_singular() {
        let singular = |kind, name: &str| {
            let all = options(kind);
            all.iter()
                .find(|o| o.field.name == name)
                .and_then(FieldOption::singular)
        };
        assert_eq!(singular(Kind::Event, "actors").as_deref(), Some("actor"));
        assert_eq!(singular(Kind::Event, "aliases").as_deref(), Some("alias"));
        assert_eq!(singular(Kind::Event, "date"), None);
        assert_eq!(singular(Kind::Claim, "about"), None);
    }
}
