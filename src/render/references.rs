//! stub
use crate::model::dossier::{Dossier, EntryIdx};
use std::sync::Arc;
#[derive(Debug, Clone, Default)]
pub struct Formatted {
    pub html: String,
    pub text: String,
    pub short: String,
}
#[derive(Debug, Default)]
pub struct References {
    by: rustc_hash::FxHashMap<EntryIdx, Arc<Formatted>>,
}
#[derive(Debug, Default)]
pub struct Memo;
pub struct Style;
impl Style {
    pub fn find(_: &str, _: &str) -> Result<Style, String> {
        Ok(Style)
    }
}
impl References {
    pub fn of(d: &Dossier, _: &Style, _: &mut Memo) -> Self {
        References {
            by: d
                .iter()
                .filter(|(_, e)| e.source().is_some())
                .map(|(i, e)| {
                    (
                        i,
                        Arc::new(Formatted {
                            html: crate::text::escape_html(e.title()).into_owned(),
                            text: e.title().into(),
                            short: e.title().into(),
                        }),
                    )
                })
                .collect(),
        }
    }
    pub fn get(&self, i: EntryIdx) -> Option<&Arc<Formatted>> {
        self.by.get(&i)
    }
}
