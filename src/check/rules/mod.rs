//! One file for each rule.

pub mod account_without_cite;
pub mod alleged_label;
pub mod bare_citation;
pub mod claim_without_position;
pub mod claim_without_reply;
pub mod difference_without_note;
pub mod duplicate_title;
pub mod fair_words;
pub mod heading_level_jump;
pub mod hidden_direction;
pub mod low_coverage;
pub mod markup_in_summary;
pub mod missing_summary;
pub mod origin_cycle;
pub mod orphan_entry;
pub mod quotation_changed;
pub mod quotation_unverified;
pub mod source_not_findable;
pub mod stale_status;
pub mod tainted_claim;
pub mod uncited_sentence;
pub mod unused_allow;
pub mod unused_file;
pub mod unused_source;
pub mod via_chain;
