//! A style and what is known of a source → the style with every question answered that this knowledge answers.
//!
//! The result formats each source of which the facts are true as the whole style does; the properties of this room compare
//! the two for all styles. What makes that delicate: in CSL a group vanishes if it has variables and all are empty. So a part
//! that will print nothing may be taken out only if the group around it still knows that there was a variable; hence
//! the [`absent`] marks that stay.
//!
//! In one point the result is better. Where a newspaper stands in for the missing author of an article, it is not printed again,
//! and hayagriva also answers "is there a newspaper?" with no: Chicago then takes the article for a book and sets its title
//! in italics. Here the question is answered from what the source has, as citeproc-js does.

use super::item::Shape;
use hayagriva::citationberg::taxonomy::{
    Kind, NameVariable, NumberOrPageVariable, NumberVariable, StandardVariable, Variable,
};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, CslMacro, ElseBranch, Group, IndependentStyle,
    LayoutRenderingElement as Element, Names, NamesChild, Substitute, Text, TextTarget,
};
use rustc_hash::FxHashMap;

/// What is known of a source.
pub(super) struct Facts {
    shape: Option<Shape>,
    kind: Option<Kind>,
    variables: Vec<String>,
    /// Whether parts that will print nothing stay. For comparison.
    keeps_absent: bool,
}

/// `None` where the facts do not tell.
type Answer = Option<bool>;

impl Facts {
    /// Nothing but what is true of all our references.
    pub(super) fn none() -> Self {
        Self {
            shape: None,
            kind: None,
            variables: Vec::new(),
            keeps_absent: false,
        }
    }

    pub(super) fn of(shape: Shape) -> Self {
        Self {
            shape: Some(shape),
            kind: shape.type_word.parse().ok(),
            variables: shape.variables().map(str::to_owned).collect(),
            keeps_absent: false,
        }
    }

    #[cfg(test)]
    pub(super) fn keeping_absent(self) -> Self {
        Self {
            keeps_absent: true,
            ..self
        }
    }

    fn has(&self, variable: Variable) -> Answer {
        // The number of a reference is ours, and no source is told from another by a letter or a label.
        let is_ours = matches!(
            variable,
            Variable::Number(NumberVariable::CitationNumber)
                | Variable::Standard(
                    StandardVariable::CitationLabel | StandardVariable::YearSuffix
                )
        );
        if is_ours {
            return Some(false);
        }
        self.shape?;
        let name = variable.to_string();
        Some(self.variables.contains(&name))
    }

    /// Whether it prints nothing and may go.
    fn is_absent(&self, variable: Variable) -> bool {
        let is_missing = self.has(variable) == Some(false);
        is_missing && (self.shape.is_none() || !self.keeps_absent)
    }

    fn is_of(&self, kind: Kind) -> Answer {
        self.shape?;
        Some(self.kind == Some(kind))
    }

    fn holds(&self, branch: &ChooseBranch) -> Answer {
        let ChooseBranch {
            disambiguate,
            is_numeric,
            is_uncertain_date,
            locator,
            position,
            type_,
            variable,
            match_,
            children: _,
        } = branch;
        let mut answers: Vec<Answer> = Vec::new();
        answers.extend(disambiguate.map(|wanted| Some(!wanted)));
        let numeric = |v: &Variable| {
            if self.is_absent(*v) {
                Some(false)
            } else {
                None
            }
        };
        answers.extend(is_numeric.iter().flatten().map(numeric));
        // Doubtful dates are set in words. Locators and positions are those of notes.
        let never = is_uncertain_date.iter().flatten().count()
            + locator.iter().flatten().count()
            + position.iter().flatten().count();
        answers.extend(std::iter::repeat_n(Some(false), never));
        answers.extend(type_.iter().flatten().map(|kind| self.is_of(*kind)));
        answers.extend(variable.iter().flatten().map(|v| self.has(*v)));
        let (all, decided) = match match_ {
            ChooseMatch::All => (true, Some(false)),
            ChooseMatch::Any => (false, Some(true)),
            ChooseMatch::None => (true, Some(true)),
        };
        if answers.contains(&decided) {
            return Some(!all);
        }
        answers.iter().all(Option::is_some).then_some(all)
    }
}

/// The style with all that cannot matter for the sources of which the facts are true taken out.
pub(super) fn specialise(style: &IndependentStyle, facts: &Facts) -> IndependentStyle {
    let mut work = Work {
        facts,
        macros: style
            .macros
            .iter()
            .map(|m| (m.name.as_str(), m.children.as_slice()))
            .collect(),
        done: FxHashMap::default(),
    };
    let bibliography = style.bibliography.as_ref().map(|bibliography| {
        let mut bibliography = bibliography.clone();
        bibliography.layout.elements = work.list(&bibliography.layout.elements);
        bibliography
    });
    let mut macros: Vec<CslMacro> = work
        .done
        .into_iter()
        .map(|(name, children)| CslMacro {
            name: name.to_owned(),
            children,
        })
        .collect();
    macros.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    IndependentStyle {
        info: style.info.clone(),
        default_locale: style.default_locale.clone(),
        version: style.version.clone(),
        citation: style.citation.clone(),
        bibliography,
        settings: style.settings.clone(),
        macros,
        locale: style.locale.clone(),
    }
}

struct Work<'a> {
    facts: &'a Facts,
    macros: FxHashMap<&'a str, &'a [Element]>,
    done: FxHashMap<&'a str, Vec<Element>>,
}

/// What becomes of an element.
enum Outcome {
    Kept(Box<Element>),
    /// It prints nothing, but it has variables, all of them empty.
    Absent,
    /// It prints nothing and has no variables.
    Nothing,
}

impl<'a> Work<'a> {
    /// The elements that are left of a list, with at most one mark in place of all that are absent.
    fn list(&mut self, elements: &[Element]) -> Vec<Element> {
        let mut kept = Vec::new();
        let mut has_absent = false;
        for element in elements {
            match self.element(element) {
                Outcome::Kept(element) => kept.push(*element),
                Outcome::Absent => has_absent = true,
                Outcome::Nothing => {}
            }
        }
        if has_absent {
            kept.push(absent());
        }
        kept
    }

    fn element(&mut self, element: &Element) -> Outcome {
        let absent_if = |is_absent: bool| {
            if is_absent {
                Outcome::Absent
            } else {
                Outcome::Kept(Box::new(element.clone()))
            }
        };
        match element {
            Element::Text(text) => self.text(text),
            Element::Date(date) => {
                absent_if(date.variable.is_none_or(|v| self.facts.is_absent(v.into())))
            }
            Element::Number(number) => absent_if(self.facts.is_absent(number.variable.into())),
            Element::Label(label) => match label.variable {
                // The label of a number that is not there is not counted as a variable.
                NumberOrPageVariable::Number(_) | NumberOrPageVariable::Page(_)
                    if self.facts.is_absent(label.variable.into()) =>
                {
                    Outcome::Nothing
                }
                _ => Outcome::Kept(Box::new(element.clone())),
            },
            Element::Names(names) => self.names(names),
            Element::Group(group) => {
                let children = self.list(&group.children);
                outcome(children, |children| {
                    Element::Group(Group {
                        children,
                        ..group.clone()
                    })
                })
            }
            Element::Choose(choose) => self.choose(choose),
        }
    }

    fn text(&mut self, text: &Text) -> Outcome {
        match &text.target {
            TextTarget::Variable {
                var: Variable::Standard(StandardVariable::YearSuffix),
                ..
            } => Outcome::Nothing,
            TextTarget::Variable { var, .. } if self.facts.is_absent(*var) => Outcome::Absent,
            TextTarget::Macro { name } => {
                let Some((&name, &children)) = self.macros.get_key_value(name.as_str()) else {
                    return Outcome::Nothing;
                };
                if !self.done.contains_key(name) {
                    // Taken out first, so that a macro that calls itself ends here instead of never.
                    self.macros.remove(name);
                    let children_left = self.list(children);
                    self.macros.insert(name, children);
                    self.done.insert(name, children_left);
                }
                let left = self.done.get(name).map_or(&[][..], Vec::as_slice);
                match left {
                    [] => Outcome::Nothing,
                    [only] if *only == absent() => Outcome::Absent,
                    _ => Outcome::Kept(Box::new(Element::Text(text.clone()))),
                }
            }
            _ => Outcome::Kept(Box::new(Element::Text(text.clone()))),
        }
    }

    fn names(&mut self, names: &Names) -> Outcome {
        let mut has_absent = false;
        let mut has_substitute = false;
        let mut left = names.clone();
        for child in &mut left.children {
            if let NamesChild::Substitute(substitute) = child {
                let mut children = self.list(&substitute.children);
                has_absent = children.last() == Some(&absent());
                if has_absent {
                    children.pop();
                }
                has_substitute = !children.is_empty();
                if has_absent && has_substitute {
                    children.push(absent());
                }
                *child = NamesChild::Substitute(Substitute { children });
            }
        }
        let is_missing = |v: &NameVariable| self.facts.is_absent(Variable::Name(*v));
        if has_substitute || !names.variable.iter().all(is_missing) {
            Outcome::Kept(Box::new(Element::Names(left)))
        } else if has_absent {
            Outcome::Absent
        } else {
            // Missing names are not counted as variables.
            Outcome::Nothing
        }
    }

    fn choose(&mut self, choose: &Choose) -> Outcome {
        let mut open: Vec<ChooseBranch> = Vec::new();
        let mut otherwise: &[Element] = choose
            .otherwise
            .as_ref()
            .map_or(&[], |branch| &branch.children);
        for branch in choose.branches() {
            match self.facts.holds(branch) {
                Some(false) => {}
                Some(true) => {
                    otherwise = &branch.children;
                    break;
                }
                None => {
                    let children = self.list(&branch.children);
                    open.push(ChooseBranch {
                        children,
                        ..branch.clone()
                    });
                }
            }
        }
        let last = self.list(otherwise);
        let mut open = open.into_iter();
        let Some(first) = open.next() else {
            // A branch without a condition is always taken. It stays a `choose`: a group of words alone that stands
            // directly in another group makes that one print, one that stands in a `choose` does not.
            return outcome(last, |children| {
                Element::Choose(Choose {
                    if_: unconditional(children),
                    else_if: Vec::new(),
                    otherwise: None,
                })
            });
        };
        Outcome::Kept(Box::new(Element::Choose(Choose {
            if_: first,
            else_if: open.collect(),
            otherwise: (!last.is_empty()).then_some(ElseBranch { children: last }),
        })))
    }
}

/// What becomes of a container of which these children are left.
fn outcome(children: Vec<Element>, container: impl FnOnce(Vec<Element>) -> Element) -> Outcome {
    match &children[..] {
        [] => Outcome::Nothing,
        [only] if *only == absent() => Outcome::Absent,
        _ => Outcome::Kept(Box::new(container(children))),
    }
}

/// A variable that no source of ours has: it prints nothing and tells the group around it that it has an empty variable.
fn absent() -> Element {
    Element::Text(Text {
        target: TextTarget::from(Variable::Standard(StandardVariable::References)),
        formatting: Default::default(),
        affixes: Default::default(),
        display: None,
        quotes: false,
        strip_periods: false,
        text_case: None,
    })
}

fn unconditional(children: Vec<Element>) -> ChooseBranch {
    ChooseBranch {
        disambiguate: None,
        is_numeric: None,
        is_uncertain_date: None,
        locator: None,
        position: None,
        type_: None,
        variable: None,
        match_: ChooseMatch::All,
        children,
    }
}
