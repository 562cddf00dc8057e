//! A code block → HTML with a dozen short classes, which the theme colours for light and dark.
//!
//! syntect's own class writer names every scope atom and makes HTML some thirty times the size of
//! the code, so the scopes are read here and reduced to what a reader can tell apart.

use crate::text::escape_html;
use rustc_hash::FxHashMap;
use std::str::FromStr;
use std::sync::{Arc, LazyLock, Mutex};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

/// Grammars compile on first use, so loading the set itself costs about a millisecond.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Lines longer than this are not coloured: grammars may take quadratic time on them.
const MAX_LINE: usize = 2_000;
/// Blocks longer than this are not coloured: 64 KiB take about a second.
const MAX_BLOCK: usize = 64 * 1024;

/// Scope prefixes and their classes; the first that fits the innermost scope wins.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "c"),
    ("string", "s"),
    ("constant.character", "s"),
    ("constant.numeric", "n"),
    ("constant.language", "k"),
    ("keyword.operator", "o"),
    ("keyword", "k"),
    ("storage", "k"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("entity.name.tag", "m"),
    ("entity.other.attribute-name", "a"),
    ("entity.name", "t"),
    ("support.type", "t"),
    ("variable", "v"),
    ("markup.deleted", "d"),
    ("markup.inserted", "i"),
    ("punctuation", "p"),
];

static PREFIXES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    CLASSES
        .iter()
        .filter_map(|(prefix, class)| Scope::from_str(prefix).ok().map(|scope| (scope, *class)))
        .collect()
});

static DEFINITION: LazyLock<Scope> =
    LazyLock::new(|| Scope::from_str("punctuation.definition").unwrap_or_default());

/// Language and code → HTML.
type Done = FxHashMap<(String, String), Arc<str>>;

/// Blocks that were coloured already. Colouring takes milliseconds, and dossiers repeat their blocks.
static DONE: LazyLock<Mutex<Done>> = LazyLock::new(Mutex::default);

/// The HTML of `code`, escaped; coloured if `language` is known and the block is of a sane size.
#[must_use]
pub fn to_html(code: &str, language: &str) -> Arc<str> {
    let is_sane = code.len() <= MAX_BLOCK && code.lines().all(|line| line.len() <= MAX_LINE);
    if language.is_empty() || !is_sane || SYNTAXES.find_syntax_by_token(language).is_none() {
        return escape_html(code).into();
    }
    let key = (language.to_owned(), code.to_owned());
    if let Some(html) = DONE.lock().ok().and_then(|done| done.get(&key).cloned()) {
        return html;
    }
    let html: Arc<str> = colour(code, language)
        .unwrap_or_else(|| escape_html(code).into_owned())
        .into();
    if let Ok(mut done) = DONE.lock() {
        done.insert(key, Arc::clone(&html));
    }
    html
}

fn colour(code: &str, language: &str) -> Option<String> {
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut html = String::with_capacity(code.len() * 2);
    let mut open: Option<&'static str> = None;
    for line in code.split_inclusive('\n') {
        let operations = state.parse_line(line, &SYNTAXES).ok()?;
        let mut at = 0;
        for (to, operation) in operations {
            write(&mut html, &mut open, line.get(at..to)?, &stack);
            at = to;
            stack.apply(&operation).ok()?;
        }
        write(&mut html, &mut open, line.get(at..)?, &stack);
    }
    if open.is_some() {
        html.push_str("</span>");
    }
    Some(html)
}

fn write(html: &mut String, open: &mut Option<&'static str>, text: &str, stack: &ScopeStack) {
    if text.is_empty() {
        return;
    }
    // White space has no colour: leaving the span open over it saves a pair of tags.
    if !text.trim().is_empty() {
        let class = stack
            .as_slice()
            .iter()
            .rev()
            // The marks around a comment or string belong to it.
            .filter(|scope| !DEFINITION.is_prefix_of(**scope))
            .find_map(|scope| {
                PREFIXES
                    .iter()
                    .find(|(prefix, _)| prefix.is_prefix_of(*scope))
                    .map(|(_, class)| *class)
            });
        if class != *open {
            if open.is_some() {
                html.push_str("</span>");
            }
            if let Some(class) = class {
                html.push_str("<span class=\"");
                html.push_str(class);
                html.push_str("\">");
            }
            *open = class;
        }
    }
    html.push_str(&escape_html(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_coloured_with_few_classes() {
        let html = to_html(
            "fn main() {\n    // <note>\n    let x = \"a\";\n}\n",
            "rust",
        );
        assert!(html.contains("<span class=\"k\">fn </span>"), "{html}");
        assert!(html.contains("<span class=\"c\">// &lt;note&gt;"), "{html}");
        assert!(
            html.contains("<span class=\"s\">\"a\"</span>")
                || html.contains("class=\"s\">&quot;a&quot;"),
            "{html}"
        );
        assert!(html.len() < 400, "{html}");
    }

    #[test]
    fn unknown_languages_and_monsters_are_escaped_only() {
        assert_eq!(&*to_html("<b>", "nosuch"), "&lt;b&gt;");
        let long = "x".repeat(MAX_LINE + 1);
        assert_eq!(&*to_html(&long, "rust"), long);
    }
}
