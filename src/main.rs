//! The program `dossier`. All it does is in the library; see [`dossier::cli`].

#![forbid(unsafe_code)]

use std::process::ExitCode;

// A build makes and drops hundreds of small texts for each page, on all threads.
#[cfg(all(feature = "jemalloc", target_os = "linux"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    dossier::cli::main()
}
