//! The words of a source and a quotation from it → where the quotation stands, or what stands there instead.
//!
//! A [`Snapshot`] is the saved text of a source, prepared once. [`find`] says where a quotation stands in it, under the
//! normalisation of [`normalise`] and nothing more forgiving; where it does not stand, it returns the nearest passage
//! with a word-by-word difference. [`fragment`] turns a found quotation into a text fragment, the `#:~:text=` link
//! that opens the source's live page at these very words.
//!
//! A quotation lies inside one paragraph, begins and ends between words, and may hold two marks of its editor:
//! `[…]` joins two passages of that paragraph, and `[word]` is an insertion. What a writer has excluded from a
//! snapshot (readers' comments, the page's furniture) is no evidence: a quotation found only there is not found.
//!
//! This room knows nothing of the rest of the crate and touches no file, clock or network.

mod brackets;
mod edges;
mod exclude;
mod find;
mod fold;
mod fragment;
mod html;
mod layout;
mod nearest;
mod normalise;
mod offsets;
#[cfg(test)]
mod properties;
mod snapshot;
mod words;

pub use exclude::{Exclusion, ExclusionError, ExclusionProblem};
pub use find::{Cause, Found, Match, QuotationError, find};
pub use fragment::{deep_link, fragment};
pub use layout::Layout;
pub use nearest::{DiffOp, Nearest};
pub use normalise::{normalise, quotation_hash_input};
pub use snapshot::Snapshot;
