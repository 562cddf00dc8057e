//! `dossier serve`, seen from outside: the program runs in a folder of its own, files change in it as
//! editors and git change them, and a socket asks for pages.

mod changes;
mod findings;
#[path = "../suite/folder.rs"]
#[allow(dead_code, reason = "shared with tests/suite")]
mod folder;
mod saves;
mod security;
mod server;
mod system;
