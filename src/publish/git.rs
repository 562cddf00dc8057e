//! Git as a program, by its plumbing alone.

use sha1::Digest as _;
use std::collections::BTreeMap;
use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Name of an object, in hexadecimal digits.
pub type Oid = String;

/// Why git could not do something.
#[derive(Debug)]
pub enum Problem {
    /// There is no git.
    NoGit(std::io::Error),
    NoRepository(PathBuf),
    NoRemote {
        name: String,
        others: Vec<String>,
    },
    /// The remote did not answer.
    Unreachable {
        remote: String,
        said: String,
    },
    /// The branch is not where it was when we looked.
    Raced {
        branch: String,
    },
    /// The remote did not take the push.
    Refused {
        remote: String,
        said: String,
    },
    NoBranch {
        remote: String,
        branch: String,
    },
    /// Nothing to go back to.
    NoEarlier {
        branch: String,
    },
    /// The commit is no version of this branch.
    NotOnBranch {
        commit: String,
        branch: String,
    },
    /// The branch has what a site is made of.
    HasSources {
        branch: String,
        file: String,
    },
    /// The branch is the one that is worked on here.
    CheckedOut {
        branch: String,
    },
    /// Anything else that git said no to.
    Failed {
        doing: &'static str,
        said: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGit(error) => write!(f, "git cannot be run: {error}"),
            Self::NoRepository(root) => write!(f, "{} is in no git repository", root.display()),
            Self::NoRemote { name, others } if others.is_empty() => {
                write!(f, "the repository has no remote `{name}`, nor any other")
            }
            Self::NoRemote { name, others } => {
                write!(
                    f,
                    "the repository has no remote `{name}`; it has {}",
                    others.join(", ")
                )
            }
            Self::Unreachable { remote, said } => {
                write!(f, "the remote {remote} does not answer: {said}")
            }
            Self::Raced { branch } => {
                write!(f, "somebody else has published to {branch} in the meantime")
            }
            Self::Refused { remote, said } => {
                write!(f, "the remote {remote} refused the push: {said}")
            }
            Self::NoBranch { remote, branch } => {
                write!(f, "the remote {remote} has no branch {branch}")
            }
            Self::NoEarlier { branch } => write!(
                f,
                "{branch} has one version only; there is nothing to go back to"
            ),
            Self::NotOnBranch { commit, branch } => {
                write!(f, "`{commit}` is no version of {branch}")
            }
            Self::HasSources { branch, file } => {
                write!(
                    f,
                    "{branch} is not a branch of a site: it has {file}, and publishing would remove it"
                )
            }
            Self::CheckedOut { branch } => write!(
                f,
                "{branch} is the branch that is checked out here: the site would take the place of its sources"
            ),
            Self::Failed { doing, said } => write!(f, "git could not {doing}: {said}"),
        }
    }
}

impl Problem {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::NoGit(_) => "install git, or copy public/ to your host by other means".to_owned(),
            Self::NoRepository(_) => "git init, git add, git commit, then git remote add origin with the address of the repository".to_owned(),
            Self::NoRemote { others, .. } if others.is_empty() => "git remote add origin with the address of the repository".to_owned(),
            Self::NoRemote { .. } => "name one with --remote".to_owned(),
            Self::Unreachable { .. } => "look at the address (git remote -v), the network and your rights; nothing was changed".to_owned(),
            Self::Raced { .. } => "their version stands; run dossier publish again to publish over it".to_owned(),
            Self::Refused { .. } => "the published site is as it was; your rights or a rule of the repository stand in the way".to_owned(),
            Self::NoBranch { .. } => "publish first, or name another with --branch".to_owned(),
            Self::NoEarlier { .. } => "to take a site down, delete the branch in the settings of its host".to_owned(),
            Self::NotOnBranch { branch, .. } => format!("git log REMOTE/{branch} lists its versions"),
            Self::HasSources { .. } | Self::CheckedOut { .. } => "publish to a branch of its own: --branch gh-pages".to_owned(),
            Self::Failed { said, .. } if said.contains("tell me who you are") || said.contains("empty ident") => {
                "git config user.name and git config user.email say who publishes".to_owned()
            }
            Self::Failed { .. } => String::new(),
        }
    }
}

/// How objects of a repository are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    Sha1,
    Sha256,
}

/// A repository.
#[derive(Debug)]
pub struct Git {
    root: PathBuf,
    naming: Naming,
    /// The index that is only ours; goes away with this value.
    index: PathBuf,
}

impl Drop for Git {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.index);
    }
}

/// What a push did not do.
enum Rejected {
    Stale,
    Other(String),
}

impl Git {
    /// The repository that `root` lies in.
    ///
    /// # Errors
    /// If there is none, or no git.
    pub fn open(root: &Path) -> Result<Self, Problem> {
        let mut git = Self {
            root: root.to_owned(),
            naming: Naming::Sha1,
            index: PathBuf::new(),
        };
        let folder = git
            .command(&["rev-parse", "--absolute-git-dir"])
            .output()
            .map_err(Problem::NoGit)?;
        if !folder.status.success() {
            return Err(Problem::NoRepository(root.to_owned()));
        }
        let folder = PathBuf::from(line(&folder.stdout));
        git.index = folder.join(format!("dossier-index-{}", std::process::id()));
        // A run that was killed may have left one under this number.
        let _ = std::fs::remove_file(&git.index);
        // Repositories older than this question are all SHA-1.
        if git.ask(&["rev-parse", "--show-object-format"]).as_deref() == Some("sha256") {
            git.naming = Naming::Sha256;
        }
        Ok(git)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.root);
        // Nobody's hooks and filters have a part in what is published.
        let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
        command.arg("-c").arg(format!("core.hooksPath={nowhere}"));
        command.args([
            "-c",
            "core.quotepath=off",
            "-c",
            "gc.auto=0",
            "-c",
            "maintenance.auto=false",
        ]);
        command
            .args(arguments)
            .stdin(Stdio::null())
            .env("LC_ALL", "C");
        for name in [
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_PREFIX",
            "GIT_NAMESPACE",
        ] {
            command.env_remove(name);
        }
        command
    }

    /// The one line that git answers; none if it says no.
    fn ask(&self, arguments: &[&str]) -> Option<String> {
        let output = self.command(arguments).output().ok()?;
        output.status.success().then(|| line(&output.stdout))
    }

    fn run(&self, doing: &'static str, arguments: &[&str]) -> Result<Vec<u8>, Problem> {
        let output = self.command(arguments).output().map_err(Problem::NoGit)?;
        ended(doing, output)
    }

    /// Runs with something to read and with our own index.
    fn feed(
        &self,
        doing: &'static str,
        arguments: &[&str],
        write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>,
    ) -> Result<Vec<u8>, Problem> {
        let mut command = self.command(arguments);
        command.env("GIT_INDEX_FILE", &self.index);
        let spawned = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = spawned.map_err(Problem::NoGit)?;
        let written = child.stdin.take().map_or(Ok(()), |stdin| {
            let mut stdin = std::io::BufWriter::new(stdin);
            write(&mut stdin).and_then(|()| stdin.flush())
        });
        let output = child.wait_with_output().map_err(Problem::NoGit)?;
        let out = ended(doing, output)?;
        written.map_err(|error| Problem::Failed {
            doing,
            said: error.to_string(),
        })?;
        Ok(out)
    }

    /// The address of a remote.
    ///
    /// # Errors
    /// If there is no remote of this name.
    pub fn remote(&self, name: &str) -> Result<String, Problem> {
        self.ask(&["remote", "get-url", "--", name]).ok_or_else(|| {
            let others = self.ask_all(&["remote"]);
            Problem::NoRemote {
                name: name.to_owned(),
                others,
            }
        })
    }

    fn ask_all(&self, arguments: &[&str]) -> Vec<String> {
        let output = self
            .command(arguments)
            .output()
            .ok()
            .filter(|output| output.status.success());
        output.map_or_else(Vec::new, |output| {
            String::from_utf8_lossy(&output.stdout)
                .lines()
                .map(str::to_owned)
                .collect()
        })
    }

    /// The newest commit of a branch of a remote, fetched; none if there is no such branch. No
    /// reference of this repository is moved by that.
    ///
    /// # Errors
    /// If the remote does not answer.
    pub fn tip(&self, remote: &str, branch: &str) -> Result<Option<Oid>, Problem> {
        let reference = format!("refs/heads/{branch}");
        let unreachable = |output: &Output| Problem::Unreachable {
            remote: remote.to_owned(),
            said: said(&output.stderr),
        };
        let listed = self
            .command(&["ls-remote", "--", remote, &reference])
            .output()
            .map_err(Problem::NoGit)?;
        if !listed.status.success() {
            return Err(unreachable(&listed));
        }
        let text = String::from_utf8_lossy(&listed.stdout);
        let tip = text
            .lines()
            .find_map(|line| line.split_once('\t').filter(|(_, name)| *name == reference));
        let Some((tip, _)) = tip else { return Ok(None) };
        if self
            .ask(&["cat-file", "-e", &format!("{tip}^{{commit}}")])
            .is_none()
        {
            let fetch = [
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-write-fetch-head",
                "--refmap=",
                "--no-recurse-submodules",
                "--",
                remote,
                &reference,
            ];
            let fetched = self.command(&fetch).output().map_err(Problem::NoGit)?;
            if !fetched.status.success() {
                return Err(unreachable(&fetched));
            }
        }
        Ok(Some(tip.to_owned()))
    }

    /// The files of a commit with their mode and object.
    ///
    /// # Errors
    /// If there is no such commit here.
    pub fn files(&self, commit: &str) -> Result<BTreeMap<String, (String, Oid)>, Problem> {
        let listed = self.run(
            "list the published files",
            &["ls-tree", "-r", "-z", "--full-tree", commit],
        )?;
        let text = String::from_utf8_lossy(&listed);
        let lines = text.split('\0').filter_map(|line| line.split_once('\t'));
        Ok(lines
            .filter_map(|(about, path)| {
                let mut about = about.split(' ');
                let (mode, _, id) = (about.next()?, about.next()?, about.next()?);
                Some((path.to_owned(), (mode.to_owned(), id.to_owned())))
            })
            .collect())
    }

    /// The name that these bytes have as a file of this repository. Nothing is written.
    #[must_use]
    pub fn name_of(&self, bytes: &[u8]) -> Oid {
        let head = format!("blob {}\0", bytes.len());
        match self.naming {
            Naming::Sha1 => hex(&sha1::Sha1::new()
                .chain_update(&head)
                .chain_update(bytes)
                .finalize()),
            Naming::Sha256 => hex(&sha2::Sha256::new()
                .chain_update(&head)
                .chain_update(bytes)
                .finalize()),
        }
    }

    /// Writes files into the object store as they are, in one go.
    ///
    /// # Errors
    /// If git cannot write.
    pub fn write_files(&self, files: &[&[u8]]) -> Result<(), Problem> {
        if files.is_empty() {
            return Ok(());
        }
        self.feed("store the files", &["fast-import", "--quiet"], |out| {
            for bytes in files {
                write!(out, "blob\ndata {}\n", bytes.len())?;
                out.write_all(bytes)?;
                out.write_all(b"\n")?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Writes the tree of these files, all of which are in the object store.
    ///
    /// # Errors
    /// If git cannot write.
    pub fn write_tree<'a>(
        &self,
        files: impl Iterator<Item = (&'a str, &'a str, &'a str)>,
    ) -> Result<Oid, Problem> {
        let _ = std::fs::remove_file(&self.index);
        self.feed(
            "list the files",
            &["update-index", "-z", "--index-info"],
            |out| {
                for (path, mode, id) in files {
                    write!(out, "{mode} {id}\t{path}\0")?;
                }
                Ok(())
            },
        )?;
        let tree = self.feed("write the tree", &["write-tree"], |_| Ok(()))?;
        Ok(line(&tree))
    }

    /// The tree of a commit.
    #[must_use]
    pub fn tree(&self, commit: &str) -> Option<Oid> {
        self.ask(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &format!("{commit}^{{tree}}"),
        ])
    }

    /// The full name of a commit.
    #[must_use]
    pub fn commit_named(&self, name: &str) -> Option<Oid> {
        self.ask(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &format!("{name}^{{commit}}"),
        ])
    }

    /// Whether a branch is checked out here, also one without a commit yet.
    #[must_use]
    pub fn is_checked_out(&self, branch: &str) -> bool {
        let head = self.ask(&["symbolic-ref", "--quiet", "HEAD"]);
        head.is_some_and(|head| head.strip_prefix("refs/heads/") == Some(branch))
    }

    /// Whether `commit` is `tip` or one before it.
    #[must_use]
    pub fn is_before(&self, commit: &str, tip: &str) -> bool {
        self.ask(&["merge-base", "--is-ancestor", commit, tip])
            .is_some()
    }

    /// The first line of a commit's message, with its short name.
    #[must_use]
    pub fn describe(&self, commit: &str) -> String {
        self.ask(&[
            "show",
            "--no-patch",
            "--no-show-signature",
            "--format=%h (%s)",
            commit,
        ])
        .unwrap_or_else(|| commit.to_owned())
    }

    /// Short name of the commit that is checked out, with a word if there is more in the work tree.
    #[must_use]
    pub fn state(&self) -> Option<String> {
        let head = self.ask(&["rev-parse", "--short", "HEAD"])?;
        let output = self
            .command(&["status", "--porcelain", "--untracked-files=no"])
            .env("GIT_OPTIONAL_LOCKS", "0")
            .output()
            .ok()?;
        Some(if output.stdout.is_empty() {
            head
        } else {
            format!("{head} with changes")
        })
    }

    /// Makes a commit that no reference names yet.
    ///
    /// # Errors
    /// If git does not know who commits.
    pub fn commit(&self, tree: &str, parent: Option<&str>, message: &str) -> Result<Oid, Problem> {
        let mut arguments = vec!["commit-tree", tree, "-F", "-"];
        if let Some(parent) = parent {
            arguments.extend(["-p", parent]);
        }
        let commit = self.feed("make the commit", &arguments, |out| {
            out.write_all(message.as_bytes())
        })?;
        Ok(line(&commit))
    }

    /// Moves the branch of the remote to `commit`, if it still stands at `expected`.
    ///
    /// # Errors
    /// If it does not, or the remote refuses. The branch is then where it was.
    pub fn push(
        &self,
        remote: &str,
        branch: &str,
        commit: &str,
        expected: Option<&str>,
    ) -> Result<(), Problem> {
        let lease = format!(
            "--force-with-lease=refs/heads/{branch}:{}",
            expected.unwrap_or("")
        );
        let refspec = format!("{commit}:refs/heads/{branch}");
        let arguments = [
            "push",
            "--porcelain",
            "--no-verify",
            "--no-follow-tags",
            "--no-signed",
            "--recurse-submodules=no",
            &lease,
            "--",
            remote,
            &refspec,
        ];
        let output = self.command(&arguments).output().map_err(Problem::NoGit)?;
        match rejection(&output) {
            None => Ok(()),
            Some(Rejected::Stale) => Err(Problem::Raced {
                branch: branch.to_owned(),
            }),
            Some(Rejected::Other(said)) => Err(Problem::Refused {
                remote: remote.to_owned(),
                said,
            }),
        }
    }
}

/// Why a push did not go through, read off its porcelain output.
fn rejection(output: &Output) -> Option<Rejected> {
    if output.status.success() {
        return None;
    }
    let out = String::from_utf8_lossy(&output.stdout);
    let rejected = out.lines().find_map(|line| line.strip_prefix("!\t"));
    // A remote that saw the branch move between its own two looks says so in other words.
    let races = [
        "stale info",
        "fetch first",
        "non-fast-forward",
        "failed to update ref",
        "cannot lock ref",
        "remote ref updated since checkout",
    ];
    Some(match rejected {
        Some(line) if races.iter().any(|race| line.contains(race)) => Rejected::Stale,
        Some(line) => {
            let reason = line.rsplit('\t').next().unwrap_or(line);
            let more = said(&output.stderr);
            Rejected::Other(if more.is_empty() {
                reason.to_owned()
            } else {
                format!("{reason}; {more}")
            })
        }
        None => Rejected::Other(said(&output.stderr)),
    })
}

fn ended(doing: &'static str, output: Output) -> Result<Vec<u8>, Problem> {
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(Problem::Failed {
            doing,
            said: said(&output.stderr),
        })
    }
}

/// What git said, in one line.
fn said(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let lines: Vec<&str> = text
        .lines()
        .map(|line| {
            line.trim_start_matches("remote:")
                .trim()
                .trim_start_matches("fatal: ")
        })
        .filter(|line| {
            !line.is_empty()
                && !line.starts_with("error: failed to push")
                && !line.starts_with("hint:")
        })
        .collect();
    lines.join("; ")
}

fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
