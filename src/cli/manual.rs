//! The description of the command line → shell completions and man pages.
//!
//! Both come from the same `clap::Command` that reads the arguments, so they cannot fall behind it.

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;

/// The completion script of `shell` for `command`.
#[must_use]
pub fn completions(command: &Command, shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    let mut command = command.clone();
    let name = command.get_name().to_owned();
    clap_complete::generate(shell, &mut command, name, &mut script);
    script
}

/// One page of the manual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// `dossier-build.1`
    pub file_name: String,
    /// In roff.
    pub text: Vec<u8>,
}

/// The manual: a page for the program and one for each of its commands, in the order of the help.
#[must_use]
pub fn pages(command: &Command) -> Vec<Page> {
    let mut command = command.clone().disable_help_subcommand(true);
    // Only a built command knows that `build` is `dossier-build`.
    command.build();
    let mut pages = Vec::new();
    push_pages(&command, &mut pages);
    pages
}

fn push_pages(command: &Command, pages: &mut Vec<Page>) {
    let man = Man::new(command.clone());
    let mut text = Vec::new();
    man.render(&mut text)
        .expect("writing into memory does not fail");
    pages.push(Page {
        file_name: man.get_filename(),
        text,
    });
    for command in command
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
    {
        push_pages(command, pages);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Cli;
    use super::*;
    use clap::{CommandFactory as _, ValueEnum as _};

    fn commands(command: &Command) -> Vec<String> {
        command
            .get_subcommands()
            .map(|c| c.get_name().to_owned())
            .collect()
    }

    fn expect(command: &Command, name: &str, expected: &mut Vec<String>) {
        expected.push(format!("{name}.1"));
        for command in command.get_subcommands() {
            expect(command, &format!("{name}-{}", command.get_name()), expected);
        }
    }

    #[test]
    fn every_shell_completes_every_command() {
        let command = Cli::command();
        for shell in Shell::value_variants() {
            let script = String::from_utf8(completions(&command, *shell)).unwrap();
            for name in commands(&command) {
                assert!(script.contains(&name), "{shell}: {name}");
            }
            assert!(script.contains("timings"), "{shell}");
        }
    }

    #[test]
    fn every_command_has_its_page() {
        let command = Cli::command();
        let pages = pages(&command);
        let names: Vec<_> = pages.iter().map(|page| page.file_name.clone()).collect();
        let mut expected = Vec::new();
        expect(&command, "dossier", &mut expected);
        assert_eq!(names, expected);
        for page in pages {
            let text = String::from_utf8(page.text).unwrap();
            assert!(
                text.contains(".SH SYNOPSIS") && text.contains(".SH OPTIONS"),
                "{}",
                page.file_name
            );
        }
    }
}
