//! `dossier theme`

use super::terminal::Terminal;
use super::{Outcome, project};
use crate::fingerprint::Fingerprint;
use crate::render::theme::{self, Theme};
use crate::text::nearest;
use clap::Subcommand;
use similar::TextDiff;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where it is recorded from which version of a template each copy was made: `FILE FINGERPRINT` a line.
const RECORD: &str = "templates/.ejected";

/// Lists themes, copies templates to change them, and compares the copies with the theme
///
/// A file in templates/ shadows the theme's template of that name. It can also change single blocks:
/// begin it with {% extends "casefile/event.html" %} and write only the blocks that differ.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lists the themes that dossier.yaml can name, and the templates of the one that it names
    List,
    /// Copies a template of the theme to templates/, where it shadows the theme's
    Eject {
        /// Name of the template: event.html
        file: String,
    },
    /// Shows how templates/ differs from the theme, and which copies are older than their template
    Diff {
        /// Name of one template; all if left out
        file: Option<String>,
    },
}

/// Runs the command.
pub fn run(args: &Args, root: &Path, terminal: &Terminal) -> Outcome {
    let project = match project::open(root, terminal) {
        Ok(project) => project,
        Err(outcome) => return outcome,
    };
    let templates = Theme::templates(&project.tree, &project.config);
    match &args.action {
        Action::List => {
            for name in theme::themes(&project.tree) {
                let mark = if name == project.config.theme {
                    "*"
                } else {
                    " "
                };
                terminal.data(&format!("{mark} {name}\n"));
            }
            terminal.say(&format!("Templates of {}:", project.config.theme));
            for template in &templates {
                let shadowed = if root.join("templates").join(&template.name).is_file() {
                    "  (shadowed by templates/)"
                } else {
                    ""
                };
                terminal.say(&format!(
                    "  {} from {}{shadowed}",
                    template.name, template.layer
                ));
            }
            Outcome::Clean
        }
        Action::Eject { file } => {
            let Some(template) = templates.iter().find(|template| template.name == *file) else {
                return unknown(file, templates.iter().map(|t| t.name.as_str()), terminal);
            };
            eject(root, &template.name, &template.text, terminal)
        }
        Action::Diff { file } => {
            if let Some(file) = file
                .as_ref()
                .filter(|file| templates.iter().all(|t| t.name != **file))
            {
                return unknown(file, templates.iter().map(|t| t.name.as_str()), terminal);
            }
            let record = fs::read_to_string(root.join(RECORD)).unwrap_or_default();
            let mut n_shadowed = 0;
            for template in templates
                .iter()
                .filter(|t| file.as_ref().is_none_or(|file| t.name == *file))
            {
                let Ok(own) = fs::read_to_string(root.join("templates").join(&template.name))
                else {
                    continue;
                };
                n_shadowed += 1;
                let base = record
                    .lines()
                    .filter_map(|line| line.split_once(' '))
                    .find(|(name, _)| *name == template.name);
                if base.is_some_and(|(_, base)| base != fingerprint(&template.text)) {
                    terminal.say(&format!(
                        "{} has changed in the theme since it was copied.",
                        template.name
                    ));
                }
                let diff = TextDiff::from_lines(&template.text, &own);
                let names = (
                    format!("{}/{}", template.layer, template.name),
                    format!("templates/{}", template.name),
                );
                terminal.data(&diff.unified_diff().header(&names.0, &names.1).to_string());
            }
            if n_shadowed == 0 {
                terminal.say("No template is shadowed. Copy one to change it: dossier theme eject event.html");
            }
            Outcome::Clean
        }
    }
}

fn eject(root: &Path, name: &str, text: &str, terminal: &Terminal) -> Outcome {
    let path = root.join("templates").join(name);
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(&path))
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| record(root, name, text));
    match written {
        Ok(()) => {
            terminal.say(&format!(
                "Copied to {}. Change it, and see the difference with: dossier theme diff {name}",
                path.display()
            ));
            Outcome::Clean
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            terminal.fail(&format!(
                "{} is there already, and nothing is overwritten",
                path.display()
            ));
            terminal.say(&format!(
                "  see how it differs from the theme: dossier theme diff {name}"
            ));
            Outcome::Failed
        }
        Err(error) => {
            terminal.fail(&format!("{} cannot be written: {error}", path.display()));
            Outcome::Failed
        }
    }
}

/// Notes from which version of a template a copy was made.
fn record(root: &Path, name: &str, text: &str) -> std::io::Result<()> {
    let path: PathBuf = root.join(RECORD);
    let old = fs::read_to_string(&path).unwrap_or_default();
    let mut lines: Vec<String> = old
        .lines()
        .filter(|line| line.split(' ').next() != Some(name))
        .map(str::to_owned)
        .collect();
    lines.push(format!("{name} {}", fingerprint(text)));
    lines.sort_unstable();
    fs::write(path, lines.join("\n") + "\n")
}

fn fingerprint(text: &str) -> String {
    Fingerprint::of_bytes(text.as_bytes()).hex()
}

fn unknown<'a>(
    file: &str,
    names: impl Iterator<Item = &'a str> + Clone,
    terminal: &Terminal,
) -> Outcome {
    terminal.fail(&format!("the theme has no template `{file}`"));
    match nearest(file, names.clone()) {
        Some(near) => terminal.say(&format!("  did you mean `{near}`?")),
        None => terminal.say(&format!(
            "  its templates are: {}",
            names.collect::<Vec<_>>().join(", ")
        )),
    }
    Outcome::Failed
}
