//! No mutation of a quotation is accepted and no true quotation is refused, in English, Spanish and Hebrew.
//!
//! Paragraphs are made up. A true quotation is any run of whole words of one of them, set anew as another typist would
//! set it. A mutation changes one thing that a reader would call a change. What must happen is known from how the
//! quotation was made, never from what the matcher says.

use super::fragment::fragment;
use super::{Exclusion, Match, Snapshot, find, normalise};
use proptest::prelude::*;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

const PARAGRAPHS: &[&str] = &[
    "The harbour office of Puerto Claro did not buy the scanner in 2014, said Ana Vidal, its former clerk, who hasn’t been \
     able to enter the building since; “it was never ours,” she told the council – and nobody asked her why.",
    "On 8 January 2016 the ex-mayor, Ruth Sala, signed a contract for 1,250.50 million pesos (about US$63 million), which \
     the council had refused twice; she denies that she knew of the vendor's debts, and has never been charged.",
    "“There is no proof of any of this…they can't show a single piece of evidence,” the lawyer said on Monday. “My client \
     will not sign, and she won’t resign — not today, not ever.”",
    "La oficina del puerto no compró el escáner, según declaró Ana Vidal: «Jamás lo vi, ni sé quién lo pagó», y añadió que \
     el contrato —firmado en 2016— sí existía, aunque él nunca lo leyó y tú tampoco.",
    "El año pasado la Fiscalía pidió la extradición de los cuatro ex funcionarios; según el expediente, ninguno estaba en \
     el país cuando el juez, que había sido amenazado, ordenó su detención por un monto de 460 millones de pesos.",
    "ראש העיר לא אמר כי צה״ל קנה את הסורק, אך הפקידה לשעבר טענה ש״אין שום הוכחה לכך״ וכי בית־המשפט לא דן בעניין מאז \
     שנת 2019; עורך הדין הוסיף כי היא מעולם לא חתמה על החוזה.",
    "The scanner was seen again in May.\u{a0}It\u{a0}stood in the yard of the port's school, where, in the words of a teacher, \
     “the . . . children of the town” had painted it; the council says it isn’t the one that was bought.",
];

/// Stands in no paragraph.
const STRANGERS: &[&str] = &[
    "yesterday",
    "allegedly",
    "quizá",
    "siempre",
    "אתמול",
    "אולי",
    "17",
];

/// The words of each language that turn a sentence into its opposite.
const NEGATIONS: &[&str] = &["not", "never", "no", "nunca", "jamás", "לא", "מעולם"];

static PAGE: LazyLock<Snapshot> = LazyLock::new(|| Snapshot::from_text(&PARAGRAPHS.join("\n\n")));

/// Whole words with the punctuation that hangs on them.
fn words_of(idx: usize) -> Vec<&'static str> {
    PARAGRAPHS[idx].split_whitespace().collect()
}

/// A run of whole words of one paragraph: the paragraph's index and the words.
fn quotations(n_words: Range<usize>) -> impl Strategy<Value = (usize, Vec<String>)> {
    (0..PARAGRAPHS.len(), n_words, any::<prop::sample::Index>()).prop_map(
        |(idx, n_words, start)| {
            let words = words_of(idx);
            let n_words = n_words.min(words.len());
            let start = start.index(words.len() - n_words + 1);
            // `. . .` is one word to a reader: a run that begins or ends within it is none of whole words.
            let mut run = &words[start..start + n_words];
            while run.last() == Some(&".") {
                run = &run[..run.len() - 1];
            }
            while run.first() == Some(&".") {
                run = &run[1..];
            }
            let run = if run.is_empty() { &words[..1] } else { run };
            (idx, run.iter().map(|word| (*word).to_owned()).collect())
        },
    )
}

/// The same words as another typist sets them. `taste` decides at each character that can be set in several ways.
fn reset(words: &[String], taste: &[u8]) -> String {
    let mut taste = taste.iter().cycle();
    let mut pick = |choices: &[&str]| {
        let choice = taste
            .next()
            .map_or(0, |choice| usize::from(*choice) % choices.len());
        choices[choice].to_owned()
    };
    let text = words.join(" ");
    let text = if pick(&["nfc", "nfd"]) == "nfd" {
        text.nfd().collect()
    } else {
        text
    };
    let text = text.replace(". . .", "…");
    let mut set = String::new();
    for ch in text.chars() {
        set.push_str(&match ch {
            ' ' => pick(&[
                " ",
                " ",
                " ",
                "\u{a0}",
                "  ",
                "\n",
                "\u{202f}",
                "\u{2009}\u{200b}",
                " \u{ad}",
            ]),
            '\'' | '‘' | '’' => pick(&["'", "’", "‘", "´", "′", "`"]),
            '"' | '“' | '”' | '«' | '»' | '״' => {
                pick(&["\"", "“", "”", "«", "»", "״", "''", "„", "″"])
            }
            '-' | '־' => pick(&["-", "‐", "\u{2011}", "–", "־"]),
            '–' | '—' => pick(&["–", "—", "-", "--", "−"]),
            '…' => pick(&["…", "...", ". . .", ". .\u{a0}."]),
            letter if letter.is_alphabetic() => {
                letter.to_string() + &pick(&["", "", "", "", "", "\u{ad}", "\u{200b}", "\u{200e}"])
            }
            other => other.to_string(),
        });
    }
    set
}

fn parts(quotation: &str) -> Option<(usize, Vec<Range<usize>>)> {
    match find(&PAGE, quotation) {
        Match::Found(found) => Some((found.paragraph, found.parts)),
        _ => None,
    }
}

/// One thing that a reader would call a change; `None` where these words have nothing to change in that way.
fn mutate(kind: usize, words: &[String], at: usize, stranger: &str) -> Option<String> {
    let mut words = words.to_vec();
    let last = words.len() - 1;
    let inner = 1 + at % (words.len() - 2);
    let change_letter = |words: &mut Vec<String>, change: &dyn Fn(char) -> Option<char>| {
        let letters: Vec<(usize, usize, char)> = (0..words.len())
            .flat_map(|idx| {
                words[idx]
                    .char_indices()
                    .map(move |(at, ch)| (idx, at, ch))
                    .collect::<Vec<_>>()
            })
            .filter(|(_, _, ch)| change(*ch).is_some())
            .collect();
        let (idx, at_byte, ch) = *letters.get(at.checked_rem(letters.len())?)?;
        words[idx].replace_range(at_byte..at_byte + ch.len_utf8(), &change(ch)?.to_string());
        Some(())
    };
    match kind {
        0 => drop(words.remove(inner)),
        1 => words[at % (last + 1)] = stranger.to_owned(),
        2 => words.insert(1 + at % last, stranger.to_owned()),
        3 => {
            let negation = words
                .iter()
                .position(|word| NEGATIONS.contains(&word.as_str()));
            match negation.filter(|idx| (1..last).contains(idx)) {
                Some(idx) => drop(words.remove(idx)),
                None => words.insert(1 + at % last, NEGATIONS[at % NEGATIONS.len()].to_owned()),
            }
        }
        4 => change_letter(&mut words, &|ch| {
            ACCENTS.iter().find_map(|(plain, marked)| match ch {
                _ if ch == *plain => Some(*marked),
                _ if ch == *marked => Some(*plain),
                _ => None,
            })
        })?,
        5 => change_letter(&mut words, &|ch| {
            let other = if ch.is_lowercase() {
                ch.to_uppercase().next()
            } else {
                ch.to_lowercase().next()
            };
            other.filter(|other| *other != ch)
        })?,
        6 => change_letter(&mut words, &|ch| {
            ch.is_ascii_digit().then(|| {
                if ch == '9' {
                    '0'
                } else {
                    (ch as u8 + 1).into()
                }
            })
        })?,
        7 => (words[inner] != words[inner - 1]).then(|| words.swap(inner, inner - 1))?,
        8 => {
            let word = &mut words[inner];
            if word.ends_with([',', ';', ':']) {
                word.truncate(word.len() - 1)
            } else {
                word.push(',')
            }
        }
        _ => {
            let joined = words.join(" ");
            let loose = ["n’t", "n't"]
                .iter()
                .find(|contraction| joined.contains(**contraction))?;
            return Some(joined.replace(loose, ""));
        }
    }
    Some(words.join(" "))
}

const N_MUTATIONS: usize = 10;
const ACCENTS: &[(char, char)] = &[
    ('a', 'á'),
    ('e', 'é'),
    ('i', 'í'),
    ('o', 'ó'),
    ('u', 'ú'),
    ('n', 'ñ'),
    ('c', 'ç'),
    ('ש', '\u{FB2A}'),
    ('ו', '\u{FB4B}'),
];

/// Each place inside of each word, since a random one seldom is the place that matters.
#[test]
fn no_quotation_begins_or_ends_inside_a_word() {
    let mut n_cuts = 0;
    for idx in 0..PARAGRAPHS.len() {
        let words = words_of(idx);
        for (at, word) in words.iter().enumerate() {
            for (cut, _) in word
                .char_indices()
                .filter(|(cut, _)| is_inside_one_word(word, *cut))
            {
                let (head, tail) = word.split_at(cut);
                let before = words[at.saturating_sub(4)..at].join(" ");
                let after = words[at + 1..(at + 5).min(words.len())].join(" ");
                let is_possessive = matches!(tail.trim_end_matches([',', '.', ';']), "’s" | "'s");
                if !is_possessive {
                    assert_eq!(parts(&format!("{before} {head}")), None, "{before} {head}");
                }
                assert_eq!(parts(&format!("{tail} {after}")), None, "{tail} {after}");
                n_cuts += 1;
            }
        }
    }
    assert!(n_cuts > 800, "{n_cuts} places were tried");
}

/// Would a reader miss what is cut off here? Not where a clause ends without a space, as in `this…they`.
fn is_inside_one_word(word: &str, cut: usize) -> bool {
    let (head, tail) = word.split_at(cut);
    let head = head.trim_end_matches(['\'', '’', '״', '־', '-', '.', ',']);
    let tail = tail.trim_start_matches(['\'', '’', '״', '־', '-', '.', ',']);
    let is_amount = head.ends_with('$'); // "63" is a word of "US$63"
    head.ends_with(char::is_alphanumeric) && tail.starts_with(char::is_alphanumeric) && !is_amount
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn every_true_quotation_is_found_where_it_stands(
        (idx, words) in quotations(1..40),
        taste in prop::collection::vec(any::<u8>(), 1..200),
    ) {
        let set = reset(&words, &taste);
        prop_assume!(set.contains(char::is_alphanumeric));
        let (paragraph, parts) = parts(&set).ok_or_else(|| TestCaseError::fail(format!("refused: {set}")))?;
        let source = PARAGRAPHS.join("\n\n");
        prop_assert_eq!(parts.len(), 1);
        prop_assert_eq!(normalise(&source[parts[0].clone()]), normalise(&words.join(" ")));
        prop_assert!(words.len() < 8 || paragraph == idx + 1);
    }

    #[test]
    fn words_of_two_passages_are_found_with_the_mark_of_an_omission_only(
        (idx, words) in quotations(12..40),
        taste in prop::collection::vec(any::<u8>(), 1..200),
        cut in 4..6_usize,
        mark in prop::sample::select(&["[…]", "[...]", "[ . . . ]", "[ … ]"][..]),
    ) {
        let [head, .., tail] = [&words[..cut], &words[cut..cut + 2], &words[cut + 2..]];
        let is_cut_in_ellipsis = words[cut - 1] == "." || words[cut + 1] == ".";
        prop_assume!(!is_cut_in_ellipsis && tail.len() > 3);
        let (head, tail) = (reset(head, &taste), reset(tail, &taste));
        let found = parts(&format!("{head} {mark} {tail}")).map(|(paragraph, parts)| (paragraph, parts.len()));
        prop_assert_eq!(found, Some((idx + 1, 2)));
        prop_assert_eq!(parts(&format!("{tail} {mark} {head}")), None);
        prop_assert_eq!(parts(&format!("{head} {tail}")), None);
        prop_assert_eq!(parts(&format!("{head} … {tail}")), None);
    }

    #[test]
    fn no_mutation_is_accepted(
        (_, words) in quotations(4..40),
        taste in prop::collection::vec(any::<u8>(), 1..200),
        kind in 0..N_MUTATIONS,
        at in 0..1000_usize,
        stranger in prop::sample::select(STRANGERS),
    ) {
        prop_assume!(words.len() > 3 && words.iter().all(|word| word != "."));
        let Some(mutated) = mutate(kind, &words, at, stranger) else { return Ok(()) };
        let set = reset(&[mutated], &taste);
        prop_assert_eq!(parts(&set), None, "accepted mutation {}: {}", kind, set);
        if let Match::NotFound { nearest, .. } = find(&PAGE, &set) {
            prop_assert!(nearest.is_some(), "no passage near {}", set);
        }
    }

    #[test]
    fn no_splice_of_two_paragraphs_is_accepted(
        (one, head) in quotations(4..12),
        (other, tail) in quotations(4..12),
        taste in prop::collection::vec(any::<u8>(), 1..200),
        joint in prop::sample::select(&[" ", "\n", "\n\n", " […] ", ", "][..]),
    ) {
        prop_assume!(one != other && head.len() > 3 && tail.len() > 3);
        let (head, tail) = (reset(&head, &taste), reset(&tail, &taste));
        prop_assert_eq!(parts(&format!("{head}{joint}{tail}")), None);
    }

    #[test]
    fn the_end_of_a_paragraph_and_the_beginning_of_the_next_are_no_quotation(
        one in 0..PARAGRAPHS.len() - 1,
        n_head in 1..9_usize,
        n_tail in 1..9_usize,
        taste in prop::collection::vec(any::<u8>(), 1..200),
        joint in prop::sample::select(&[" ", "\n\n", " […] "][..]),
    ) {
        let strings = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
        let (head, tail) = (words_of(one), words_of(one + 1));
        let head = reset(&strings(&head[head.len() - n_head..]), &taste);
        let tail = reset(&strings(&tail[..n_tail]), &taste);
        prop_assert_eq!(parts(&format!("{head}{joint}{tail}")), None);
    }

    #[test]
    fn what_is_excluded_is_never_evidence((idx, words) in quotations(5..30), from in 0..PARAGRAPHS.len()) {
        let from_words = words_at(from);
        let exclusion = Exclusion { from: from_words, to: None, why: "comments".to_owned() };
        let snapshot = PAGE.clone().with_exclusions(&[exclusion]).expect("each paragraph begins in its own way");
        let outcome = find(&snapshot, &words.join(" "));
        let is_excluded = matches!(outcome, Match::OnlyInExcluded { .. });
        prop_assert!(is_excluded || matches!(outcome, Match::Found(_)));
        prop_assert_eq!(is_excluded, idx >= from);
    }

    #[test]
    fn the_link_of_a_quotation_opens_at_its_words_and_nowhere_else(
        (_, words) in quotations(1..40),
        copies in prop::collection::vec(0..PARAGRAPHS.len(), 0..3),
    ) {
        // Paragraphs that stand in the page again, with words put in between, make most short quotations ambiguous.
        let mut page: Vec<String> = PARAGRAPHS.iter().map(|text| (*text).to_owned()).collect();
        for idx in copies {
            let fours: Vec<String> = words_of(idx).chunks(4).map(|four| four.join(" ").to_uppercase()).collect();
            page.push(fours.join(" once more "));
        }
        let page = page.join("\n");
        let snapshot = Snapshot::from_text(&page);
        let Match::Found(found) = find(&snapshot, &words.join(" ")) else { return Ok(()) };
        let Some(directive) = fragment(&snapshot, &found) else {
            return Err(TestCaseError::fail(format!("no link for {words:?}")));
        };
        let opened = browser::open(&page, &directive);
        prop_assert_eq!(opened.len(), 1, "{} opens at {:?}", directive, opened);
        let (part, opened) = (&found.parts[0], &opened[0]);
        let word_chars = |range: &Range<usize>| page[range.clone()].trim_matches(|ch: char| !ch.is_alphanumeric()).to_owned();
        let (quoted, shown) = (word_chars(part), word_chars(opened));
        prop_assert!(shown == quoted || shown.starts_with(&quoted) && shown[quoted.len()..].starts_with(['’', '\'']), "{} shows {}", quoted, shown);
    }

    #[test]
    fn normalising_twice_changes_nothing(text in any::<String>(), marks in "[ '`\"“”‘’.…\u{a0}\u{ad}—-]{0,20}") {
        for text in [text.clone(), marks.clone(), format!("{text}{marks}{text}")] {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }

    #[test]
    fn no_text_makes_anything_panic(source in ".{0,80}", page in "[<>/!a-c \"'=&;#x1\n-]{0,60}", quotation in "[\\[\\]….a-cé '-]{0,30}") {
        for snapshot in [Snapshot::from_text(&source), Snapshot::from_html(&page), Snapshot::from_html(&source)] {
            for quotation in [&quotation, &source, &page] {
                if let Match::Found(found) = find(&snapshot, quotation) {
                    prop_assert!(found.n_occurrences > 0 && !found.parts.is_empty());
                    let _ = fragment(&snapshot, &found);
                }
            }
        }
    }
}

fn words_at(paragraph_idx: usize) -> String {
    words_of(paragraph_idx)[..6].join(" ")
}

/// Follows a text fragment as the specification says, on a plain page of one block to a line, and shares no code with
/// what makes fragments.
mod browser {
    use super::*;

    /// Every range of `page` that fits the directive, where a browser would take the first.
    pub(super) fn open(page: &str, directive: &str) -> Vec<Range<usize>> {
        let value = directive.strip_prefix("text=").expect("a text directive");
        assert!(!value.contains(['&', '#', ' ', '"']), "{value}");
        let mut terms: Vec<&str> = value.split(',').collect();
        let prefix = terms[0].strip_suffix('-').map(decode);
        if prefix.is_some() {
            terms.remove(0);
        }
        let suffix = terms
            .last()
            .and_then(|last| last.strip_prefix('-'))
            .map(decode);
        if suffix.is_some() {
            terms.pop();
        }
        let start = decode(terms[0]);
        let end = terms.get(1).map(|end| decode(end));
        assert!(terms.len() <= 2, "{directive}");

        let mut opened = Vec::new();
        for place in places(page, &start, 0..page.len()) {
            let before = page[..place.start].trim_end();
            if prefix
                .as_ref()
                .is_some_and(|prefix| !is_at_end(before, prefix))
            {
                continue;
            }
            let follows = |at: usize| {
                suffix
                    .as_ref()
                    .is_none_or(|suffix| is_at_start(page[at..].trim_start(), suffix))
            };
            match &end {
                None if follows(place.end) => opened.push(place),
                None => {}
                Some(end) => {
                    let after = places(page, end, place.end..page.len());
                    opened.extend(
                        after
                            .into_iter()
                            .find(|end| follows(end.end))
                            .map(|end| place.start..end.end),
                    );
                }
            }
        }
        opened
    }

    fn places(page: &str, term: &str, scope: Range<usize>) -> Vec<Range<usize>> {
        let bounds: Vec<usize> = page
            .split_word_bound_indices()
            .map(|(at, _)| at)
            .chain([page.len()])
            .collect();
        let is_bound = |at: &usize| bounds.binary_search(at).is_ok();
        let starts = bounds.iter().filter(|at| scope.contains(at));
        starts
            .filter_map(|at| Some(*at..*at + prefix_len(&page[*at..scope.end], term)?))
            .filter(|range| is_bound(&range.end))
            .collect()
    }

    /// How much of `text` agrees with `term` but for case, when it begins with it.
    fn prefix_len(text: &str, term: &str) -> Option<usize> {
        let mut term = term.chars().flat_map(char::to_lowercase).peekable();
        for (at, ch) in text.char_indices() {
            if term.peek().is_none() {
                return Some(at);
            }
            if ch.to_lowercase().any(|lower| term.next() != Some(lower)) {
                return None;
            }
        }
        term.peek().is_none().then_some(text.len())
    }

    fn is_at_start(text: &str, term: &str) -> bool {
        prefix_len(text, term).is_some()
    }

    fn is_at_end(text: &str, term: &str) -> bool {
        text.char_indices()
            .any(|(at, _)| prefix_len(&text[at..], term) == Some(text.len() - at))
    }

    fn decode(term: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = term.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            if *first == b'%' {
                let digits = std::str::from_utf8(&after[..2]).expect("two digits");
                bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal"));
                rest = &after[2..];
            } else {
                bytes.push(*first);
            }
        }
        String::from_utf8(bytes).expect("UTF-8")
    }
}
