//! Pictures, and the cards of claims that are set into a text in the same way.

use super::Reader;
use super::links::{Destination, destination};
use crate::diagnostic::Diagnostic;
use crate::model::document::{BodyImage, Filling};
use crate::typography::curl;
use pulldown_cmark::LinkType;

impl Reader<'_, '_, '_> {
    pub(super) fn end_image(&mut self) {
        let Some((mut image, span, link_type)) = self.image.take() else {
            return;
        };
        if let LinkType::WikiLink { has_pothole } = link_type {
            let target = image.file.trim_end_matches('\\').to_owned();
            if !target.contains('.') {
                self.hole(Filling::Embed(target), &span);
                return;
            }
            if has_pothole {
                image.caption = std::mem::take(&mut image.alt);
                caption_in_parts(&mut image);
                image.alt.clone_from(&image.caption);
            }
            image.file = target;
        } else {
            caption_in_parts(&mut image);
        }
        if matches!(destination(&image.file), Destination::Site) {
            if image.alt.trim().is_empty() {
                let finding = Diagnostic::warning(
                    "missing-alt",
                    self.origin.location(&span),
                    "this image has no text for those who cannot see it",
                )
                .help("write what it shows between the brackets: ![A grey office block](file.jpg)");
                self.findings.push(finding);
            }
            self.hole(Filling::Image(Box::new(image)), &span);
        } else {
            let finding = Diagnostic::error(
                "remote-image",
                self.origin.location(&span),
                "an image from elsewhere would tell that site who reads this page",
            )
            .help("save the image beside the entry, if its licence allows, and use its file name");
            self.findings.push(finding);
        }
    }
}

/// `Where and when | Photo: Example Press | CC BY 4.0` is a caption with credit and licence, in this order; each may
/// be left empty. Everything that a caption can say stands in one place, and other readers of Markdown show it too.
fn caption_in_parts(image: &mut BodyImage) {
    let whole = std::mem::take(&mut image.caption);
    let mut parts = whole.splitn(3, '|').map(|part| part.trim().to_owned());
    image.caption = parts.next().unwrap_or_default();
    image.credit = parts.next().unwrap_or_default();
    image.licence = parts.next().unwrap_or_default();
    for text in [&mut image.caption, &mut image.credit, &mut image.licence] {
        curl(text);
    }
}
