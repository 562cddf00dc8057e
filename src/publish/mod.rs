//! A finished site → a branch of a git remote, and back; what must hold before, and what holds after.
//!
//! Git is run as a program and only its plumbing is used, with an index of our own: no checkout, no
//! hooks, no work tree, no conversion of line ends. The one thing that ever changes outside the object
//! store is the branch of the remote, and that in a single push.

pub mod address;
#[cfg(feature = "net")]
pub mod alive;
pub mod branch;
pub mod git;
pub mod inspect;
pub mod links;
pub mod plan;
#[cfg(feature = "net")]
pub mod published;
#[cfg(feature = "net")]
pub mod served;
pub mod vanished;
#[cfg(feature = "net")]
pub mod web;
