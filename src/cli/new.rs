//! `dossier new`

use super::terminal::Terminal;
use super::{Outcome, project};
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::field::{Field, Type};
use crate::model::kind::Kind;
use crate::model::source_tree::{SourceFile, SourceTree};
use crate::report::Run;
use crate::resolve::Drafts;
use crate::scaffold::entry::{self, NoId, Request};
use crate::scaffold::option::{FieldOption, options};
use crate::scaffold::site;
use crate::schema;
use crate::session::{Options, Session};
use crate::text::{capitalised, is_id, is_language_tag, slug};
use crate::yaml::shape::is_web_address;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What to make. The options of each kind come from the table of fields, so they are not a struct.
#[derive(Debug)]
pub enum Args {
    Site(Site),
    Entry(Entry),
}

#[derive(Debug)]
pub struct Site {
    folder: PathBuf,
    title: Option<String>,
    lang: String,
}

#[derive(Debug)]
pub struct Entry {
    kind: Kind,
    /// A title; for a kind with an address, also that.
    subject: Option<String>,
    title: Option<String>,
    id: Option<String>,
    values: Vec<(&'static Field, Vec<String>)>,
}

impl clap::Args for Args {
    fn augment_args(command: Command) -> Command {
        command
            .about("Starts a dossier, or an entry of one")
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommand(site_command())
            .subcommands(Kind::ALL.map(entry_command))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Args {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let text = |matches: &ArgMatches, name: &str| matches.get_one::<String>(name).cloned();
        match matches.subcommand() {
            Some(("site", matches)) => Ok(Args::Site(Site {
                folder: text(matches, "folder").unwrap_or_default().into(),
                title: text(matches, "title"),
                lang: text(matches, "lang").unwrap_or_else(|| "en".to_owned()),
            })),
            Some((word, matches)) => {
                let kind = Kind::from_word(word)
                    .ok_or_else(|| clap::Error::new(clap::error::ErrorKind::InvalidSubcommand))?;
                let values = options(kind)
                    .into_iter()
                    .filter_map(|option| {
                        Some((option.field, values_of(matches, option.field.name)?))
                    })
                    .collect();
                Ok(Args::Entry(Entry {
                    kind,
                    subject: text(matches, "subject"),
                    title: text(matches, "title"),
                    id: text(matches, "id"),
                    values,
                }))
            }
            None => Err(clap::Error::new(clap::error::ErrorKind::MissingSubcommand)),
        }
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn values_of(matches: &ArgMatches, name: &str) -> Option<Vec<String>> {
    if matches.value_source(name) != Some(clap::parser::ValueSource::CommandLine) {
        return None;
    }
    Some(matches.get_many::<String>(name)?.cloned().collect())
}

fn site_command() -> Command {
    Command::new("site")
        .about("Starts a dossier: a small complete example, with a workflow that checks and publishes it")
        .arg(Arg::new("folder").value_name("FOLDER").required(true).help("Folder to make it in"))
        .arg(Arg::new("title").long("title").value_name("TEXT").help("Name of the dossier"))
        .arg(
            Arg::new("lang")
                .long("lang")
                .value_name("TAG")
                .default_value("en")
                .help("Language of the dossier, as a BCP 47 tag"),
        )
}

fn entry_command(kind: Kind) -> Command {
    let all = options(kind);
    let has_address = all.iter().any(|option| option.field.name == "url");
    let subject = if has_address { "TITLE|URL" } else { "TITLE" };
    let own: Vec<&str> = kind.own_fields().iter().map(|field| field.name).collect();
    let heading = format!("Fields of {} {}", article(kind), kind.word());
    let command = Command::new(kind.word())
        .about(kind.purpose())
        .arg(
            Arg::new("subject")
                .value_name(subject)
                .help(if has_address {
                    "Its title, or its address on the web with --title"
                } else {
                    "Its title"
                }),
        )
        .arg(
            Arg::new("title")
                .long("title")
                .value_name("TEXT")
                .help("Its title"),
        )
        .arg(
            Arg::new("id")
                .long("id")
                .value_name("ID")
                .help("Its id, which is also the file name; made of the title if left out"),
        );
    all.into_iter().fold(command, |command, option| {
        let arg = field_arg(&option);
        command.arg(if own.contains(&option.field.name) {
            arg.help_heading(heading.clone())
        } else {
            arg.help_heading("Fields of every kind")
        })
    })
}

fn field_arg(option: &FieldOption) -> Arg {
    let mut help = option.field.doc.trim_end_matches('.').to_owned();
    if option.is_list {
        help.push_str("; may be given several times");
    }
    let arg = Arg::new(option.field.name)
        .long(option.name())
        .value_name(option.value_name())
        .allow_hyphen_values(matches!(option.of, Type::Coordinates | Type::Date))
        .action(if option.is_list {
            ArgAction::Append
        } else {
            ArgAction::Set
        })
        .help(help);
    let arg = match option.of {
        Type::Flag => arg
            .num_args(0..=1)
            .hide_possible_values(true)
            .require_equals(true)
            .default_missing_value("true")
            .value_parser(PossibleValuesParser::new(["true", "false"])),
        Type::Word(vocabulary) => arg
            .value_parser(PossibleValuesParser::new(vocabulary.words()))
            .hide_possible_values(vocabulary.words().len() > 12),
        _ => arg,
    };
    match option.singular() {
        Some(singular) => arg.alias(singular),
        None => arg,
    }
}

fn article(kind: Kind) -> &'static str {
    match kind {
        Kind::Actor | Kind::Event => "an",
        _ => "a",
    }
}

/// Runs the command.
pub fn run(args: &Args, root: &Path, terminal: &Terminal) -> Outcome {
    match args {
        Args::Site(site) => new_site(site, root, terminal),
        Args::Entry(entry) => new_entry(entry, root, terminal),
    }
}

fn new_site(site: &Site, root: &Path, terminal: &Terminal) -> Outcome {
    let folder = if root == Path::new(".") {
        site.folder.clone()
    } else {
        root.join(&site.folder)
    };
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().replace(['-', '_'], " "));
    let title = site
        .title
        .clone()
        .or_else(|| name.as_deref().map(capitalised));
    let title = title
        .filter(|title| !title.trim().is_empty())
        .unwrap_or_else(|| "A dossier".to_owned());
    if !is_language_tag(&site.lang) {
        terminal.fail(&format!(
            "`{}` is not a language tag; write one such as en, es or pt-BR",
            site.lang
        ));
        return Outcome::Failed;
    }
    let mut files = site::files(&title, &site.lang);
    files.extend(schema::Subject::all().map(|subject| site::File {
        path: format!("schemas/{}", subject.file_name()),
        text: schema::json::text(subject),
    }));
    let in_the_way: Vec<&str> = files
        .iter()
        .filter(|file| fs::symlink_metadata(folder.join(&file.path)).is_ok())
        .map(|file| file.path.as_str())
        .collect();
    if !in_the_way.is_empty() {
        terminal.fail(&format!(
            "{} has files already that a new dossier would bring:",
            folder.display()
        ));
        for path in in_the_way {
            terminal.say(&format!("  {path}"));
        }
        terminal.say("Nothing was written. Move them away, or name another folder.");
        return Outcome::Failed;
    }
    for file in &files {
        if let Err(error) = create(&folder.join(&file.path), &file.text) {
            terminal.fail(&format!(
                "{} cannot be written: {error}",
                folder.join(&file.path).display()
            ));
            return Outcome::Failed;
        }
    }
    terminal.say(&format!(
        "Created {} ({} files)",
        folder.display(),
        files.len()
    ));
    for file in &files {
        terminal.say(&format!("  {}", file.path));
    }
    if site::REPOSITORY.is_empty() {
        terminal.say("Before you publish with Actions, write into .github/workflows/pages.yml which repository dossier comes from.");
    }
    let name = folder.display().to_string();
    let quote = if name.contains(char::is_whitespace) {
        "\""
    } else {
        ""
    };
    terminal.say(&format!(
        "Next: dossier -C {quote}{name}{quote} serve --open"
    ));
    Outcome::Clean
}

/// Writes a file that is not there yet, and the folders above it.
fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)?
        .write_all(text.as_bytes())
}

fn new_entry(args: &Entry, root: &Path, terminal: &Terminal) -> Outcome {
    let project = match project::open(root, terminal) {
        Ok(project) => project,
        Err(outcome) => return outcome,
    };
    let (title, values) = match subject(args) {
        Ok(subject) => subject,
        Err(message) => return failed(terminal, &message),
    };
    let kind = args.kind;
    let request = Request {
        kind,
        title: &title,
        values: &values,
    };
    let id = match &args.id {
        Some(id) if is_id(id) => id.clone(),
        Some(id) => {
            let message = format!("`{id}` cannot be an id: lower-case letters, digits and hyphens");
            return failed(
                terminal,
                &format!("{message}, such as {}", or(&slug(id), "an-id")),
            );
        }
        None => match entry::id(&request) {
            Ok(id) => id,
            Err(NoId::RightToLeft) => {
                return failed(
                    terminal,
                    "no readable id can be made of this title; choose one: --id some-words",
                );
            }
            Err(NoId::Empty) => {
                return failed(
                    terminal,
                    "this title has no letter or digit to make an id of; choose one: --id some-words",
                );
            }
        },
    };
    if let Some(other) = taken(&project.tree, &id) {
        let free = entry::other_id(&request, &id, |id| taken(&project.tree, id).is_some());
        return failed(
            terminal,
            &format!("the id `{id}` is taken by {other}; choose another: --id {free}"),
        );
    }
    let text = match entry::text(&request) {
        Ok(text) => text,
        Err(missing) => {
            for field in missing {
                terminal.fail(&format!(
                    "{} {} needs --{}: {}",
                    article(kind),
                    kind.word(),
                    field.name,
                    field.doc
                ));
                terminal.say(&format!(
                    "  for instance: --{} {}",
                    field.name,
                    field.example.trim_matches(['[', ']'])
                ));
            }
            return Outcome::Failed;
        }
    };
    let path = format!("content/{}/{id}.md", kind.folder());
    let (wrong, todo) = findings(project, &path, &text);
    if wrong.1.has_errors() {
        let (tree, wrong) = wrong;
        let run = Run {
            checked: 1,
            elapsed: None,
        };
        project::print(wrong, &tree, run, terminal);
        return failed(
            terminal,
            "nothing was written: the entry would have these errors",
        );
    }
    if let Err(error) = create(&root.join(&path), &text) {
        return failed(terminal, &format!("{path} cannot be written: {error}"));
    }
    let shown = if root == Path::new(".") {
        PathBuf::from(&path)
    } else {
        root.join(&path)
    };
    terminal.say(&format!("Created {}  (id {id})", shown.display()));
    terminal.data(&format!("{path}\n"));
    terminal.say(&match kind {
        Kind::Source => format!("  cite it as [@{id}, p. 1 \"exact words\"]"),
        Kind::Claim => {
            format!("  refer to it as [[{id}]], show its card with ![[{id}]] on a line of its own")
        }
        _ => format!("  refer to it as [[{id}]] or [[{id}|words of yours]]"),
    });
    for message in todo {
        terminal.say(&format!("  still to do: {message}"));
    }
    Outcome::Clean
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

/// A field with the values that were given for it.
type Given = (&'static Field, Vec<String>);

/// Title and values: an address in place of the title is the address.
fn subject(args: &Entry) -> Result<(String, Vec<Given>), String> {
    let mut values = args.values.clone();
    let url = options(args.kind)
        .into_iter()
        .find(|option| option.field.name == "url");
    let title = match (&args.subject, url) {
        (Some(subject), Some(url)) if is_web_address(subject) => {
            if values.iter().any(|(field, _)| field.name == "url") {
                return Err("the address is given twice".to_owned());
            }
            values.push((url.field, vec![subject.clone()]));
            args.title
                .as_ref()
                .ok_or("an address needs a title beside it: --title \"Headline\"")?
        }
        (Some(_), _) if args.title.is_some() => return Err("the title is given twice".to_owned()),
        (Some(subject), _) => subject,
        (None, _) => args
            .title
            .as_ref()
            .ok_or("say the title: dossier new KIND \"Title\"")?,
    };
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err("the title is empty".to_owned());
    }
    Ok((title, values))
}

/// The file that has the id, if one has.
fn taken(tree: &SourceTree, id: &str) -> Option<String> {
    let mut files = tree
        .under("content")
        .filter(|file| file.path.ends_with(".md"));
    let is_it =
        |path: &str| path.strip_suffix(".md").and_then(|p| p.rsplit('/').next()) == Some(id);
    files
        .find(|file| is_it(&file.path))
        .map(|file| file.path.to_string())
}

/// What would be wrong with a new entry, and what it would still lack. Both are found by running the
/// line over the dossier as if the file were there.
fn findings(
    project: project::Project,
    path: &str,
    text: &str,
) -> ((SourceTree, Diagnostics), Vec<String>) {
    let mut tree = project.tree;
    tree.insert(SourceFile::new(path, text.as_bytes()));
    let mut session = Session::new(Options {
        drafts: Drafts::Shown,
        ..Options::once(project::today())
    });
    let mut prepared = session.join(&tree, (project.config, Diagnostics::new()));
    prepared
        .findings
        .0
        .retain(|finding| *finding.location.path == *path);
    let wrong = prepared.findings.clone();
    prepared.check(&tree);
    let is_new = |finding: &&crate::diagnostic::Diagnostic| {
        *finding.location.path == *path && !wrong.0.contains(finding)
    };
    let todo = prepared.findings.0.iter().filter(is_new).map(|finding| {
        let end = if finding.severity == Severity::Error {
            " (an error until then)"
        } else {
            ""
        };
        format!("{}{end}", finding.message)
    });
    let todo = todo.collect();
    ((tree, wrong), todo)
}

fn failed(terminal: &Terminal, message: &str) -> Outcome {
    terminal.fail(message);
    Outcome::Failed
}
