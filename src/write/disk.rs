//! The few operations on the output folder by which the writer changes anything.
//!
//! All changes go through here, so that a test can end a build at any of them. Nothing is synced to
//! the medium: the kernel keeps what a killed process wrote, and after a power cut the next build finds
//! by size and change time what is missing.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The output folder.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    #[cfg(test)]
    pub fault: fault::Fault,
}

impl Disk {
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            #[cfg(test)]
            fault: fault::Fault::default(),
        }
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// What stands at `path`, without following a link; none if nothing.
    pub fn look(&self, path: &str) -> io::Result<Option<Metadata>> {
        match fs::symlink_metadata(self.at(path)) {
            Ok(metadata) => Ok(Some(metadata)),
            // `a/b` where `a` is a file: nothing stands there either.
            Err(e)
                if matches!(
                    e.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The content of the file at `path`; the caller has looked that it is no link.
    pub fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.at(path))
    }

    /// Creates a file that is not there yet.
    pub fn create(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let open = || {
            OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(self.at(path))
        };
        #[cfg(test)]
        if let Err(killed) = self.fault.step() {
            if killed.is_first {
                open()?.write_all(&bytes[..bytes.len() / 2])?;
            }
            return Err(killed.into());
        }
        open()?.write_all(bytes)
    }

    pub fn create_folder(&self, path: &str) -> io::Result<()> {
        self.step()?;
        fs::create_dir_all(self.at(path))
    }

    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.step()?;
        fs::rename(self.at(from), self.at(to))
    }

    pub fn remove_file(&self, path: &str) -> io::Result<()> {
        self.step()?;
        absent_is_fine(fs::remove_file(self.at(path)))
    }

    /// Removes a folder if it is empty.
    pub fn remove_folder(&self, path: &str) -> io::Result<()> {
        self.step()?;
        match absent_is_fine(fs::remove_dir(self.at(path))) {
            Err(e) if e.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
            done => done,
        }
    }

    /// Removes a folder with all that is in it. Links in it are removed, not followed.
    pub fn remove_tree(&self, path: &str) -> io::Result<()> {
        self.step()?;
        match self.look(path)? {
            None => Ok(()),
            Some(metadata) if metadata.is_dir() => {
                absent_is_fine(fs::remove_dir_all(self.at(path)))
            }
            Some(_) => absent_is_fine(fs::remove_file(self.at(path))),
        }
    }

    /// Opens the file that only one build can hold at a time; none if another holds it.
    pub fn lock(&self, path: &str) -> io::Result<Option<File>> {
        self.step()?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(self.at(path))?;
        match file.try_lock() {
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            // Some network file systems know no locks; two builds at once are then the user's affair.
            Ok(()) | Err(fs::TryLockError::Error(_)) => Ok(Some(file)),
        }
    }

    #[cfg(not(test))]
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "tests end a build here"
    )]
    fn step(&self) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    fn step(&self) -> io::Result<()> {
        self.fault.step().map_err(io::Error::from)
    }
}

fn absent_is_fine(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// When the file last changed in any way, for comparing two files of one disk.
///
/// On Unix this is the time that no program can set, so a file edited by hand and given its old date
/// back is still noticed.
#[cfg(unix)]
pub fn changed(metadata: &Metadata) -> Option<(i64, i64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((metadata.ctime(), metadata.ctime_nsec()))
}

/// When the file last changed, for comparing two files of one disk.
#[cfg(not(unix))]
pub fn changed(metadata: &Metadata) -> Option<std::time::SystemTime> {
    metadata.modified().ok()
}

/// Whether two names are one file, as on a disk that knows no case.
#[cfg(unix)]
pub fn is_same(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// Whether two names that differ in case are one file; taken for granted where it cannot be asked.
#[cfg(not(unix))]
pub fn is_same(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(test)]
pub mod fault {
    //! A build that is killed: from the n-th change on nothing changes any more.

    use std::io;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    #[derive(Debug)]
    pub struct Fault {
        /// Changes until the end; `usize::MAX` is never.
        pub left: AtomicUsize,
        pub n_steps: AtomicUsize,
    }

    impl Default for Fault {
        fn default() -> Self {
            Self {
                left: AtomicUsize::new(usize::MAX),
                n_steps: AtomicUsize::new(0),
            }
        }
    }

    #[derive(Debug, Clone, Copy)]
    pub struct Killed {
        /// Whether this is the change in whose middle the build ends.
        pub is_first: bool,
    }

    impl From<Killed> for io::Error {
        fn from(_: Killed) -> Self {
            Self::other("killed")
        }
    }

    impl Fault {
        pub fn step(&self) -> Result<(), Killed> {
            self.n_steps.fetch_add(1, SeqCst);
            let left = self.left.fetch_update(SeqCst, SeqCst, |n| {
                Some(if n == usize::MAX {
                    n
                } else {
                    n.saturating_sub(1)
                })
            });
            match left {
                Ok(0) => Err(Killed { is_first: false }),
                Ok(1) => Err(Killed { is_first: true }),
                _ => Ok(()),
            }
        }
    }
}
