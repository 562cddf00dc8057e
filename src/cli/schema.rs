//! `dossier schema`

use super::Outcome;
use super::terminal::Terminal;
use crate::schema::{Subject, docs, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes the JSON Schemas of front matter and dossier.yaml, for editors
///
/// One file for each kind, and one for dossier.yaml. Files that are there already are replaced.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to write them to
    #[arg(value_name = "FOLDER", default_value = "schemas")]
    folder: PathBuf,
    /// Print one schema instead of writing all
    #[arg(long, value_name = "KIND", conflicts_with = "docs", value_parser = clap::builder::PossibleValuesParser::new(["actor", "event", "place", "source", "claim", "page", "config"]))]
    print: Option<String>,
    /// Print the reference of all fields, in Markdown, instead
    #[arg(long)]
    docs: bool,
}

/// Runs the command.
pub fn run(args: &Args, root: &Path, terminal: &Terminal) -> Outcome {
    if args.docs {
        terminal.data(&docs::text());
        return Outcome::Clean;
    }
    if let Some(word) = &args.print {
        if let Some(subject) = Subject::all().find(|subject| subject.word() == word) {
            terminal.data(&json::text(subject));
        }
        return Outcome::Clean;
    }
    let folder = root.join(&args.folder);
    for subject in Subject::all() {
        let path = folder.join(subject.file_name());
        if let Err(error) =
            fs::create_dir_all(&folder).and_then(|()| fs::write(&path, json::text(subject)))
        {
            terminal.fail(&format!("{} cannot be written: {error}", path.display()));
            return Outcome::Failed;
        }
    }
    terminal.say(&format!(
        "{} schemas in {}",
        Subject::all().count(),
        folder.display()
    ));
    terminal.say("An editor with a YAML language server takes them: see yaml.schemas in .vscode/settings.json of `dossier new site`.");
    Outcome::Clean
}
