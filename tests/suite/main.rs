//! What the program promises, seen from outside: its commands, its findings, and the invariants of
//! docs/architecture.md.

mod architecture;
mod cases;
mod commands;
mod drafts;
mod facts;
mod figures;
mod folder;
mod home;
mod hostile;
mod memos;
mod pages;
mod sameness;
mod words;
