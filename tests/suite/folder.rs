//! A dossier in a temporary folder, and the program run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_dossier");

/// A folder that goes away with this value.
pub struct Folder {
    folder: TempDir,
}

impl Folder {
    /// A folder with these files, by path.
    pub fn new<B: AsRef<[u8]>>(files: impl IntoIterator<Item = (impl AsRef<str>, B)>) -> Self {
        let folder = Self {
            folder: TempDir::new().expect("the system has a folder for temporary files"),
        };
        for (path, bytes) in files {
            folder.write(path.as_ref(), bytes);
        }
        folder
    }

    /// A copy of the dossier that lies in this repository.
    pub fn shipped() -> Self {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = BTreeMap::new();
        for part in [
            "content",
            "templates",
            "static",
            "dossier.yaml",
            "evidence.lock",
        ] {
            read_into(&mut files, repository, &repository.join(part));
        }
        Self::new(files)
    }

    /// A small dossier without a finding, with one entry of each kind.
    pub fn small() -> Self {
        Self::new(SMALL.iter().copied())
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        let parent = path.parent().expect("it lies in the folder");
        fs::create_dir_all(parent).expect("the folder can be written to");
        fs::write(path, bytes).expect("the folder can be written to");
    }

    /// The program with its arguments, about to run in this folder.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(self.path());
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "GITHUB_ACTIONS"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs the program in this folder.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.program(arguments).output().expect("it was built")
    }

    /// Runs the program and returns its exit code and what it said.
    pub fn say(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        let code = output.status.code().unwrap_or(-1);
        (code, String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// All files under a folder, by path.
    pub fn files(&self, under: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let top = self.path().join(under);
        read_into(&mut files, &top, &top);
        files
    }
}

fn read_into(files: &mut BTreeMap<String, Vec<u8>>, root: &Path, path: &Path) {
    if path.is_dir() {
        let entries: Vec<PathBuf> = fs::read_dir(path)
            .expect("it is a folder")
            .map(|entry| entry.expect("it is a folder").path())
            .collect();
        for entry in entries {
            read_into(files, root, &entry);
        }
    } else if let Ok(bytes) = fs::read(path) {
        let name = path.strip_prefix(root).expect("it lies under the root");
        files.insert(name.to_string_lossy().replace('\\', "/"), bytes);
    }
}

/// Files of [`Folder::small`].
pub const SMALL: &[(&str, &str)] = &[
    (
        "dossier.yaml",
        "title: The spring\ndescription: Who sold the spring.\nurl: https://example.org/spring/\n\
         topics: {water: {title: Water, summary: All about water.}}\n\
         relations: {client: {label: client of, inverse: supplier of}}\n\
         severity: {quotation-unverified: 'off'}\n",
    ),
    (
        "content/index.md",
        "---\ntitle: The spring\n---\nThe [[agency]] bought a [[spring]] from the [[vendor]] [@paper-2021].\n\n![[sold-cheaply]]\n",
    ),
    (
        "content/actors/agency.md",
        "---\ntitle: Water Agency\naliases: [WA]\ntype: public body\nsummary: Bought the spring.\nmain: true\n\
         topics: [water]\nrelations:\n  - {to: vendor, type: client, date: 2014, cite: '[@paper-2021]'}\n---\n\
         The agency bought it in the event of [[2014-sale|the sale]] [@paper-2021, p. 3].\n",
    ),
    (
        "content/actors/vendor.md",
        "---\ntitle: Ladle and Sons\ntype: company\nsummary: Sold the spring.\ntopics: [water]\n---\n\
         The company sold it to the [[WA]] [@report-2022 \"sold for a song\"].\n",
    ),
    (
        "content/events/2014-sale.md",
        "---\ntitle: The spring is sold\nsummary: The agency buys.\ndecisive: true\nplace: spring\n\
         actors: [{actor: agency, role: buyer}, vendor]\namount: 3 million MXN\ndate:\n  accounts:\n\
         \x20   - {value: 2014-09, cite: '[@paper-2021]'}\n    - {value: 2015~, cite: '[@report-2022]'}\n\
         \x20 note: The paper saw the contract.\n---\nThe [[agency]] paid [@paper-2021].\n\n## After\n\n\
         | Year | Litres |\n|---|---:|\n| 2014 [@paper-2021] | 12 |\n\n```python\nprint('hello')\n```\n",
    ),
    (
        "content/places/spring.md",
        "---\ntitle: The Upper Spring\ntype: site\nsummary: Water comes out of it.\n---\nIt was sold to the [[agency]] [@report-2022].\n",
    ),
    (
        "content/sources/paper-2021.md",
        "---\ntitle: Who sold the spring\ntype: article-newspaper\nauthors: [{family: Example, given: Ana}]\n\
         publisher: Example Paper\npublished: 2021-07\nurl: https://example.org/paper\nlanguage: en\n---\nRead in full.\n",
    ),
    (
        "content/sources/report-2022.md",
        "---\ntitle: On springs\ntype: report\npublisher: Example Institute\npublished: 2022~\nurl: https://example.org/report\n\
         language: en\norigins: [paper-2021]\n---\nRead in part.\n",
    ),
    (
        "content/claims/sold-cheaply.md",
        "---\ntitle: The report says that the spring was sold below its price\nabout: [agency, 2014-sale]\nstatus: disputed\n\
         summary: The agency denies it.\npositions:\n\
         \x20 - {by: \"The institute\", stance: asserts, cite: '[@report-2022]'}\n\
         \x20 - {by: agency, stance: denies, date: 2022-03, cite: '[@paper-2021]'}\n---\nThe report says so [@report-2022].\n",
    ),
    (
        "content/pages/method.md",
        "---\ntitle: Method\nnav: true\norder: 1\n---\nHow it was made. See [the sale](../events/2014-sale.md#after).\n",
    ),
];
