//! The terminal: what may be printed to it, and how. What others wrote must not command it.

use crate::report::visible::visible;
use crate::report::{Report, text};
use std::io::{IsTerminal, Write};

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

/// Where a command prints.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    pub color: bool,
    pub width: usize,
    pub is_terminal: bool,
}

impl Terminal {
    /// The terminal of the process. `NO_COLOR` and `CLICOLOR_FORCE` are honoured, <https://no-color.org>.
    #[must_use]
    pub fn new(choice: ColorChoice) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let color = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if is_set("NO_COLOR") => false,
            ColorChoice::Auto => {
                is_set("CLICOLOR_FORCE")
                    || (is_terminal && std::env::var_os("TERM").is_none_or(|t| t != "dumb"))
            }
        };
        let columns = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        Self {
            color,
            width: columns.unwrap_or(100),
            is_terminal,
        }
    }

    /// Prints data, to standard output: as they are to another program, [`visible`] to a terminal. A reader that went
    /// away is not an error.
    pub fn data(&self, text: &str) {
        if std::io::stdout().is_terminal() {
            self.coloured(&visible(text));
        } else {
            self.coloured(text);
        }
    }

    /// Prints data that have colours of their own and are [`visible`] otherwise, to standard output.
    pub fn coloured(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// Prints a message, to standard error.
    pub fn say(&self, text: &str) {
        self.write(&visible(text));
    }

    fn write(&self, text: &str) {
        let mut err = std::io::stderr().lock();
        let _ = writeln!(err, "{text}");
    }

    /// How findings are shown here.
    #[must_use]
    pub fn style(&self) -> text::Style {
        text::Style {
            color: self.color,
            width: self.width,
            ..text::Style::default()
        }
    }

    /// Prints findings and what they amount to, to standard error.
    pub fn report(&self, report: &Report<'_>) {
        self.write(text::full(report, &self.style()).trim_end());
    }

    #[cfg(any(feature = "serve", feature = "net"))]
    /// Prints a line that replaces the last such line, on a terminal; elsewhere a line like any other.
    pub fn status(&self, text: &str) {
        let text = visible(text);
        let mut err = std::io::stderr().lock();
        let _ = if self.is_terminal {
            writeln!(err, "\u{1b}[1A\u{1b}[2K{text}")
        } else {
            writeln!(err, "{text}")
        };
    }

    /// Asks for a yes or no; none where nobody can answer. Anything but a yes is a no.
    pub fn confirm(&self, question: &str) -> Option<bool> {
        let stdin = std::io::stdin();
        if !self.is_terminal || !stdin.is_terminal() {
            return None;
        }
        let mut err = std::io::stderr().lock();
        let _ = write!(err, "{} [y/N] ", visible(question)).and_then(|()| err.flush());
        let mut answer = String::new();
        let _ = stdin.read_line(&mut answer);
        Some(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    /// Prints why a command could not run.
    pub fn fail(&self, text: &str) {
        let (red, off) = if self.color {
            ("\u{1b}[1;31m", "\u{1b}[0m")
        } else {
            ("", "")
        };
        self.write(&format!("{red}error{off}: {}", visible(text)));
    }
}
