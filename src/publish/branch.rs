//! Files of a site → the next commit of a branch, or an earlier one again.

use super::git::{Git, Oid, Problem};
use super::plan::Plan;
use crate::model::artifact::Artifact;
use std::collections::BTreeMap;
use std::path::Path;

/// Ordinary files have this mode; a site has no others.
const FILE: &str = "100644";
/// The file by which GitHub Pages knows the domain of a site published by branch. Its settings page
/// writes it, so it must survive a publish.
const CNAME: &str = "CNAME";
/// Files that only the sources of a dossier have.
const SOURCES: [&str; 2] = ["dossier.yaml", "Cargo.toml"];
/// Last line of the message of each commit that we make.
const TRAILER: &str = "Published-with: dossier";

/// Where to publish.
#[derive(Debug, Clone)]
pub struct Target {
    pub remote: String,
    pub branch: String,
}

/// A publish that only has to be carried out.
#[derive(Debug)]
pub struct Publish<'a> {
    git: Git,
    target: Target,
    tip: Option<Oid>,
    /// Mode and object of each file.
    files: BTreeMap<String, (String, Oid)>,
    /// What the object store may not have yet.
    bytes: Vec<&'a [u8]>,
    pub plan: Plan,
    /// The domain file that was carried over from the branch.
    pub keeps_cname: bool,
    /// Paths of the version that stands now.
    pub published: Vec<String>,
}

impl<'a> Publish<'a> {
    /// Looks what publishing these files would do. Changes nothing but the object store, into which the
    /// published version is fetched.
    ///
    /// # Errors
    /// If there is no repository or remote, the remote does not answer, or the branch is no site's or is checked out.
    pub fn prepare(
        root: &Path,
        target: Target,
        artifacts: &'a [Artifact<'_>],
    ) -> Result<Self, Problem> {
        let git = Git::open(root)?;
        git.remote(&target.remote)?;
        if git.is_checked_out(&target.branch) {
            return Err(Problem::CheckedOut {
                branch: target.branch,
            });
        }
        let tip = git.tip(&target.remote, &target.branch)?;
        let old = tip
            .as_deref()
            .map_or_else(|| Ok(BTreeMap::new()), |tip| git.files(tip))?;
        let is_made = |file: &str| artifacts.iter().any(|artifact| *artifact.path == *file);
        let source = SOURCES
            .into_iter()
            .find(|file| old.contains_key(*file) && !is_made(file));
        if let Some(file) = source {
            return Err(Problem::HasSources {
                branch: target.branch,
                file: file.to_owned(),
            });
        }
        let mut files = BTreeMap::new();
        let mut bytes = Vec::new();
        for artifact in artifacts {
            let id = git.name_of(&artifact.bytes);
            if old
                .get(&*artifact.path)
                .is_none_or(|(_, known)| *known != id)
            {
                bytes.push(&*artifact.bytes);
            }
            files.insert(artifact.path.to_string(), (FILE.to_owned(), id));
        }
        let kept = old
            .get(CNAME)
            .filter(|_| !files.contains_key(CNAME))
            .cloned();
        let keeps_cname = kept.is_some();
        files.extend(kept.map(|file| (CNAME.to_owned(), file)));
        let plan = Plan::between(&old, &files);
        let published = old.into_keys().collect();
        Ok(Self {
            git,
            target,
            tip,
            files,
            bytes,
            plan,
            keeps_cname,
            published,
        })
    }

    /// Pushes; returns the new commit.
    ///
    /// # Errors
    /// If the branch has moved since [`Publish::prepare`], or the remote refuses or is gone. The branch is
    /// then as it was.
    pub fn push(&self, message: &str) -> Result<Oid, Problem> {
        self.git.write_files(&self.bytes)?;
        let files = self
            .files
            .iter()
            .map(|(path, (mode, id))| (path.as_str(), mode.as_str(), id.as_str()));
        let tree = self.git.write_tree(files)?;
        let message = format!(
            "{}\n\n{TRAILER} {}\n",
            message.trim(),
            env!("CARGO_PKG_VERSION")
        );
        let commit = self.git.commit(&tree, self.tip.as_deref(), &message)?;
        self.git.push(
            &self.target.remote,
            &self.target.branch,
            &commit,
            self.tip.as_deref(),
        )?;
        Ok(commit)
    }

    /// What the sources were that this site is made of, for the message.
    #[must_use]
    pub fn state(&self) -> Option<String> {
        self.git.state()
    }
}

/// A way back that only has to be carried out.
#[derive(Debug)]
pub struct Rollback {
    git: Git,
    target: Target,
    tip: Oid,
    to: Oid,
    tree: Oid,
    pub plan: Plan,
}

impl Rollback {
    /// Looks what going back would do: to the version before the published one, or to `commit`.
    ///
    /// # Errors
    /// If the remote does not answer, there is no earlier version, or the commit is none of the branch.
    pub fn prepare(root: &Path, target: Target, commit: Option<&str>) -> Result<Self, Problem> {
        let git = Git::open(root)?;
        git.remote(&target.remote)?;
        let tip = git.tip(&target.remote, &target.branch)?;
        let Some(tip) = tip else {
            return Err(Problem::NoBranch {
                remote: target.remote,
                branch: target.branch,
            });
        };
        let to = match commit {
            None => git
                .commit_named(&format!("{tip}^"))
                .ok_or_else(|| Problem::NoEarlier {
                    branch: target.branch.clone(),
                })?,
            Some(name) => git
                .commit_named(name)
                .filter(|commit| git.is_before(commit, &tip))
                .ok_or_else(|| Problem::NotOnBranch {
                    commit: name.to_owned(),
                    branch: target.branch.clone(),
                })?,
        };
        let tree = git.tree(&to).ok_or_else(|| Problem::NotOnBranch {
            commit: to.clone(),
            branch: target.branch.clone(),
        })?;
        let plan = Plan::between(&git.files(&tip)?, &git.files(&to)?);
        Ok(Self {
            git,
            target,
            tip,
            to,
            tree,
            plan,
        })
    }

    /// The version that comes back: its short name and message.
    #[must_use]
    pub fn to(&self) -> String {
        self.git.describe(&self.to)
    }

    /// Pushes a new commit with the old files; history is not rewritten. Returns the new commit.
    ///
    /// # Errors
    /// As [`Publish::push`].
    pub fn push(&self) -> Result<Oid, Problem> {
        let message = format!(
            "Go back to {}\n\n{TRAILER} {}\n",
            self.to(),
            env!("CARGO_PKG_VERSION")
        );
        let commit = self.git.commit(&self.tree, Some(&self.tip), &message)?;
        self.git.push(
            &self.target.remote,
            &self.target.branch,
            &commit,
            Some(&self.tip),
        )?;
        Ok(commit)
    }
}
