//! Any quotation in any snapshot: what is found lies in it, and every paragraph of it is found as it stands.
#![no_main]

use dossier::quotation::{Match, Snapshot, find, fragment};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: (&str, &str, bool)| {
    let (page, quotation, is_html) = data;
    let snapshot = if is_html { Snapshot::from_html(page) } else { Snapshot::from_text(page) };
    if let Match::Found(found) = find(&snapshot, quotation) {
        assert!(found.n_occurrences >= 1);
        assert!(found.parts.iter().all(|part| part.start <= part.end && part.end <= page.len()));
        let _ = fragment(&snapshot, &found);
    }
});
