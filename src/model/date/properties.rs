//! What holds for every date there is.

use proptest::prelude::*;

use crate::model::date::bounds::months_of;
use crate::model::date::{Day, Edtf};

const LANGUAGES: [&str; 3] = ["en", "es", "xx"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

/// A date alone, without a time.
fn single() -> impl Strategy<Value = String> {
    let form = prop_oneof![
        3 => "(20[0-2]|19[6-9])[0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
        2 => "(20[0-2]|19[6-9])[0-9]-(0[1-9]|1[0-2]|2[1-9]|3[0-9]|4[01])",
        2 => "(20[0-2]|19[6-9])[0-9]",
        1 => "20[0-9]X|20XX|1[5-9]XX|2014-XX|2014-XX-XX|201[0-9]-(0[1-9]|1[0-2])-XX",
    ];
    (form, prop_oneof![3 => Just(""), 2 => "[~?%]".prop_map(|mark| match mark.as_str() { "~" => "~", "?" => "?", _ => "%" })])
        .prop_map(|(form, mark)| form + mark)
}

/// Years of every sort, times, intervals and sets; what is refused (the end before the start) is left out.
fn any_date() -> impl Strategy<Value = Edtf> {
    let other = "-?[0-9]{4}(-02-28)?|Y-?[1-9][0-9]{4,8}|0[0-9]{2}X|2014-09-2[67]T2[0-3]:[0-5][0-9](:0[0-9])?(Z|-05:00|\\+02)?";
    let member = prop_oneof![8 => single().boxed(), 1 => other.boxed()];
    let between = (member.clone(), member.clone()).prop_map(|(from, to)| format!("{from}..{to}"));
    let item = prop_oneof![4 => member.clone(), 1 => between];
    let items = (0..=1usize, prop::collection::vec(item, 1..4), 0..=1usize).prop_map(
        |(open, items, open_end)| {
            let (dots, end) = (["", ".."][open], ["", ".."][open_end]);
            if items.iter().any(|item| item.contains("..")) {
                items.join(",")
            } else {
                format!("{dots}{}{end}", items.join(","))
            }
        },
    );
    let end =
        prop_oneof![4 => member.clone(), 1 => Just(String::new()), 1 => Just("..".to_owned())];
    prop_oneof![
        4 => member,
        3 => (end.clone(), end).prop_map(|(from, to)| format!("{from}/{to}")),
        2 => items.clone().prop_map(|items| format!("[{items}]")),
        1 => items.prop_map(|items| format!("{{{items}}}")),
    ]
    .prop_filter_map("not a date", |text| Edtf::parse(&text).ok())
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in prop_oneof![".*", "[0-9X?~%TYZ/.,:+ \\[\\]{}ñ\u{a0}–-]{0,40}"]) {
        match Edtf::parse(&text) {
            Ok(date) => {
                prop_assert_eq!(date.as_str(), text.trim());
                for language in LANGUAGES {
                    prop_assert!(!date.words(language).is_empty() && !date.short(language).is_empty());
                }
            }
            Err(error) => {
                prop_assert!(text.get(error.span.clone()).is_some(), "{:?}", error);
                prop_assert!(text.is_empty() || !error.span.is_empty(), "{:?}", error);
                prop_assert!(!error.message.is_empty() && !error.help.is_empty());
            }
        }
    }

    #[test]
    fn bounds_are_in_order_and_dates_overlap_themselves(date in any_date()) {
        let (lo, hi) = date.bounds();
        prop_assert!(lo.zip(hi).is_none_or(|(lo, hi)| lo <= hi), "{date}");
        prop_assert!(date.overlaps(&date), "{date}");
        prop_assert_eq!(Edtf::parse(date.as_str()).unwrap(), date);
    }

    #[test]
    fn overlap_is_symmetric_and_order_total(one in any_date(), two in any_date()) {
        prop_assert_eq!(one.overlaps(&two), two.overlaps(&one));
        prop_assert_eq!(one.cmp(&two), two.cmp(&one).reverse());
        prop_assert_eq!(one == two, one.cmp(&two).is_eq());
        let apart = |a: &Edtf, b: &Edtf| a.bounds().1.zip(b.bounds().0).is_some_and(|(end, start)| end < start);
        let are_exact = ![&one, &two].iter().any(|date| date.is_approximate() || date.is_uncertain() || date.as_str().contains('T'));
        prop_assert!(!(are_exact && (apart(&one, &two) || apart(&two, &one)) && one.overlaps(&two)), "{one} and {two}");
    }

    #[test]
    fn words_are_never_narrower(date in any_date()) {
        for words in [date.words("en"), date.short("en")] {
            let ((lo, hi), (from, to)) = (date.bounds(), understood(&words));
            prop_assert!(from.is_none_or(|from| lo.is_some_and(|lo| from <= lo)), "{date} starts before {words:?}: {from:?}");
            prop_assert!(to.is_none_or(|to| hi.is_some_and(|hi| to >= hi)), "{date} ends after {words:?}: {to:?}");
        }
        let words = date.words("en");
        prop_assert_eq!(words.contains("about"), date.is_approximate(), "{} is {}", date, words);
        prop_assert_eq!(words.contains("perhaps") || words.contains("(uncertain)"), date.is_uncertain(), "{} is {}", date, words);
    }

    #[test]
    fn both_languages_say_the_same(date in any_date()) {
        // The numbers of both, apart from their order (45 BC, AD 9).
        let numbers = |words: String| {
            let mut numbers: Vec<String> = words.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(str::to_owned).collect();
            numbers.sort();
            numbers
        };
        prop_assert_eq!(numbers(date.words("en")), numbers(date.words("es")));
    }
}

/// What an English reader understands at most: the hull of all that is named, open where the words leave it open.
fn understood(words: &str) -> (Option<Day>, Option<Day>) {
    if words.contains("unknown year") {
        return (None, None);
    }
    let has = |signs: &[&str]| signs.iter().any(|sign| words.contains(sign));
    let is_open_before = has(&["until", "by", "earlier", "? –"]);
    let is_open_after =
        has(&["after", "later", "– ?", "unknown"]) || (has(&["from"]) && !has(&[" to "]));
    let index = |names: &[&str], word: &str, min: usize| {
        names
            .iter()
            .position(|name| word.len() >= min && name.starts_with(word))
    };
    let month_of = |word: &str| index(&MONTHS, word, 3).map(|index| index as u8 + 1);
    let season_of = |word: &str| index(&SEASONS, word, 6).map(|index| index as u8);
    let (mut days, mut year, mut month, mut is_bc, mut part) = (Vec::new(), 0, None, false, 21);
    let tokens: Vec<&str> = words
        .split([' ', '–', ',', '(', ')', '?'])
        .filter(|token| !token.is_empty())
        .collect();
    // From right to left: a month belongs to the year after it, a day to the month after it.
    for (i, token) in tokens.iter().enumerate().rev() {
        let before = if i > 0 { tokens[i - 1] } else { "" };
        if *token == "BC" {
            is_bc = true;
        } else if *token == "southern" {
            part = 29;
        } else if let Some(found) = month_of(token) {
            month = Some(found);
            if before.len() > 2 || before.parse::<u8>().is_err() {
                days.extend([Day::first(year, found), Day::last(year, found)]);
            }
        } else if let Some(season) = season_of(token) {
            let (first, months) = months_of(part + season);
            days.extend([
                Day::first(year, first),
                Day::first(year, 1).plus_months(months).prev(),
            ]);
            part = 21;
        } else if let Ok(number) = token.trim_end_matches('s').parse::<i32>() {
            if let Some(month) = month.filter(|_| token.len() <= 2 && !is_bc && before != "AD") {
                days.push(Day::new(year, month, number as u8).unwrap());
                continue;
            }
            (year, month, is_bc) = (if is_bc { 1 - number } else { number }, None, false);
            if month_of(before).or(season_of(before)).is_none() {
                let years = if token.ends_with('s') { 9 } else { 0 };
                days.extend([Day::first(year, 1), Day::last(year + years, 12)]);
            }
        }
    }
    let (lo, hi) = (days.iter().min().copied(), days.iter().max().copied());
    (
        lo.filter(|_| !is_open_before),
        hi.filter(|_| !is_open_after),
    )
}
