//! The moment in which a build becomes the site: a plan, the journal, then moves and removals.

use super::manifest::Manifest;
use super::path::{self, OWN};
use super::problem::{self, Problem};
use super::{
    DRAFT, JOURNAL, MANIFEST, Put, STAGED, Staged, State, Summary, Writer, disk, foreign, look,
};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

/// The files of the build, and all that will be done to the folder, known before any of it is.
#[derive(Debug)]
pub(super) struct Site {
    files: Files,
    plan: Plan,
    has_read: bool,
}

type Files = BTreeMap<Arc<str>, Put>;

#[derive(Debug, Default)]
struct Plan {
    /// Files of earlier builds that stand where a folder must go, or in a folder where a file must go.
    first_removed: BTreeSet<Box<str>>,
    /// Folders where a file must go.
    first_removed_folders: BTreeSet<Box<str>>,
    /// New files, or whole new folders of them.
    moved: Vec<Box<str>>,
    replaced: Vec<Arc<str>>,
    removed: Vec<Box<str>>,
    /// Folders that come into being.
    made: BTreeSet<Box<str>>,
    /// Folders that were looked at and are there.
    there: FxHashSet<Box<str>>,
}

impl Writer {
    /// What the folder shall be, or all reasons why it cannot. Changes nothing.
    pub(super) fn site(&self, state: State) -> Result<Site, Vec<Problem>> {
        let State {
            files,
            refused,
            mut problems,
            has_read,
        } = state;
        let mut files: Vec<(Arc<str>, Put)> = files.into_iter().collect();
        files.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let files: Files = files.into_iter().collect();
        let refused = refused.iter().filter(|path| path::fault(path).is_none());
        let collisions = path::collisions(files.keys().chain(refused).map(|path| &**path));
        let mut plan = Plan::default();
        if collisions.is_empty() {
            for (path, put) in &files {
                problems.extend(self.plan(path, *put, &files, &mut plan).err());
            }
        } else {
            // What the system says about a file that should be a folder as well is no news.
            problems.retain(|problem| {
                !matches!(problem, Problem::System { .. } | Problem::Collision(_))
            });
            problems.extend(collisions.into_iter().map(Problem::Collision));
        }
        if !problems.is_empty() {
            return Err(problem::gathered(problems));
        }
        plan.removed = self.stale(&files, &plan);
        Ok(Site {
            files,
            plan,
            has_read,
        })
    }

    /// Makes the folder what it shall be.
    pub(super) fn commit(&self, site: &Site) -> Result<Summary, Problem> {
        let Site {
            files,
            plan,
            has_read,
        } = site;
        let written = files.values().filter(|put| put.staged.is_some()).count();
        let is_same = written == 0
            && self.owned.made_from == self.made_from()
            && plan.removed.is_empty()
            && files.len() == self.owned.files.len()
            && files
                .iter()
                .zip(&self.owned.files)
                .all(|((a, put), (b, entry))| **a == **b && put.entry == *entry);
        // A new date on the manifest saves the next build from reading what this one had to read.
        let kept = if !is_same || *has_read || self.is_outdated {
            let next = self.next_manifest(files, plan);
            self.carry_out(files, plan, &next)?;
            let (sealed, kept) = rayon::join(|| self.seal(&next), || self.kept(files));
            sealed?;
            kept
        } else {
            self.kept(files)
        };
        Ok(Summary {
            written,
            unchanged: files.len() - written,
            removed: plan.removed.len() + plan.first_removed.len(),
            kept: kept?,
        })
    }

    fn plan(
        &self,
        path: &Arc<str>,
        put: Put,
        files: &Files,
        plan: &mut Plan,
    ) -> Result<(), Problem> {
        match put.staged {
            None => Ok(()),
            Some(Staged::Replacing) => {
                plan.replaced.push(Arc::clone(path));
                Ok(())
            }
            Some(Staged::New) => self.plan_new(path, plan),
            Some(Staged::Blocked) => {
                self.plan_clearing(path, files, plan)?;
                self.plan_new(path, plan)
            }
        }
    }

    /// A new file moves with the uppermost folder that is not there yet.
    fn plan_new(&self, path: &str, plan: &mut Plan) -> Result<(), Problem> {
        let mut is_carried = false;
        for folder in folders_of(path) {
            if plan.made.contains(folder) {
                is_carried = true;
            } else if is_carried {
                plan.made.insert(folder.into());
            } else if plan.there.contains(folder) {
                // The folders above it are there as well.
            } else if self.is_folder(folder)? {
                plan.there.insert(folder.into());
            } else {
                plan.made.insert(folder.into());
                plan.moved.push(folder.into());
                is_carried = true;
            }
        }
        if !is_carried {
            plan.moved.push(path.into());
        }
        Ok(())
    }

    /// Plans to remove what earlier builds left in the way of `path`: a file where a folder must go, or
    /// a folder of ours with nothing in it but files that this build no longer has.
    fn plan_clearing(&self, path: &str, files: &Files, plan: &mut Plan) -> Result<(), Problem> {
        let is_stale = |at: &str| {
            self.owned.files.get(at).is_some_and(|entry| entry.is_made) && !files.contains_key(at)
        };
        let in_the_way = |at: &str| -> Result<(), Problem> {
            look(&self.disk, at)?.map_or(Ok(()), |metadata| Err(foreign(at, &metadata, path)))
        };
        for folder in folders_of(path) {
            if !self.is_folder(folder)? {
                return if is_stale(folder) {
                    plan.first_removed.insert(folder.into());
                    Ok(())
                } else {
                    in_the_way(folder)
                };
            }
        }
        let mut folders = vec![path.to_owned()];
        while let Some(folder) = folders.pop() {
            if !self.owned.folders.contains(&*folder) {
                in_the_way(&folder)?;
            }
            for (name, is_folder) in self.list(&folder)? {
                let at = format!("{folder}/{name}");
                if is_folder {
                    folders.push(at);
                } else if is_stale(&at) {
                    plan.first_removed.insert(at.into());
                } else {
                    in_the_way(&at)?;
                }
            }
            plan.first_removed_folders.insert(folder.into());
        }
        Ok(())
    }

    /// Files of earlier builds that this one does not have.
    fn stale(&self, files: &Files, plan: &Plan) -> Vec<Box<str>> {
        let mut by_key = None;
        let mut stale = Vec::new();
        for (path, entry) in &self.owned.files {
            if !entry.is_made || files.contains_key(&**path) || plan.first_removed.contains(path) {
                continue;
            }
            let by_key = by_key.get_or_insert_with(|| {
                files
                    .keys()
                    .map(|path| (path::key(path), path))
                    .collect::<FxHashMap<_, _>>()
            });
            // On a disk that knows no case, the file of another name may be this very one.
            let is_renamed = by_key.get(&path::key(path)).is_some_and(|other| {
                let look = |path: &str| self.disk.look(path).ok().flatten();
                look(path)
                    .zip(look(other))
                    .is_some_and(|(a, b)| disk::is_same(&a, &b))
            });
            if !is_renamed {
                stale.push(path.clone());
            }
        }
        stale
    }

    fn next_manifest(&self, files: &Files, plan: &Plan) -> Manifest {
        // A folder of ours without a file of ours is no longer ours: it is gone, or somebody uses it.
        let needed: FxHashSet<&str> = files.keys().flat_map(|path| folders_of(path)).collect();
        let folders = self.owned.folders.iter().chain(&plan.made);
        Manifest {
            files: files
                .iter()
                .map(|(path, put)| (Box::from(&**path), put.entry))
                .collect(),
            folders: folders
                .filter(|folder| needed.contains(&***folder))
                .cloned()
                .collect(),
            made_from: self.made_from(),
            is_whole: true,
        }
    }

    fn carry_out(&self, files: &Files, plan: &Plan, next: &Manifest) -> Result<(), Problem> {
        if self.has_journal {
            // The journal of the killed build is about to be replaced; what it proved goes here first.
            self.replace(MANIFEST, &self.owned.text())?;
        }
        self.replace(JOURNAL, &Self::journal(files, plan).text())?;
        for path in &plan.first_removed {
            self.remove(path)?;
        }
        // Sorted, so that a folder comes after the one it is in.
        for folder in plan.first_removed_folders.iter().rev() {
            self.remove_folder(folder)?;
        }
        let moved = plan.moved.iter().map(|path| &**path);
        for path in moved.chain(plan.replaced.iter().map(|path| &**path)) {
            let staged = format!("{STAGED}/{path}");
            self.disk
                .rename(&staged, path)
                .map_err(Problem::system("put in place", path))?;
        }
        for path in &plan.removed {
            self.remove(path)?;
        }
        for folder in self
            .owned
            .folders
            .iter()
            .rev()
            .filter(|f| !next.folders.contains(*f))
        {
            self.remove_folder(folder)?;
        }
        Ok(())
    }

    /// Says that the folder is what it shall be: from here on the next build goes by the manifest.
    fn seal(&self, next: &Manifest) -> Result<(), Problem> {
        self.replace(MANIFEST, &next.text())?;
        self.disk
            .remove_file(JOURNAL)
            .map_err(Problem::system("remove", JOURNAL))
    }

    /// What the folder may hold beyond the manifest if this build is killed.
    fn journal(files: &Files, plan: &Plan) -> Manifest {
        let staged = files.iter().filter(|(_, put)| put.staged.is_some());
        Manifest {
            files: staged
                .map(|(path, put)| (Box::from(&**path), put.entry))
                .collect(),
            folders: plan.made.clone(),
            made_from: None,
            is_whole: true,
        }
    }

    /// Writes a file of the writer's own whole or not at all.
    fn replace(&self, path: &'static str, text: &str) -> Result<(), Problem> {
        self.disk
            .create(DRAFT, text.as_bytes())
            .map_err(Problem::system("write", DRAFT))?;
        self.disk
            .rename(DRAFT, path)
            .map_err(Problem::system("put in place", path))
    }

    /// Removes a file of ours, or the link that somebody put in its place.
    fn remove(&self, path: &str) -> Result<(), Problem> {
        if self.is_reachable(path)? && look(&self.disk, path)?.is_some_and(|m| !m.is_dir()) {
            self.disk
                .remove_file(path)
                .map_err(Problem::system("remove", path))?;
        }
        Ok(())
    }

    /// Removes a folder of ours, unless somebody keeps something in it.
    fn remove_folder(&self, path: &str) -> Result<(), Problem> {
        if self.is_reachable(path)? && self.is_folder(path)? {
            self.disk
                .remove_folder(path)
                .map_err(Problem::system("remove", path))?;
        }
        Ok(())
    }

    /// Whether all folders on the way to `path` are folders, and none became a link out of the site.
    fn is_reachable(&self, path: &str) -> Result<bool, Problem> {
        for folder in folders_of(path) {
            if !self.is_folder(folder)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn is_folder(&self, path: &str) -> Result<bool, Problem> {
        Ok(look(&self.disk, path)?.is_some_and(|m| m.is_dir()))
    }

    /// What is in the folder besides the site. A folder without any file of the site is named, not listed.
    fn kept(&self, files: &Files) -> Result<Vec<String>, Problem> {
        let site: FxHashSet<&str> = files.keys().flat_map(|path| folders_of(path)).collect();
        let made: FxHashSet<&str> = files
            .iter()
            .filter(|(_, put)| put.entry.is_made)
            .map(|(path, _)| &**path)
            .collect();
        let mut kept = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            for (name, is_folder) in self.list(&folder)? {
                let at = if folder.is_empty() {
                    name
                } else {
                    format!("{folder}/{name}")
                };
                match is_folder {
                    true if at == OWN => {}
                    true if site.contains(at.as_str()) => folders.push(at),
                    true => kept.push(at + "/"),
                    false if made.contains(at.as_str()) => {}
                    false => kept.push(at),
                }
            }
        }
        kept.sort_unstable();
        Ok(kept)
    }

    /// Names in a folder, each with whether it is a folder itself (a link is none).
    fn list(&self, folder: &str) -> Result<Vec<(String, bool)>, Problem> {
        let error = || Problem::system("list", folder);
        let mut names = Vec::new();
        for item in fs::read_dir(self.disk.at(folder)).map_err(error())? {
            let item = item.map_err(error())?;
            let is_folder = item.file_type().map_err(error())?.is_dir();
            names.push((item.file_name().to_string_lossy().into_owned(), is_folder));
        }
        Ok(names)
    }
}

/// The folders that a path lies in, the uppermost first.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/')
        .filter_map(|(end, _)| path.get(..end))
}
