//! The program `dossier`. All it does is in the library; see [`dossier::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    dossier::cli::main()
}
