//! The inside of a citation → its items. Syntax as in Pandoc, with an exact quotation added:
//! `@source, p. 3 "exact words"; see @other, ¶ 12`.

use super::CitationItem;
use std::ops::Range;

/// Why a text is not a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationError {
    /// Bytes of the text that are wrong.
    pub span: Range<usize>,
    pub message: String,
}

/// Whether the inside of a pair of brackets is meant as a citation: an `@` that begins a word.
#[must_use]
pub fn is_citation(inside: &str) -> bool {
    let mut before = ' ';
    inside.char_indices().any(|(at, c)| {
        let starts = c == '@'
            && (before.is_whitespace() || matches!(before, '-' | ';'))
            && inside[at + 1..].starts_with(|c: char| c.is_alphanumeric());
        before = c;
        starts
    })
}

/// Reads the inside of the brackets. Spans of the items are from the start of `inside`.
///
/// # Errors
/// If an item has no source, a quotation is not closed, or anything follows it.
pub fn read(inside: &str) -> Result<Vec<CitationItem>, CitationError> {
    let ranges = split(inside);
    // Most citations have one item, and a dossier has thousands of them in memory: collecting into a result
    // would make room for four in each.
    let mut items = Vec::with_capacity(ranges.len());
    for range in ranges {
        items.push(item(inside, range)?);
    }
    Ok(items)
}

/// Ranges of the items: parted by semicolons that stand outside quotations and before another source.
fn split(inside: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for (at, _) in inside.match_indices(';') {
        // A semicolon within quoted words is followed by no source before those words end.
        let so_far = &inside[start..at];
        if is_closed(so_far) && is_citation(so_far) && is_citation(&inside[at + 1..]) {
            ranges.push(start..at);
            start = at + 1;
        }
    }
    ranges.push(start..inside.len());
    ranges
}

/// Whether the quotation marks that are opened in `text` are closed by its end.
fn is_closed(text: &str) -> bool {
    match opening(text) {
        None => true,
        Some((at, open)) => {
            let rest = &text[at + open.len_utf8()..];
            rest.trim_end().ends_with(closing(open))
        }
    }
}

/// The first mark that opens a quotation.
fn opening(text: &str) -> Option<(usize, char)> {
    text.char_indices()
        .find(|(_, c)| matches!(c, '"' | '“' | '„' | '«'))
}

/// The marks that may close what `open` opens.
fn closing(open: char) -> &'static [char] {
    match open {
        '“' => &['”', '"'],
        '„' => &['“', '”'],
        '«' => &['»'],
        _ => &['"'],
    }
}

fn item(inside: &str, range: Range<usize>) -> Result<CitationItem, CitationError> {
    let fail = |span: Range<usize>, message: &str| CitationError {
        span,
        message: message.to_owned(),
    };
    let text = &inside[range.clone()];
    let quote = opening(text);
    let head = quote.map_or(text, |(at, _)| &text[..at]);
    let Some(at) = head.char_indices().map(|(i, _)| i).find(|i| {
        head[*i..].starts_with('@') && head[i + 1..].starts_with(|c: char| c.is_alphanumeric())
    }) else {
        return Err(fail(
            range,
            "there is no source here; write `@` and the id of a source",
        ));
    };
    let id_end = head[at + 1..]
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/')))
        .map_or(head.len(), |end| at + 1 + end);
    let id = head[at + 1..id_end].trim_end_matches(['.', ':', '-', '/']);
    let source_span = range.start + at..range.start + at + 1 + id.len();
    let locator = head[at + 1 + id.len()..]
        .trim()
        .trim_start_matches([',', ':'])
        .trim()
        .trim_end_matches([',', ':'])
        .trim();
    if quote.is_none() && is_quoted(locator) {
        return Err(fail(
            range,
            "exact words stand in double quotation marks; in single ones they would never be verified",
        ));
    }
    let mut quotation = None;
    let mut quotation_span = range.end..range.end;
    if let Some((open_at, open)) = quote {
        let from = open_at + open.len_utf8();
        let Some(close_at) = text[from..].rfind(closing(open)).map(|i| from + i) else {
            return Err(fail(
                range.start + open_at..range.end,
                "this quotation is not closed",
            ));
        };
        let after = text[close_at..]
            .chars()
            .next()
            .map_or(close_at, |c| close_at + c.len_utf8());
        let rest = text[after..].trim().trim_start_matches(['.', ',']);
        if !rest.is_empty() {
            let begin = text.len() - text[after..].trim_start().len();
            return Err(fail(
                range.start + begin..range.end,
                "this stands after the quotation; the page or paragraph goes before it",
            ));
        }
        if text[from..close_at].trim().is_empty() {
            return Err(fail(
                range.start + open_at..range.start + after,
                "this quotation is empty",
            ));
        }
        quotation = Some(
            text[from..close_at]
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .into(),
        );
        quotation_span = range.start + from..range.start + close_at;
    }
    Ok(CitationItem {
        source: id.into(),
        source_span: source_span.into(),
        prefix: head[..at].trim_start().trim_end_matches('-').trim().into(),
        locator: locator.into(),
        quotation,
        quotation_span: quotation_span.into(),
        is_block: false,
    })
}

/// Whether a locator ends in words between single quotation marks.
fn is_quoted(locator: &str) -> bool {
    let Some(inside) = locator.strip_suffix(['\'', '’', '›']) else {
        return false;
    };
    inside
        .split_whitespace()
        .any(|word| word.starts_with(['\'', '‘', '‹']))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One line per item: `prefix|source|locator|quotation`.
    fn check(inside: &str, expected: &[&str]) {
        let items = read(inside).unwrap_or_else(|e| panic!("{inside}: {e:?}"));
        let lines: Vec<String> = items
            .iter()
            .map(|i| {
                format!(
                    "{}|{}|{}|{}",
                    i.prefix,
                    i.source,
                    i.locator,
                    i.quotation.as_deref().unwrap_or("")
                )
            })
            .collect();
        assert_eq!(lines, expected, "{inside}");
        for item in &items {
            assert_eq!(
                inside[item.source_span.range()],
                format!("@{}", item.source)
            );
        }
    }

    #[test]
    fn citations_are_read_as_in_pandoc_with_quotations() {
        check("@weekly-2021", &["|weekly-2021||"]);
        check(
            "@weekly-2021, p. 3; see @paper, ¶ 12",
            &["|weekly-2021|p. 3|", "see|paper|¶ 12|"],
        );
        check(
            "@a \"signed for 460 units\"; @b, p. 3",
            &["|a||signed for 460 units", "|b|p. 3|"],
        );
        check(
            "@a, p. 3 “he said; then; left”",
            &["|a|p. 3|he said; then; left"],
        );
        check(
            "@a \"x; see @b in it\"; @c",
            &["|a||x; see @b in it", "|c||"],
        );
        check("@a \"he said \"no\" twice\"", &["|a||he said \"no\" twice"]);
        check("-@a, chap. 2", &["|a|chap. 2|"]);
        check("@a: \"with […] and [word]\".", &["|a||with […] and [word]"]);
        check("@a «palabras»", &["|a||palabras"]);
    }

    #[test]
    fn what_is_no_citation_is_refused_at_its_place() {
        assert_eq!(read("@a \"open").unwrap_err().span, 3..8);
        assert_eq!(read("@a \"x\" p. 3").unwrap_err().span, 7..11);
        assert!(read("@a \"\"").is_err());
        assert!(read("nothing").is_err());
        for quoted in ["@a, p. 3 'he left'", "@a ‘he left’", "@a, ¶4: 'left'"] {
            assert!(read(quoted).is_err(), "{quoted}");
        }
        for locator in [
            "@a, ch. '90s",
            "@a, the editors’ note",
            "@a, p. 3' 'x y",
            "@a, the workers'",
        ] {
            assert!(read(locator).is_ok(), "{locator}");
        }
    }

    #[test]
    fn an_address_is_no_citation() {
        assert!(!is_citation("write to a@b.example"));
        assert!(is_citation("see @b"));
        assert!(is_citation("-@b"));
        assert!(!is_citation("@ b"));
    }
}
