//! The program `dossier`. All it does is in the library; see [`dossier::cli`].

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    dossier::cli::main()
}
