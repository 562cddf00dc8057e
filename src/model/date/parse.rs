//! Text → `Shape`, or the characters that are wrong and what to write instead. One pass, linear in the text.

use crate::model::date::form::{FORMS, MARKS, ORDER, form, is_digit_or_x, is_mark};
use crate::model::date::part::{DateError, Parsed, Part};
use crate::model::date::{Date, End, Form, Item, Shape, clock};

/// Sets are compared member by member, so their size has a limit.
const MAX_MEMBERS: usize = 64;

const INTERVAL: &str =
    "write 2014-09/2014-10, or 2014/.. if it goes on, or 2014/ if its end is not known";
const SET: &str = "write [2019,2020] for one of these, [2019..2020] for some time between, [..2020] for by then, \
                   {2019,2020} for all of these";

/// What the text means.
pub(super) fn shape(text: &str) -> Parsed<Shape> {
    let part = Part::trimmed(text);
    if part.text.is_empty() {
        return Err(DateError {
            span: 0..text.len(),
            message: "the date is empty".into(),
            help: FORMS.into(),
        });
    }
    match part.text.chars().next() {
        Some('[') => set(part, ']').map(Shape::OneOf),
        Some('{') => set(part, '}').map(Shape::AllOf),
        _ => match part.split_once("/") {
            Some((from, to)) => interval(part, from, to),
            None => date(part).map(Shape::One),
        },
    }
}

fn interval(whole: Part, from: Part, to: Part) -> Parsed<Shape> {
    // 2014/09 and 2014/09/26 are dates to many: "a year has four digits" would not help them.
    let is_short = |part: Part| part.text.len() <= 2 && part.is_digits();
    if from.is_digits() && to.split('/', usize::MAX).all(is_short) {
        return Err(to.wrong("the `/` stands between the two dates of an interval", ORDER));
    }
    if let Some((second, third)) = to.split_once("/") {
        if from.text.len() <= 2 && from.is_digits() && second.is_digits() && third.is_digits() {
            return Err(whole.wrong("the year does not stand first", ORDER));
        }
        return Err(third.wrong("an interval has two ends", INTERVAL));
    }
    let ends = (end(from)?, end(to)?);
    match &ends {
        (End::At(start), End::At(end)) => in_order((start, from), (end, to))?,
        (End::At(_), _) | (_, End::At(_)) => {}
        _ => return Err(whole.wrong("an interval has a date at one end at least", INTERVAL)),
    }
    Ok(Shape::Interval(ends.0, ends.1))
}

fn end(part: Part) -> Parsed<End> {
    match part.text {
        "" => Ok(End::Unknown),
        ".." => Ok(End::Open),
        "open" | "unknown" => Err(part.wrong(format!("{} is not a date", part.quoted()), INTERVAL)),
        _ => date(part).map(End::At),
    }
}

/// By the clock on the spot, whatever the offsets: so the bounds are in order too.
fn in_order((start, from): (&Date, Part), (end, to): (&Date, Part)) -> Parsed<()> {
    if start.earliest() <= end.latest() {
        return Ok(());
    }
    let message = format!(
        "the end, {}, is before the start, {}",
        to.quoted(),
        from.quoted()
    );
    Err(to.wrong(message, "write the earlier date first"))
}

fn set(part: Part, close: char) -> Parsed<Vec<Item>> {
    let (open, rest) = part.split_at(1);
    let Some(length) = rest.text.find(close) else {
        return Err(open.wrong(format!("the `{}` is not closed", open.text), SET));
    };
    let (inside, after) = rest.split_at(length);
    let (_, after) = after.split_at(1);
    if !after.text.is_empty() {
        let help = "a set stands alone; a mark belongs to each date in it: [2019~,2020~]";
        return Err(after.wrong(format!("nothing may follow the `{close}`"), help));
    }
    let members: Vec<Part> = inside.split(',', MAX_MEMBERS + 1).collect();
    if let Some(surplus) = members.get(MAX_MEMBERS) {
        let message = format!("a set has at most {MAX_MEMBERS} dates");
        return Err(surplus.wrong(message, "write the first and the last one: [2014..2016]"));
    }
    let last = members.len() - 1;
    members
        .into_iter()
        .enumerate()
        .map(|(i, part)| item(part.trim(), i == 0, i == last))
        .collect()
}

fn item(part: Part, is_first: bool, is_last: bool) -> Parsed<Item> {
    let Some((from, to)) = part.split_once("..") else {
        return date(part).map(Item::One);
    };
    let dots = part.split_at(from.text.len()).1.split_at(2).0;
    let (from, to) = (from.trim(), to.trim());
    match (from.text.is_empty(), to.text.is_empty()) {
        (true, true) => Err(dots.wrong("`..` needs a date before or after it", SET)),
        (true, false) if is_first => date(to).map(Item::Until),
        (true, false) => Err(dots.wrong("`..` before a date is for the first one of a set", SET)),
        (false, true) if is_last => date(from).map(Item::From),
        (false, true) => Err(dots.wrong("`..` after a date is for the last one of a set", SET)),
        (false, false) => {
            let (start, end) = (date(from)?, date(to)?);
            in_order((&start, from), (&end, to))?;
            Ok(Item::Between(start, end))
        }
    }
}

fn date(part: Part) -> Parsed<Date> {
    if part.text.is_empty() {
        return Err(part.wrong("a date is missing here", FORMS));
    }
    if let Some(space) = part.find(|c| c == ' ').filter(|_| part.text.contains(':')) {
        return Err(space.wrong("a `T` stands between a date and a time", clock::HELP));
    }
    let at = part.text.find('T').unwrap_or(part.text.len());
    let (before, time) = part.split_at(at);
    if !time.text.is_empty() && before.text.ends_with(is_digit_or_x) {
        let Form::Day(day) = form(before)? else {
            return Err(time.wrong("a time needs a whole date before it", clock::HELP));
        };
        let form = Form::Time(day, clock::time(time.split_at(1).1)?);
        return Ok(Date {
            form,
            is_approximate: false,
            is_uncertain: false,
        });
    }
    let marks = usize::from(part.text.ends_with(is_mark));
    let (unmarked, mark) = part.split_at(part.text.len() - marks);
    if unmarked.text.is_empty() {
        return Err(mark.wrong("a mark needs a date before it", MARKS));
    }
    Ok(Date {
        form: form(unmarked)?,
        is_approximate: matches!(mark.text, "~" | "%"),
        is_uncertain: matches!(mark.text, "?" | "%"),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::date::Edtf;

    #[test]
    fn every_form_is_read() {
        for text in [
            "2014",
            "2014-09",
            "2014-09-26",
            "0000",
            "-0044-03-15",
            "Y17000",
            "Y-170000002",
            "2016-02-29",
            "2014-09-26T22:30",
            "2014-09-26T22:30:59",
            "2014-09-26T22:30Z",
            "2014-09-26T22:30-05",
            "2014-09-26T22:30:00+05:30",
            "2014?",
            "2014-09~",
            "2014-09-26%",
            "201X",
            "20XX",
            "2XXX",
            "XXXX",
            "201X~",
            "2014-XX",
            "2014-09-XX",
            "2014-XX-XX",
            "2020-21",
            "2020-24~",
            "2020-32",
            "2020-41",
            "2014/2016",
            "2014-09-26/2014-09-27",
            "2014~/2016?",
            "2019-12/..",
            "../2016",
            "2019-12/",
            "/2016",
            "2014-12/2014",
            "2014/2014-03",
            "-0045/-0044",
            "2014-09-26T21:30/2014-09-26T23:00",
            "2014-21/2014-22",
            "[2019,2020]",
            "[2019, 2020]",
            "[..2016-09-14]",
            "[2016..]",
            "[2019..2020]",
            "[..2016,2018,2020..]",
            "{2019,2020}",
            "{2019..2021,2023}",
            "[2014-09-26]",
            "[2014-09~]",
        ] {
            let date = Edtf::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            assert_eq!(date.as_str(), text);
            assert_eq!(
                Edtf::parse(&format!(" \u{a0}{text}\n")).unwrap(),
                date,
                "{text}"
            );
        }
    }

    /// The table of `errors.md`, and what it cannot hold.
    #[test]
    fn errors_point_at_the_very_characters() {
        let rows = include_str!("errors.md")
            .lines()
            .filter(|line| line.starts_with("| `"));
        assert!(rows.clone().count() > 50);
        for row in rows {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let [_, marked, message, help, _] = cells[..] else {
                panic!("{row}")
            };
            check(marked.trim_matches('`'), message, help);
        }
        check("»«", "the date is empty", "2014-09-26");
        check("» \u{a0}«", "the date is empty", "2014-09-26");
        check(
            " \u{a0}2016-02-»30« ",
            "2016-02 has no day 30",
            "its last day is 2016-02-29",
        );
    }

    fn check(marked: &str, message: &str, help: &str) {
        let text = marked.replace(['»', '«'], "");
        let error = Edtf::parse(&text)
            .err()
            .unwrap_or_else(|| panic!("{text} is read"));
        let (from, to) = (error.span.start, error.span.end);
        let pointed = format!("{}»{}«{}", &text[..from], &text[from..to], &text[to..]);
        assert_eq!(pointed, marked, "{error:?}");
        assert!(error.message.contains(message), "{marked}: {error:?}");
        assert!(error.help.contains(help), "{marked}: {error:?}");
    }

    #[test]
    fn a_set_is_limited() {
        let years: Vec<String> = (2000..2064).map(|year| year.to_string()).collect();
        assert!(Edtf::parse(&format!("[{}]", years.join(","))).is_ok());
        let error = Edtf::parse(&format!("[{},2064,2065]", years.join(","))).unwrap_err();
        assert_eq!(
            (error.span.start, error.message.as_str()),
            (1 + 64 * 5, "a set has at most 64 dates")
        );
    }
}
