//! `cargo run --example corpus -- N DIR` → a dossier of N made-up entries, the same bytes for the same N.
//!
//! The mix follows a real dossier: entries of about 350 words with 5 to 10 references (one in ten of them
//! to one of a few hubs), 4 to 8 citations, relations, dates of every form, some tables, lists and code.
//! All names are made of syllables: nothing in it is about anybody.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

/// Share of each kind in thousandths; pages take the rest.
const SHARES: [(&str, usize); 5] = [
    ("actors", 280),
    ("events", 400),
    ("claims", 120),
    ("sources", 130),
    ("places", 60),
];
/// Actors that a tenth of all references lead to.
const N_HUBS: usize = 5;
const N_WORDS: usize = 6000;
const TOPICS: [&str; 12] = [
    "water", "grain", "harbour", "mines", "roads", "tolls", "schools", "press", "courts", "land",
    "energy", "archive",
];
const RELATIONS: [(&str, &str); 6] = [
    ("client of", "supplier of"),
    ("part of", "has as part"),
    ("advises", "is advised by"),
    ("owns", "is owned by"),
    ("appointed", "was appointed by"),
    ("wrote to", "received letters from"),
];
/// The most frequent words; all others follow Zipf's law behind them.
const FUNCTION_WORDS: [&str; 24] = [
    "the", "of", "and", "to", "in", "a", "that", "for", "on", "with", "as", "by", "at", "from",
    "its", "it", "this", "or", "an", "which", "after", "between", "under", "about",
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [n, folder] = arguments.as_slice() else {
        return usage();
    };
    let Ok(n) = n.replace('_', "").parse::<usize>() else {
        return usage();
    };
    if n < 50 {
        return usage();
    }
    match write_corpus(n, Path::new(folder)) {
        Ok(totals) => {
            println!(
                "{n} entries with {} references and {} citations in {folder}",
                totals.references, totals.citations
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("corpus: {folder}: {error}");
            ExitCode::from(2)
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: cargo run --release --example corpus -- N DIR   (N at least 50)");
    ExitCode::from(2)
}

#[derive(Default)]
struct Totals {
    references: usize,
    citations: usize,
}

/// SplitMix64, so that a corpus never changes with a version of a crate.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0..n`.
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).expect("it is below a usize")
    }

    fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    fn chance(&mut self, per_cent: usize) -> bool {
        self.below(100) < per_cent
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// All that entries may point at.
struct World {
    words: Vec<String>,
    actors: Vec<String>,
    events: Vec<String>,
    claims: Vec<String>,
    sources: Vec<String>,
    places: Vec<String>,
    pages: Vec<String>,
}

impl World {
    fn new(n: usize) -> Self {
        let mut random = Random(n as u64);
        let mut words: Vec<String> = FUNCTION_WORDS.map(str::to_owned).to_vec();
        let mut known: HashSet<String> = words.iter().cloned().collect();
        while words.len() < N_WORDS {
            let n_syllables = random.between(2, 4);
            let word = syllables(&mut random, n_syllables);
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        let count = |kind: usize| n * SHARES[kind].1 / 1000;
        let ids = |stem: &str, n: usize| (0..n).map(|i| format!("{stem}-{i}")).collect();
        let n_pages = n - (0..SHARES.len()).map(count).sum::<usize>() - 1;
        Self {
            words,
            actors: ids("actor", count(0)),
            events: ids("event", count(1)),
            claims: ids("claim", count(2)),
            sources: ids("source", count(3)),
            places: ids("place", count(4)),
            pages: ids("page", n_pages),
        }
    }

    /// A reference's target: a hub, a neighbour in the story, or anything.
    fn target(&self, random: &mut Random) -> &str {
        let ids: &[String] = match random.below(100) {
            0..10 => &self.actors[..N_HUBS],
            10..50 => &self.actors,
            50..80 => &self.events,
            80..90 => &self.places,
            _ => &self.claims,
        };
        random.pick::<String>(ids)
    }

    /// A word, frequent ones often.
    fn word(&self, random: &mut Random) -> &str {
        if random.chance(42) {
            return &self.words[random.below(FUNCTION_WORDS.len())];
        }
        // Squaring twice puts most of the mass on the first hundreds, as in prose.
        let u = random.below(10_000);
        let rank = u * u / 10_000 * u / 10_000 * (self.words.len() - 1) / 10_000;
        &self.words[rank]
    }
}

fn syllables(random: &mut Random, n: usize) -> String {
    const ONSETS: [&str; 18] = [
        "b", "br", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "z",
        "ch",
    ];
    const REST: [&str; 12] = [
        "a", "e", "i", "o", "u", "al", "en", "ir", "on", "á", "é", "ú",
    ];
    (0..n)
        .map(|_| format!("{}{}", random.pick(&ONSETS), random.pick(&REST)))
        .collect()
}

fn name(random: &mut Random) -> String {
    let mut part = |n| {
        let word = syllables(random, n);
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect()
        })
    };
    format!("{} {}", part(2), part(3))
}

fn write_corpus(n: usize, root: &Path) -> io::Result<Totals> {
    let world = World::new(n);
    let mut totals = Totals::default();
    put(root.join("dossier.yaml"), &config())?;
    // A template of its own, so that the bench can edit one.
    let template = include_str!("../themes/casefile/templates/event.html");
    put(root.join("templates/event.html"), template)?;
    let kinds: [(&str, &[String], FrontMatter); 6] = [
        ("actors", &world.actors, actor),
        ("events", &world.events, event),
        ("claims", &world.claims, claim),
        ("sources", &world.sources, source),
        ("places", &world.places, place),
        ("pages", &world.pages, page),
    ];
    for (number, (folder, ids, front_matter)) in kinds.into_iter().enumerate() {
        let folder = root.join("content").join(folder);
        fs::create_dir_all(&folder)?;
        for (i, id) in ids.iter().enumerate() {
            let mut random = Random(((number as u64 + 1) << 40) + i as u64);
            let mut text = String::from("---\n");
            front_matter(&mut text, i, &world, &mut random);
            common(&mut text, &world, &mut random);
            text.push_str("---\n");
            body(&mut text, &world, &mut random, &mut totals);
            fs::write(folder.join(format!("{id}.md")), text)?;
        }
    }
    let mut home = String::from("---\ntitle: Home\n---\n");
    body(&mut home, &world, &mut Random(7), &mut totals);
    put(root.join("content/index.md"), &home)?;
    Ok(totals)
}

fn put(path: PathBuf, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn config() -> String {
    let mut yaml = String::from(
        "title: A made-up dossier\ndescription: Nothing in it is about anybody.\nlang: en\n\
         url: https://example.org/made-up/\nauthor: The bench\n\
         # No saved texts lie beside it, so no quotation can be verified.\n\
         severity: {quotation-unverified: 'off'}\ntopics:\n",
    );
    for topic in TOPICS {
        writeln!(
            yaml,
            "  {topic}: {{title: On {topic}, summary: All about {topic}.}}"
        )
        .expect("it is a String");
    }
    yaml.push_str("relations:\n");
    for (i, (label, inverse)) in RELATIONS.iter().enumerate() {
        writeln!(
            yaml,
            "  relation-{i}: {{label: {label}, inverse: {inverse}}}"
        )
        .expect("it is a String");
    }
    yaml
}

type FrontMatter = fn(&mut String, usize, &World, &mut Random);

/// Adds a line to front matter.
macro_rules! line {
    ($to:expr, $($text:tt)*) => { writeln!($to, $($text)*).expect("it is a String") };
}

fn common(to: &mut String, world: &World, random: &mut Random) {
    line!(to, "summary: {}", sentence(world, random, 16));
    let topics = (random.below(TOPICS.len()), random.below(TOPICS.len()));
    if topics.0 == topics.1 {
        line!(to, "topics: [{}]", TOPICS[topics.0]);
    } else {
        line!(to, "topics: [{}, {}]", TOPICS[topics.0], TOPICS[topics.1]);
    }
}

fn actor(to: &mut String, i: usize, world: &World, random: &mut Random) {
    const TYPES: [&str; 5] = [
        "organization",
        "company",
        "public body",
        "media",
        "collective",
    ];
    let title = name(random);
    line!(to, "title: {title} {i}");
    line!(
        to,
        "aliases: [{}{i}, The {i}th of {}]",
        &title[..1],
        name(random)
    );
    line!(
        to,
        "type: {}",
        if random.chance(60) {
            "person"
        } else {
            random.pick(&TYPES)
        }
    );
    if i < 8 {
        line!(to, "main: true");
    }
    line!(to, "offices:");
    for _ in 0..random.between(1, 2) {
        let from = random.between(1990, 2015);
        line!(
            to,
            "  - {{role: {}, at: {}, date: {from}/{}, cite: '{}'}}",
            world.word(random),
            random.pick(&world.actors),
            from + random.below(9),
            cite(world, random)
        );
    }
    line!(to, "relations:");
    for _ in 0..random.between(1, 3) {
        let other = random.below(world.actors.len());
        let other = if other == i {
            (i + 1) % world.actors.len()
        } else {
            other
        };
        line!(
            to,
            "  - {{to: {}, type: relation-{}, date: {}, cite: '{}'}}",
            world.actors[other],
            random.below(RELATIONS.len()),
            date(random),
            cite(world, random)
        );
    }
}

fn event(to: &mut String, i: usize, world: &World, random: &mut Random) {
    line!(
        to,
        "title: {} {i}",
        sentence(world, random, 5).trim_end_matches('.')
    );
    if i < 10 {
        line!(to, "decisive: true");
    }
    if random.chance(8) {
        line!(to, "date:");
        for _ in 0..2 {
            line!(
                to,
                "  - {{value: {}, cite: '{}'}}",
                date(random),
                cite(world, random)
            );
        }
    } else {
        line!(to, "date: {}", date(random));
    }
    line!(to, "place: {}", random.pick(&world.places));
    line!(to, "actors:");
    let first = random.below(world.actors.len());
    for offset in 0..random.between(1, 3) {
        let actor = &world.actors[(first + offset * 7) % world.actors.len()];
        line!(to, "  - {{actor: {actor}, role: {}}}", world.word(random));
    }
    if random.chance(20) {
        line!(to, "amount: {} million MXN", random.between(1, 900));
    }
}

fn claim(to: &mut String, i: usize, world: &World, random: &mut Random) {
    line!(
        to,
        "title: {} {i}",
        sentence(world, random, 9).trim_end_matches('.')
    );
    line!(
        to,
        "about: [{}, {}]",
        random.pick(&world.actors),
        random.pick(&world.events)
    );
    line!(
        to,
        "status: {}",
        random.pick(&["documented", "alleged", "disputed"])
    );
    line!(to, "positions:");
    for stance in ["asserts", "denies"] {
        line!(
            to,
            "  - {{by: {}, stance: {stance}, date: {}, cite: '{}'}}",
            random.pick(&world.actors),
            date(random),
            cite(world, random)
        );
    }
}

fn source(to: &mut String, i: usize, world: &World, random: &mut Random) {
    line!(
        to,
        "title: {} {i}",
        sentence(world, random, 7).trim_end_matches('.')
    );
    line!(
        to,
        "type: {}",
        random.pick(&["article-newspaper", "webpage", "report", "broadcast"])
    );
    line!(
        to,
        "authors: [{{family: {}, given: {}}}]",
        name(random).replace(' ', ""),
        name(random)
    );
    line!(to, "publisher: {}", name(random));
    line!(to, "published: {}", day(random));
    line!(to, "accessed: 2024-01-{:02}", random.between(1, 31));
    line!(
        to,
        "url: https://example.org/{}/{i}",
        world.words[random.between(100, 900)].replace(['á', 'é', 'ú'], "a")
    );
    line!(to, "language: {}", random.pick(&["en", "es"]));
    if i > 0 && random.chance(40) {
        // Only earlier ones, so that no circle of origins comes about.
        line!(to, "origins: [{}]", world.sources[random.below(i)]);
    }
}

fn place(to: &mut String, i: usize, world: &World, random: &mut Random) {
    line!(to, "title: {} {i}", name(random));
    line!(to, "type: {}", random.pick(&["city", "state", "building"]));
    if i > 0 {
        line!(to, "within: {}", world.places[random.below(i)]);
    }
}

fn page(to: &mut String, i: usize, world: &World, random: &mut Random) {
    line!(
        to,
        "title: {} {i}",
        sentence(world, random, 4).trim_end_matches('.')
    );
}

fn date(random: &mut Random) -> String {
    let year = random.between(1995, 2023);
    match random.below(10) {
        0 => format!("{year}"),
        1 => format!("{year}-{:02}~", random.between(1, 12)),
        2 => format!("{year}?"),
        3 => format!("{year}-{:02}/..", random.between(1, 12)),
        4 => format!(
            "{year}-03-{:02}/{year}-04-{:02}",
            random.between(1, 31),
            random.between(1, 30)
        ),
        5 => format!("{year}-{:02}", random.between(1, 12)),
        _ => day(random),
    }
}

fn day(random: &mut Random) -> String {
    let (year, month) = (random.between(1995, 2023), random.between(1, 12));
    format!("{year}-{month:02}-{:02}", random.between(1, 28))
}

/// Words of a sentence without its full stop.
fn words(world: &World, random: &mut Random, n: usize) -> String {
    let mut text = String::with_capacity(n * 7);
    for i in 0..n {
        if i > 0 {
            text.push(' ');
        }
        text.push_str(world.word(random));
    }
    text
}

fn sentence(world: &World, random: &mut Random, n: usize) -> String {
    let text = words(world, random, n);
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", letters.as_str())
}

fn cite(world: &World, random: &mut Random) -> String {
    let source = random.pick(&world.sources);
    match random.below(10) {
        0..5 => format!("[@{source}]"),
        5..7 => format!("[@{source}, p. {}]", random.between(1, 90)),
        7..9 => {
            let n = random.between(4, 9);
            format!("[@{source} \"{}\"]", words(world, random, n))
        }
        _ => format!(
            "[@{source}, p. {}; @{}]",
            random.between(1, 90),
            random.pick(&world.sources)
        ),
    }
}

/// About 350 words in 5 to 7 paragraphs.
fn body(to: &mut String, world: &World, random: &mut Random, totals: &mut Totals) {
    const N_SENTENCES: usize = 22;
    let mut references = random.between(5, 10);
    let mut citations = random.between(4, 7);
    totals.references += references;
    totals.citations += citations;
    for i in 0..N_SENTENCES {
        let left = N_SENTENCES - i;
        if i % 8 == 0 && i > 0 {
            let heading = words(world, random, 3);
            write!(to, "\n\n## {heading} {i}\n\n").expect("it is a String");
        } else if i % 4 == 0 && i > 0 {
            to.push_str("\n\n");
        } else if i > 0 {
            to.push(' ');
        }
        let n = random.between(10, 20);
        let text = sentence(world, random, n);
        let mut text = text.trim_end_matches('.').to_owned();
        // What is linked is cited: a sentence that names somebody states a fact.
        let is_cited = citations >= left || (citations > 0 && random.chance(30));
        if is_cited {
            let n = references / citations;
            for _ in 0..n {
                reference(&mut text, world, random);
            }
            references -= n;
            write!(text, " {}", cite(world, random)).expect("it is a String");
            citations -= 1;
        }
        to.push_str(&text);
        to.push('.');
    }
    to.push('\n');
    extras(to, world, random, totals);
}

fn reference(to: &mut String, world: &World, random: &mut Random) {
    let target = world.target(random);
    if random.chance(70) {
        let label = words(world, random, 2);
        write!(to, " [[{target}|{label}]]").expect("it is a String");
    } else {
        write!(to, " [[{target}]]").expect("it is a String");
    }
}

/// What is not prose: a table in a fifth of the entries, a list in a third, code in a tenth.
fn extras(to: &mut String, world: &World, random: &mut Random, totals: &mut Totals) {
    if random.chance(20) {
        to.push_str("\n| Item | Sum | Note |\n|---|---:|---|\n");
        for _ in 0..random.between(3, 8) {
            line!(
                to,
                "| {} | {} | {} [@{}] |",
                words(world, random, 2),
                random.below(90_000),
                words(world, random, 4),
                random.pick::<String>(&world.sources)
            );
            totals.citations += 1;
        }
    }
    if random.chance(33) {
        to.push('\n');
        for _ in 0..random.between(3, 6) {
            line!(to, "- {}", sentence(world, random, 8));
        }
    }
    if random.chance(10) {
        to.push_str("\n```python\n");
        for i in 0..random.between(4, 10) {
            line!(
                to,
                "def step_{i}(total, rate={}):\n    return total * rate  # {}",
                random.below(100),
                words(world, random, 3)
            );
        }
        to.push_str("```\n");
    }
}
