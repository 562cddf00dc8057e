//! Themes: layers of templates, static files and words, compiled into one.
//!
//! From top to bottom: the site's own `templates/`, the theme that `dossier.yaml` names, whatever it
//! extends, and the built-in theme, which is always the ground. A template is looked up in that
//! order; one that a layer shadows can still be extended by the layer's name: `casefile/entry.html`.

mod report;
mod words;

use super::catalogue::Catalogue;
use super::functions;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, Severity};
use crate::fingerprint::Fingerprint;
use crate::model::artifact::Artifact;
use crate::model::config::Config;
use crate::model::fields::THEME;
use crate::model::source_tree::{SourceFile, SourceTree};
use crate::text::nearest;
use crate::yaml::locate::Locator;
use crate::yaml::node::Node;
use crate::yaml::shape::{self, Yaml};
use report::Sources;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::Tera;

/// Name of the built-in theme.
pub const BUILT_IN: &str = "casefile";
/// Name of the layer of the site's own templates.
const SITE: &str = "site";

/// The files of the built-in theme: path in the theme, and content.
pub const BUILT_IN_FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/casefile.rs"));

/// The other theme that the program brings along, by its name.
const ALONG: (&str, &[(&str, &[u8])]) =
    ("ledger", include!(concat!(env!("OUT_DIR"), "/ledger.rs")));

/// A compiled theme.
pub struct Theme {
    pub tera: Tera,
    pub words: Arc<Catalogue>,
    /// Static files by their path in the site.
    pub statics: BTreeMap<String, Arc<[u8]>>,
    /// Fingerprint of all that can change a page: templates, words and addresses of static files.
    pub fingerprint: Fingerprint,
    /// Where each template came from: its full name → path in the dossier, or none if built in.
    origins: BTreeMap<String, Option<Arc<str>>>,
}

/// Whether addresses of static files carry a version, so that browsers may keep them for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AssetVersions {
    Shown,
    /// In the preview, where a style sheet is swapped without rendering any page again.
    Hidden,
}

/// A template of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub name: String,
    /// The theme that it comes from.
    pub layer: String,
    pub text: String,
}

struct Layer {
    name: String,
    files: Vec<(String, SourceFile, bool)>,
}

impl Theme {
    /// Compiles the theme of a dossier. What is wrong with it is reported, and the built-in theme used.
    #[must_use]
    pub fn load(
        tree: &SourceTree,
        config: &Config,
        versions: AssetVersions,
    ) -> (Self, Diagnostics) {
        let mut findings = Diagnostics::new();
        let layers = layers(tree, config, &mut findings);
        let locate = || Locator::new(tree).field(&crate::config::FILE.into(), "lang");
        let (theme, errors) = Self::compile(&layers, config, versions, locate);
        let is_broken = errors.has_errors();
        findings.extend(errors);
        if is_broken {
            let ground = &layers[layers.len() - 1..];
            let (ground, more) = Self::compile(ground, config, versions, locate);
            // Warnings are about the theme that was meant.
            findings.extend(more.into_iter().filter(|f| f.severity == Severity::Error));
            return (ground, findings);
        }
        (theme, findings)
    }

    /// `lang` is where dossier.yaml names its language.
    fn compile(
        layers: &[Layer],
        config: &Config,
        versions: AssetVersions,
        lang: impl FnOnce() -> Location,
    ) -> (Self, Diagnostics) {
        let mut findings = Diagnostics::new();
        let statics = statics(layers);
        let words = Arc::new(words::words(layers, &config.lang, lang, &mut findings));
        let mut tera = Tera::new();
        let prefixes: Vec<String> = layers
            .iter()
            .map(|layer| format!("{}/", layer.name))
            .collect();
        // Cannot fail: no template was added before.
        let _ = tera.set_fallback_prefixes(prefixes);
        functions::register(&mut tera, &statics, &words, versions);
        let mut origins = BTreeMap::new();
        let mut templates: Vec<(String, String)> = Vec::new();
        for layer in layers {
            for (path, file, is_built_in) in &layer.files {
                let Some(name) = template_name(path) else {
                    continue;
                };
                let name = format!("{}/{name}", layer.name);
                match file.text() {
                    Ok(text) => {
                        origins
                            .insert(name.clone(), (!is_built_in).then(|| Arc::clone(&file.path)));
                        // Tera would take a byte order mark for text before `extends`. As many spaces
                        // keep all places of findings.
                        templates.push((name, text.replacen('\u{feff}', "   ", 1)));
                    }
                    Err(at) => findings.push(Diagnostic::error(
                        "encoding",
                        Location::new(&file.path, at..at + 1),
                        "this template is not UTF-8",
                    )),
                }
            }
        }
        let mut theme = Self {
            tera,
            words,
            statics,
            fingerprint: Fingerprint::default(),
            origins,
        };
        let addresses: Vec<(&String, Fingerprint)> = match versions {
            AssetVersions::Shown => theme
                .statics
                .iter()
                .map(|(path, bytes)| (path, Fingerprint::of_bytes(bytes)))
                .collect(),
            AssetVersions::Hidden => Vec::new(),
        };
        theme.fingerprint = Fingerprint::of(&(
            &templates,
            addresses,
            theme.words.fingerprint(),
            crate::fingerprint::PROGRAM,
        ));
        if let Err(error) = theme
            .tera
            .add_raw_templates(templates.iter().map(|(n, t)| (n.as_str(), t.as_str())))
        {
            let sources = Sources {
                origins: &theme.origins,
                texts: &templates,
            };
            findings.extend(Diagnostics(sources.findings(&error)));
        }
        findings.extend(unused(layers, &templates));
        theme
            .tera
            .global_context()
            .insert_value("t", theme.words.to_value());
        (theme, findings)
    }

    /// What went wrong in a template while `page` was printed, as a finding at its place.
    #[must_use]
    pub fn finding(&self, error: &tera::Error, page: &str) -> Diagnostic {
        let sources = Sources {
            origins: &self.origins,
            texts: &[],
        };
        let mut finding = sources.findings(error).swap_remove(0);
        finding.help = vec![format!("while rendering {page}")];
        finding
    }

    /// The templates of the theme that a dossier names, each as the first layer below the site has it.
    #[must_use]
    pub fn templates(tree: &SourceTree, config: &Config) -> Vec<Template> {
        let mut found: BTreeMap<String, Template> = BTreeMap::new();
        for layer in layers(tree, config, &mut Diagnostics::new())
            .into_iter()
            .skip(1)
        {
            for (path, file, _) in &layer.files {
                let Some(name) = template_name(path) else {
                    continue;
                };
                found.entry(name.to_owned()).or_insert_with(|| Template {
                    name: name.to_owned(),
                    layer: layer.name.clone(),
                    text: String::from_utf8_lossy(&file.bytes).into_owned(),
                });
            }
        }
        found.into_values().collect()
    }

    /// The static files as artifacts.
    pub fn artifacts(&self) -> impl Iterator<Item = Artifact<'_>> {
        self.statics.iter().map(|(path, bytes)| Artifact {
            path: path.as_str().into(),
            bytes: Cow::Borrowed(bytes),
        })
    }
}

/// The name of a template, given the path of a file in a theme; none for what is no template.
fn template_name(path: &str) -> Option<&str> {
    let name = path.strip_prefix("templates/")?;
    name.ends_with(".html").then_some(name)
}

/// Names of the templates of the built-in theme, which are those that pages are printed with.
fn printed() -> impl Iterator<Item = &'static str> {
    BUILT_IN_FILES
        .iter()
        .filter_map(|(path, _)| template_name(path))
}

/// Templates of the dossier that no page is printed with: mostly a name with a slip in it, which would have no effect
/// and say nothing.
fn unused(layers: &[Layer], templates: &[(String, String)]) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let files = layers.iter().flat_map(|layer| &layer.files);
    for (path, file, _) in files.filter(|(.., is_built_in)| !is_built_in) {
        let Some(name) = path.strip_prefix("templates/") else {
            continue;
        };
        let is_named = |text: &str| {
            ["extends", "include"]
                .iter()
                .any(|word| report::arguments(text, word).any(|span| text[span].ends_with(name)))
        };
        let is_used = printed().any(|own| own == name)
            || file
                .text()
                .is_ok_and(|text| report::arguments(text, "component").next().is_some())
            || templates.iter().any(|(_, text)| is_named(text));
        if is_used {
            continue;
        }
        let finding = Diagnostic::warning(
            "unused-template",
            Location::file(&file.path),
            "no page is printed with this template",
        );
        findings.push(match nearest(name, printed()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("name it in another template, or take it away; `dossier theme list` shows those of the theme"),
        });
    }
    findings
}

/// The layers from the top down; the built-in theme last.
fn layers(tree: &SourceTree, config: &Config, findings: &mut Diagnostics) -> Vec<Layer> {
    let of_folder = |name: &str, folder: &str, inside: &str| Layer {
        name: name.to_owned(),
        files: tree
            .under(folder)
            .filter_map(|file| {
                let path = file.path.strip_prefix(folder)?.trim_start_matches('/');
                Some((format!("{inside}{path}"), file.clone(), false))
            })
            .collect(),
    };
    let mut layers = vec![of_folder(SITE, "templates", "templates/")];
    let mut name = config.theme.clone();
    // The theme that names the next one; dossier.yaml names the first.
    let mut lower: Option<String> = None;
    while name != BUILT_IN {
        let folder = format!("themes/{name}");
        let mut layer = of_folder(&name, &folder, "");
        if name == ALONG.0 {
            bring(&mut layer, ALONG.1);
        }
        if layer.files.is_empty() {
            let names: Vec<String> = themes(tree);
            let finding = Diagnostic::error(
                "unknown-theme",
                named_in(tree, lower.as_deref()),
                format!("there is no theme `{name}` in themes/"),
            );
            let near = nearest(&name, names.iter().map(String::as_str));
            findings.push(match near {
                Some(near) => finding.did_you_mean_within(&name, near),
                None => finding.help(format!("the themes are: {}", names.join(", "))),
            });
            break;
        }
        if layers.iter().any(|layer| layer.name == name) {
            findings.push(
                Diagnostic::error(
                    "unknown-theme",
                    named_in(tree, lower.as_deref()),
                    "this theme extends itself",
                )
                .help("let it extend casefile, or nothing"),
            );
            break;
        }
        let manifest = layer.files.iter().find(|(path, ..)| path == "theme.yaml");
        let extends = manifest.and_then(|(_, file, _)| extends(file, findings));
        layers.push(layer);
        lower = Some(name);
        name = extends.unwrap_or_else(|| BUILT_IN.to_owned());
    }
    // A dossier that carries the built-in theme in its own folder can change it there.
    let mut ground = of_folder(BUILT_IN, &format!("themes/{BUILT_IN}"), "");
    bring(&mut ground, BUILT_IN_FILES);
    layers.push(ground);
    layers
}

/// The theme that the manifest of another names; none if it names none. What is wrong in the manifest is reported.
fn extends(manifest: &SourceFile, findings: &mut Diagnostics) -> Option<String> {
    let (yaml, mut node) = match Yaml::of_file(manifest) {
        Ok(read) => read,
        Err(finding) => {
            findings.push(*finding);
            return None;
        }
    };
    if matches!(node, Node::Null) {
        return None;
    }
    shape::check(&yaml, THEME, "theme.yaml", &mut node, findings);
    match node.get("extends") {
        Some(Node::Text(name)) => Some(name.clone()),
        _ => None,
    }
}

/// Adds to a layer what the program has of it and the dossier has not.
fn bring(layer: &mut Layer, files: &[(&str, &[u8])]) {
    for (path, bytes) in files {
        if !layer.files.iter().any(|(own, ..)| own == path) {
            let file = SourceFile::new(&format!("themes/{}/{path}", layer.name), *bytes);
            layer.files.push(((*path).to_owned(), file, true));
        }
    }
}

/// Where a theme is named: in dossier.yaml, or in the manifest of the one that extends it.
fn named_in(tree: &SourceTree, by: Option<&str>) -> Location {
    let (path, field) = match by {
        Some(by) => (format!("themes/{by}/theme.yaml"), "extends"),
        None => (crate::config::FILE.to_owned(), "theme"),
    };
    Locator::new(tree).field(&path.into(), field)
}

/// Names of the themes that a dossier can choose from.
#[must_use]
pub fn themes(tree: &SourceTree) -> Vec<String> {
    let mut names: Vec<String> = tree
        .under("themes")
        .filter_map(|file| {
            Some(
                file.path
                    .strip_prefix("themes/")?
                    .split_once('/')?
                    .0
                    .to_owned(),
            )
        })
        .chain([BUILT_IN, ALONG.0].map(str::to_owned))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn statics(layers: &[Layer]) -> BTreeMap<String, Arc<[u8]>> {
    let mut statics = BTreeMap::new();
    for layer in layers.iter().rev() {
        for (path, file, _) in &layer.files {
            if path.starts_with("static/") && !path.split('/').any(|part| part.starts_with('.')) {
                statics.insert(path.clone(), Arc::clone(&file.bytes));
            }
        }
    }
    statics
}
