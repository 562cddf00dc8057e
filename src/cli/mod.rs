//! The command line: arguments → options, one file per command. The only room that prints.
//!
//! Data goes to standard output, everything else to standard error. Exit codes: 0 clean, 1 the dossier
//! has errors, 2 the command could not run.

mod build;
mod check;
mod completions;
mod explain;
mod fix;
pub mod manual;
mod new;
#[cfg(feature = "net")]
mod online;
mod project;
mod publish;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod terminal;
mod theme;
mod verify;
mod without;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use terminal::Terminal;

/// Builds explainer dossiers: who did what, when, according to whom.
#[derive(Debug, Parser)]
#[command(
    name = "dossier",
    version,
    max_term_width = 100,
    after_help = "Start with `dossier new site my-dossier`, then `dossier serve --open` in it.\n\
                  `dossier help COMMAND` tells more about a command, `dossier explain ID` about a finding."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// Options that every command takes.
#[derive(Debug, clap::Args)]
struct Global {
    /// Folder of the dossier: the one with dossier.yaml
    #[arg(
        short = 'C',
        long = "dir",
        global = true,
        value_name = "DIR",
        default_value = ".",
        hide_default_value = true
    )]
    dir: PathBuf,
    /// When to colour
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true
    )]
    color: terminal::ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Check(check::Args),
    Theme(theme::Args),
    Completions(completions::Args),
    Man(completions::ManArgs),
    New(new::Args),
    Publish(publish::Args),
    Schema(schema::Args),
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    Verify(verify::Args),
    Explain(explain::Args),
    Without(without::Args),
}

/// What a command ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Clean,
    /// The dossier has errors.
    Errors,
    /// The command could not run.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => ExitCode::SUCCESS,
            Outcome::Errors => ExitCode::from(1),
            Outcome::Failed => ExitCode::from(2),
        }
    }
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(cli.global.color);
    let root = &cli.global.dir;
    let outcome = match cli.command {
        Command::Build(args) => build::run(&args, root, &terminal),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args, root, &terminal),
        Command::Check(args) => check::run(&args, root, &terminal),
        Command::Theme(args) => theme::run(&args, root, &terminal),
        Command::Completions(args) => completions::run(&args, &terminal),
        Command::Man(args) => completions::run_man(&args, &terminal),
        Command::New(args) => new::run(&args, root, &terminal),
        Command::Publish(args) => publish::run(&args, root, &terminal),
        Command::Schema(args) => schema::run(&args, root, &terminal),
        Command::Verify(args) => verify::run(&args, root, &terminal),
        Command::Explain(args) => explain::run(&args, &terminal),
        Command::Without(args) => without::run(&args, root, &terminal),
    };
    outcome.into()
}
