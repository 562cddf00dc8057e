//! What the pages of a dossier look like: its theme, and the style of its references.

use crate::config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fingerprint::Fingerprint;
use crate::model::config::Config;
use crate::model::dossier::Dossier;
use crate::model::source_tree::SourceTree;
use crate::render::references::{self, References, Style, UnknownStyle};
use crate::render::theme::{AssetVersions, Theme};
use crate::yaml::locate::Locator;
use std::sync::Arc;

/// How to print a dossier, once it is joined.
pub struct Looks {
    pub theme: Arc<Theme>,
    /// None only if not even the usual one is there.
    pub style: Option<Arc<Style>>,
    pub findings: Diagnostics,
}

/// What the last run made of all that.
#[derive(Default)]
pub struct Memo {
    theme: Option<KnownTheme>,
    references: references::Memo,
}

/// What the last run made of the files of themes.
struct KnownTheme {
    /// Fingerprint of these files, and of what dossier.yaml says of them.
    made_from: Fingerprint,
    theme: Arc<Theme>,
    findings: Diagnostics,
    /// Fingerprint of the files that the findings point at, dossier.yaml among them.
    pointed_at: Fingerprint,
}

impl Memo {
    /// The looks that dossier.yaml asks for. What has not changed since the last run is taken from the memo.
    pub fn of(&mut self, tree: &SourceTree, config: &Config, is_preview: bool) -> Looks {
        let (theme, mut findings) = self.theme(tree, config, is_preview);
        let lang = &theme.words.lang;
        let style = self
            .references
            .style(&config.style, lang)
            .or_else(|unknown| {
                findings.push(unknown_style(&unknown, tree));
                self.references.style(&Config::default().style, lang)
            });
        Looks {
            style: style.ok(),
            theme,
            findings,
        }
    }

    /// The references of a dossier in a style. Those of sources that are as they were are taken from the memo.
    pub fn references(&mut self, dossier: &Dossier, style: Option<&Style>) -> References {
        style.map_or_else(References::default, |style| {
            References::of(dossier, style, &mut self.references)
        })
    }

    fn theme(
        &mut self,
        tree: &SourceTree,
        config: &Config,
        is_preview: bool,
    ) -> (Arc<Theme>, Diagnostics) {
        let files = tree.under("templates").chain(tree.under("themes"));
        let key: Vec<(&str, Fingerprint)> =
            files.map(|file| (&*file.path, file.fingerprint)).collect();
        let key = Fingerprint::of(&(key, &config.theme, &config.lang));
        if let Some(known) = &self.theme
            && known.made_from == key
            && known.pointed_at == tree.pointed_at(&known.findings)
        {
            return (Arc::clone(&known.theme), known.findings.clone());
        }
        let versions = if is_preview {
            AssetVersions::Hidden
        } else {
            AssetVersions::Shown
        };
        let (theme, findings) = Theme::load(tree, config, versions);
        let theme = Arc::new(theme);
        self.theme = Some(KnownTheme {
            made_from: key,
            theme: Arc::clone(&theme),
            pointed_at: tree.pointed_at(&findings),
            findings: findings.clone(),
        });
        (theme, findings)
    }
}

fn unknown_style(unknown: &UnknownStyle, tree: &SourceTree) -> Diagnostic {
    let place = Locator::new(tree).field(&config::FILE.into(), "style");
    let finding = Diagnostic::error("unknown-style", place, unknown.to_string());
    match unknown.nearest {
        Some(name) => finding.help(format!("did you mean `{name}`?")),
        None => finding.help(
            "name a style of the CSL repository that the program ships, such as chicago-notes or apa",
        ),
    }
}
