//! The press: everything that is needed to print any page of a dossier, one page at a time.

use super::body::Place;
use super::pages::{self, PageId, View};
use super::scene::Scene;
use super::theme::Theme;
use super::view::Shared;
use super::view::evidence::ClaimView;
use super::{previews, site};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::model::dossier::EntryIdx;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::sync::{Arc, Mutex, PoisonError};

/// Prints pages. Any number of threads may print at once.
pub struct Press {
    pub scene: Scene,
    pub theme: Arc<Theme>,
    site: tera::Value,
    /// Fingerprint of what all pages have in common.
    ground: Fingerprint,
    /// Cards of claims, made once for each depth of page that shows them.
    cards: Mutex<FxHashMap<(EntryIdx, String), Arc<str>>>,
    card_findings: Mutex<Vec<Diagnostic>>,
}

/// A page that is ready to be printed.
pub struct Plate {
    view: Box<dyn View>,
    /// Fingerprint of all that the page is made from.
    pub fingerprint: Fingerprint,
}

#[derive(Serialize)]
struct CardContext<'a> {
    claim: Shared<ClaimView>,
    root: &'a str,
}

impl Press {
    /// Makes a press ready for the pages of a scene in the looks of a theme.
    #[must_use]
    pub fn new(scene: Scene, theme: Arc<Theme>, is_preview: bool) -> Self {
        let view = site::view(&scene, previews::shards(&scene), is_preview);
        Self {
            ground: theme.fingerprint.and(Fingerprint::of(&view)),
            site: tera::Value::from_serializable(&view),
            scene,
            theme,
            cards: Mutex::default(),
            card_findings: Mutex::default(),
        }
    }

    /// Makes the view of a page, and the fingerprint by which a printed page is known again.
    #[must_use]
    pub fn plate(&self, page: &PageId) -> Plate {
        let view = pages::view(&self.scene, page, &|claim, place| self.card(claim, place));
        Plate {
            fingerprint: self.ground.and(view.fingerprint()),
            view,
        }
    }

    /// Prints a page into `buffer`, which is emptied first.
    ///
    /// # Errors
    /// If its template cannot be rendered: a finding at the place in the template.
    pub fn print(
        &self,
        page: &PageId,
        plate: &Plate,
        buffer: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        let printed = plate.view.context().and_then(|mut context| {
            context.insert_value("site", self.site.clone());
            buffer.clear();
            self.theme
                .tera
                .render_to(plate.view.template(), &context, buffer)
        });
        printed.map_err(|error| {
            let url = pages::url(&self.scene.dossier, page);
            let shown = match page {
                PageId::Entry(index) => &*self.scene.dossier.entry(*index).document.path,
                PageId::Site(_) | PageId::Topic(_) => url.as_str(),
            };
            Box::new(self.theme.finding(&error, shown))
        })
    }

    /// What went wrong in the template of cards so far.
    #[must_use]
    pub fn card_findings(&self) -> Vec<Diagnostic> {
        self.card_findings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn card(&self, claim: EntryIdx, place: Place<'_>) -> Arc<str> {
        let root = match place {
            Place::Page { root } => root,
            Place::Whole => "",
        };
        let key = (claim, root.to_owned());
        if let Some(card) = self
            .cards
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return Arc::clone(card);
        }
        // Two threads may make the same card at once; both make the same bytes.
        let card: Arc<str> = self.print_card(claim, root).into();
        self.cards
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, Arc::clone(&card));
        card
    }

    fn print_card(&self, claim: EntryIdx, root: &str) -> String {
        let Some(view) = pages::claim_view(&self.scene, claim) else {
            return String::new();
        };
        let printed = tera::Context::from_serialize(&CardContext { claim: view, root }).and_then(
            |mut context| {
                context.insert_value("site", self.site.clone());
                self.theme.tera.render("claim-card.html", &context)
            },
        );
        printed.unwrap_or_else(|error| {
            let path = &self.scene.dossier.entry(claim).document.path;
            let finding = self.theme.finding(&error, path);
            self.card_findings
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(finding);
            String::new()
        })
    }
}
