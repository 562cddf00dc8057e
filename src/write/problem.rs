//! Why the site could not be written, in the writer's words.

use super::path::{Clash, Collision};
use std::fmt;
use std::io;

/// One reason. Paths are relative to the output folder.
#[derive(Debug)]
pub enum Problem {
    /// An output's path cannot be written on every system.
    Path { path: String, why: &'static str },
    /// Something that no build of ours wrote stands where an output should go.
    Foreign {
        path: String,
        found: &'static str,
        wanted: String,
    },
    /// Two outputs would be one file on some system or host.
    Collision(Collision),
    /// Another build is writing into this folder at the moment.
    Busy,
    /// The system refused.
    System {
        path: String,
        doing: &'static str,
        error: io::Error,
        /// To how many more files it said the same; 0 before all of a run are gathered.
        more: usize,
    },
}

impl Problem {
    pub(super) fn system(doing: &'static str, path: &str) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::System {
            path: path.to_owned(),
            doing,
            error,
            more: 0,
        }
    }

    /// The count of `more` files, if the system said of another what it says here.
    fn more_like(&mut self, other: &Self) -> Option<&mut usize> {
        let Self::System { doing, error, .. } = other else {
            return None;
        };
        match self {
            Self::System {
                doing: said,
                error: first,
                more,
                ..
            } if said == doing && first.kind() == error.kind() => Some(more),
            _ => None,
        }
    }

    /// What to do about it; empty if there is nothing to say beyond the message.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Foreign { .. } => {
                "dossier never overwrites or removes what it did not write: move it away, or build elsewhere with -o"
            }
            Self::Collision(c) if c.why == Clash::FileAndFolder => "rename one of the two",
            Self::Collision(_) => "rename one: some systems and hosts take the two for one file",
            Self::Busy => "wait for it to end",
            Self::System { error, .. } => match error.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "make room, or build elsewhere with -o"
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "see who may write there, or build elsewhere with -o"
                }
                _ => "",
            },
            Self::Path { .. } => "",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path { path, why } => {
                write!(f, "`{}` cannot be written: it {why}", path.escape_debug())
            }
            Self::Foreign {
                path,
                found,
                wanted,
            } if path == wanted => {
                write!(
                    f,
                    "{found} `{path}` in the output folder was not made by dossier and is in the way"
                )
            }
            Self::Foreign {
                path,
                found,
                wanted,
            } => {
                write!(
                    f,
                    "{found} `{path}` in the output folder was not made by dossier and is in the way of `{wanted}`"
                )
            }
            Self::Collision(Collision { first, second, why }) => match why {
                Clash::Same => write!(f, "two outputs have the path `{first}`"),
                Clash::Case => write!(
                    f,
                    "`{first}` and `{second}` differ only in upper and lower case"
                ),
                Clash::UnicodeForm => {
                    write!(
                        f,
                        "`{first}` and `{}` look the same but are spelt with other characters",
                        second.escape_unicode()
                    )
                }
                Clash::FileAndFolder => {
                    write!(f, "`{first}` would be a file, and the folder of `{second}`")
                }
            },
            Self::Busy => write!(f, "another build is writing into this folder"),
            Self::System {
                path,
                doing,
                error,
                more,
            } => match more {
                0 => write!(f, "could not {doing} `{path}`: {error}"),
                n => write!(f, "could not {doing} `{path}` and {n} more: {error}"),
            },
        }
    }
}

impl std::error::Error for Problem {}

/// Sorted, and what the system says of many files said once: a full disk refuses every page.
pub(super) fn gathered(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_cached_key(ToString::to_string);
    let mut gathered: Vec<Problem> = Vec::new();
    for problem in problems {
        let same = gathered
            .iter_mut()
            .find_map(|said| said.more_like(&problem));
        match same {
            Some(more) => *more += 1,
            None => gathered.push(problem),
        }
    }
    gathered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_of_many_files_is_said_once() {
        let system =
            |path: &str, doing, kind| Problem::system(doing, path)(io::Error::new(kind, "no room"));
        let full = io::ErrorKind::StorageFull;
        let said: Vec<String> = gathered(vec![
            system("c", "write", full),
            system("a", "write", full),
            system("b", "write", full),
            Problem::Busy,
            system("a", "read", full),
            system("d", "write", io::ErrorKind::PermissionDenied),
        ])
        .iter()
        .map(ToString::to_string)
        .collect();
        assert_eq!(
            said,
            [
                "another build is writing into this folder",
                "could not read `a`: no room",
                "could not write `a` and 2 more: no room",
                "could not write `d`: no room",
            ]
        );
    }

    #[test]
    fn problems_name_what_is_in_the_way_of_what() {
        let foreign = |path: &str, wanted: &str| Problem::Foreign {
            path: path.into(),
            found: "the file",
            wanted: wanted.into(),
        };
        assert_eq!(
            foreign("CNAME", "CNAME").to_string(),
            "the file `CNAME` in the output folder was not made by dossier and is in the way"
        );
        assert_eq!(
            foreign("a", "a/b").to_string(),
            "the file `a` in the output folder was not made by dossier and is in the way of `a/b`"
        );
        let path = Problem::Path {
            path: "a\nb".into(),
            why: "has a control character",
        };
        assert_eq!(
            path.to_string(),
            "`a\\nb` cannot be written: it has a control character"
        );
    }
}
