//! `dossier completions` and `dossier man`

use super::terminal::Terminal;
use super::{Cli, Outcome, manual};
use clap::CommandFactory;
use std::path::PathBuf;

/// Prints the script that completes commands and options in a shell
///
/// For instance: dossier completions bash > ~/.local/share/bash-completion/completions/dossier
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: clap_complete::Shell,
}

/// Runs `dossier completions`.
pub fn run(args: &Args, terminal: &Terminal) -> Outcome {
    let script = manual::completions(&Cli::command(), args.shell);
    terminal.data(&String::from_utf8_lossy(&script));
    Outcome::Clean
}

/// Writes the manual as man pages
///
/// For instance: dossier man ~/.local/share/man/man1
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Folder to write the pages to
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Runs `dossier man`.
pub fn run_man(args: &ManArgs, terminal: &Terminal) -> Outcome {
    let pages = manual::pages(&Cli::command());
    let written = std::fs::create_dir_all(&args.folder).and_then(|()| {
        pages
            .iter()
            .try_for_each(|page| std::fs::write(args.folder.join(&page.file_name), &page.text))
    });
    match written {
        Ok(()) => {
            terminal.say(&format!(
                "{} pages in {}. Read one: man {}",
                pages.len(),
                args.folder.display(),
                args.folder.join("dossier.1").display()
            ));
            Outcome::Clean
        }
        Err(error) => {
            terminal.fail(&format!(
                "{} cannot be written: {error}",
                args.folder.display()
            ));
            Outcome::Failed
        }
    }
}
