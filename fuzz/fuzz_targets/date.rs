//! Any text as a date: refused at a place in it, or read with bounds in order and words in every language.
#![no_main]

use dossier::model::date::Edtf;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(date) = Edtf::parse(text) else { return };
    let (low, high) = date.bounds();
    if let (Some(low), Some(high)) = (low, high) {
        assert!(low <= high, "{text}");
    }
    assert!(date.overlaps(&date), "{text}");
    assert_eq!(Edtf::parse(date.as_str()).as_ref(), Ok(&date));
    for language in ["en", "es", "he", "xx"] {
        assert!(!date.words(language).is_empty() && !date.short(language).is_empty());
    }
});
