//! `dossier explain`

use super::Outcome;
use super::terminal::Terminal;
use crate::check::docs;
use crate::text::nearest;

/// Explains a finding by its id, or lists all ids
///
/// Says what the check finds, why it matters, shows an example, and tells what to do.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The id in the brackets of a finding, such as unknown-reference; all ids if left out
    #[arg(value_name = "ID")]
    id: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args, terminal: &Terminal) -> Outcome {
    let Some(id) = &args.id else {
        let width = docs::ids().map(|(id, _)| id.len()).max().unwrap_or(0);
        let lines: String = docs::ids()
            .map(|(id, summary)| format!("{id:width$}  {summary}\n"))
            .collect();
        terminal.data(&lines);
        return Outcome::Clean;
    };
    // As it stands in a finding, brackets and all.
    let id = id
        .trim_start_matches("error")
        .trim_start_matches("warning")
        .trim_matches(['[', ']']);
    match docs::explain(id) {
        Some(text) => {
            terminal.data(&text);
            Outcome::Clean
        }
        None => {
            terminal.fail(&format!("there is no check `{id}`"));
            match nearest(id, docs::ids().map(|(id, _)| id)) {
                Some(near) => terminal.say(&format!("  did you mean: dossier explain {near}")),
                None => terminal.say("  `dossier explain` lists all of them"),
            }
            Outcome::Failed
        }
    }
}
