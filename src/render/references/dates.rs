//! The date elements of a style → the texts of any date in each of them.
//!
//! A template is made of one day. What stands in its dates for another day is asked of hayagriva again, but of the date
//! element alone, which costs a twentieth of a reference.

use super::content;
use super::item::{Fields, Item, Plain, When};
use super::style::Style;
use super::write::{self, Run};
use hayagriva::citationberg::taxonomy::DateVariable;
use hayagriva::citationberg::{
    Bibliography, Date, IndependentStyle, Layout, LayoutRenderingElement as Element,
};

/// A date element of a style.
pub(super) struct DateElement {
    is_issued: bool,
    /// A style that prints the element and nothing else.
    csl: IndependentStyle,
}

/// Where a date stands in a template.
pub(super) struct Slot {
    /// The run that it begins with.
    first: usize,
    /// Index of the element that prints it.
    element: usize,
    /// What it was in the template.
    texts: Vec<String>,
    /// White space around it.
    before: String,
    after: String,
}

/// The elements that print dates of sources.
pub(super) fn elements(csl: &IndependentStyle) -> Vec<DateElement> {
    let mut dates: Vec<&Date> = Vec::new();
    let of_macros = csl.macros.iter().flat_map(|m| &m.children);
    let of_layout = csl.bibliography.iter().flat_map(|b| &b.layout.elements);
    for element in of_layout.chain(of_macros) {
        find(element, &mut dates);
    }
    dates
        .into_iter()
        .filter_map(|date| {
            let is_issued = match date.variable? {
                DateVariable::Issued => true,
                DateVariable::Accessed => false,
                _ => return None,
            };
            let element = Element::Date(date.clone());
            let layout = Layout::new(vec![element], Default::default(), None, None);
            Some(DateElement {
                is_issued,
                csl: IndependentStyle {
                    bibliography: Some(Bibliography::with_layout(layout)),
                    macros: Vec::new(),
                    info: csl.info.clone(),
                    default_locale: csl.default_locale.clone(),
                    version: csl.version.clone(),
                    citation: csl.citation.clone(),
                    settings: csl.settings.clone(),
                    locale: csl.locale.clone(),
                },
            })
        })
        .collect()
}

fn find<'a>(element: &'a Element, dates: &mut Vec<&'a Date>) {
    match element {
        Element::Date(date) => {
            if !dates.contains(&date) {
                dates.push(date);
            }
        }
        Element::Names(names) => {
            let children = names.substitute().map_or(&[][..], |s| &s.children);
            children.iter().for_each(|child| find(child, dates));
        }
        Element::Group(group) => group.children.iter().for_each(|child| find(child, dates)),
        Element::Choose(choose) => {
            let otherwise = choose.otherwise.iter().flat_map(|branch| &branch.children);
            choose
                .branches()
                .flat_map(|branch| &branch.children)
                .chain(otherwise)
                .for_each(|child| find(child, dates));
        }
        Element::Text(_) | Element::Number(_) | Element::Label(_) => {}
    }
}

/// Where the dates stand in the runs of a template made of `fields`. None if it cannot be told how one of them is printed.
pub(super) fn slots(
    runs: &[Run],
    fields: [Option<Plain>; 2],
    elements: &[DateElement],
    style: &Style,
) -> Option<Vec<Slot>> {
    let mut slots = Vec::new();
    let mut at = 0;
    while let Some(run) = runs.get(at) {
        let first = at;
        at += 1;
        if run.date.is_none() {
            continue;
        }
        while runs.get(at).is_some_and(|next| next.date == run.date) {
            at += 1;
        }
        let texts: Vec<&str> = runs
            .get(first..at)?
            .iter()
            .map(Run::text)
            .collect::<Option<_>>()?;
        let (before, after) = (
            texts.first()?.len() - texts.first()?.trim_start().len(),
            texts.last()?.trim_end().len(),
        );
        let before = texts.first()?.get(..before)?.to_owned();
        let after = texts.last()?.get(after..)?.to_owned();
        let texts = trimmed(texts.into_iter().map(str::to_owned).collect());
        let matching: Vec<usize> = elements
            .iter()
            .enumerate()
            .filter(|(_, element)| {
                let date = fields[usize::from(!element.is_issued)];
                date.is_some_and(|date| element.texts(date, style) == texts)
            })
            .map(|(index, _)| index)
            .collect();
        let &element = matching.first()?;
        // Two elements that print this day alike may print another in two ways.
        let of_other_day = |index: &usize| {
            let element = elements.get(*index)?;
            let date = fields[usize::from(!element.is_issued)]?;
            let other = Plain {
                month: date.month.map(|_| 9),
                day: date.day.map(|_| 1),
                ..date
            };
            Some(element.texts(other, style))
        };
        let other = of_other_day(&element)?;
        if !matching
            .iter()
            .all(|index| of_other_day(index).as_ref() == Some(&other))
        {
            return None;
        }
        slots.push(Slot {
            first,
            element,
            texts,
            before,
            after,
        });
    }
    Some(slots)
}

/// The texts of the dates of an item, by the index of their run. None if one of them may change what stands around it.
pub(super) fn fill(
    slots: &[Slot],
    n_runs: usize,
    item: &Item,
    elements: &[DateElement],
    style: &Style,
) -> Option<Vec<Option<String>>> {
    let mut filled = vec![None; n_runs];
    for slot in slots {
        let element = elements.get(slot.element)?;
        let when = if element.is_issued {
            item.issued
        } else {
            item.accessed
        };
        let Some(When::Plain(date)) = when else {
            // Its year stands for words.
            continue;
        };
        let texts = element.texts(date, style);
        if texts.len() != slot.texts.len() || edges(&texts) != edges(&slot.texts) {
            return None;
        }
        let last = texts.len().checked_sub(1)?;
        for (index, text) in texts.into_iter().enumerate() {
            let before = if index == 0 { slot.before.as_str() } else { "" };
            let after = if index == last {
                slot.after.as_str()
            } else {
                ""
            };
            *filled.get_mut(slot.first + index)? = Some(format!("{before}{text}{after}"));
        }
    }
    Some(filled)
}

impl DateElement {
    /// The texts of the runs that it prints for a date, trimmed.
    fn texts(&self, date: Plain, style: &Style) -> Vec<String> {
        let fields = Fields {
            type_word: "document",
            has_title: false,
            has_publisher: false,
            url: None,
            authors: Vec::new(),
            issued: self.is_issued.then_some(date),
            accessed: (!self.is_issued).then_some(date),
        };
        let runs = write::runs(&content(&fields.csl(), &self.csl, style));
        trimmed(
            runs.iter()
                .filter_map(Run::text)
                .map(str::to_owned)
                .collect(),
        )
    }
}

fn trimmed(mut texts: Vec<String>) -> Vec<String> {
    if let Some(first) = texts.first_mut() {
        first.drain(..first.len() - first.trim_start().len());
    }
    if let Some(last) = texts.last_mut() {
        last.truncate(last.trim_end().len());
    }
    texts
}

/// What punctuation before and after it looks at.
fn edges(texts: &[String]) -> [Option<char>; 2] {
    let edge = |c: Option<char>| c.filter(|c| !c.is_alphanumeric());
    [
        edge(texts.first().and_then(|text| text.chars().next())),
        edge(texts.last().and_then(|text| text.chars().next_back())),
    ]
}
