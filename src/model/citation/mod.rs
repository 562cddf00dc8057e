//! Citations: `[@source, p. 3 "exact words"; see @other]`, links from a statement to what supports it.

pub mod syntax;

use super::span::Span;

/// One citation, which may name several sources.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Citation {
    /// At least one.
    pub items: Vec<CitationItem>,
    /// Bytes of the file that it stands on, brackets included. Empty at 0 in front matter, where the
    /// path of the field tells.
    pub span: Span,
}

/// One source of a citation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CitationItem {
    /// Id of the source.
    pub source: Box<str>,
    /// Bytes of the id with its `@`, from the start of the citation.
    pub source_span: Span,
    /// Words before it: `see`, `but compare`.
    pub prefix: Box<str>,
    /// `p. 3`, `¶ 12`; empty if there is none.
    pub locator: Box<str>,
    /// Exact words of the source; none if nothing is quoted.
    pub quotation: Option<Box<str>>,
    /// Bytes of the quotation without its marks, from the start of the citation.
    pub quotation_span: Span,
    /// Whether the quotation is the block quotation that the citation ends, which readers see already.
    pub is_block: bool,
}
