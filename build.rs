//! Puts into the program: the themes that come with it, as tables of their files with their bytes; a hash of the program's
//! own source, by which a page of an earlier build is known to come from the same program; and the
//! repository that it comes from, which the workflow of a new dossier installs it from.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

// One place knows what a remote on GitHub looks like.
#[allow(dead_code, reason = "the rest of it is for the program")]
#[path = "src/publish/address.rs"]
mod address;

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    println!("cargo::rustc-env=DOSSIER_REPOSITORY={}", repository(&root));
    println!("cargo::rustc-env=DOSSIER_CODE={:016x}", code(&root)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    for name in ["casefile", "ledger"] {
        let table = theme(&root.join("themes").join(name))?;
        fs::write(out.join(format!("{name}.rs")), table)?;
    }
    Ok(())
}

/// The files of a theme, as the text of a table: path in the theme, and content.
fn theme(theme: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", theme.display());
    let mut files = Vec::new();
    collect(theme, &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(theme).map_err(io::Error::other)?;
        let name = name.to_string_lossy().replace('\\', "/");
        writeln!(
            table,
            "    ({name:?}, include_bytes!({:?})),",
            file.display().to_string()
        )
        .map_err(io::Error::other)?;
    }
    table.push_str("]\n");
    Ok(table)
}

/// FNV-1a with 64 bits over the source and the versions of all that it is built with: the same on every
/// machine for the same source.
fn code(root: &Path) -> io::Result<u64> {
    let mut files = vec![root.join("Cargo.lock"), root.join("Cargo.toml")];
    let source = root.join("src");
    println!("cargo::rerun-if-changed={}", source.display());
    collect(&source, &mut files)?;
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        // A package from a registry has no lock file of its own.
        for byte in fs::read(&file).unwrap_or_default() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    Ok(hash)
}

/// `owner/name` on GitHub: as the release workflow says, or as the clone that is built here does. Empty if
/// neither does.
fn repository(root: &Path) -> String {
    println!("cargo::rerun-if-env-changed=DOSSIER_REPOSITORY");
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let is_name = |name: &str| name.split('/').count() == 2 && name.chars().all(is_plain);
    if let Ok(name) = env::var("DOSSIER_REPOSITORY") {
        return if is_name(&name) { name } else { String::new() };
    }
    let config = root.join(".git/config");
    let Ok(text) = fs::read_to_string(&config) else {
        return String::new();
    };
    println!("cargo::rerun-if-changed={}", config.display());
    let origin = text.split("[remote \"origin\"]").nth(1).unwrap_or_default();
    let lines = origin
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with('['));
    let address = lines
        .filter_map(|line| line.trim().strip_prefix("url = "))
        .next();
    address
        .and_then(address::github)
        .map_or_else(String::new, |(owner, name)| format!("{owner}/{name}"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_hidden {
            continue;
        }
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
