//! Findings that other stages make, so that `dossier explain` and docs/checks.md know every id. A test
//! reads the sources: an id without a row here, and a row without a use, fail.

use crate::diagnostic::Severity;

/// What a stage other than this one reports.
pub struct BuiltIn {
    pub id: &'static str,
    pub severity: Severity,
    /// What it finds, in one sentence.
    pub summary: &'static str,
    pub why: &'static str,
    /// Something that would be reported; empty where none can be shown.
    pub example: &'static str,
    pub fix: &'static str,
}

/// The row with this id, or none.
#[must_use]
pub fn find(id: &str) -> Option<&'static BuiltIn> {
    ALL.iter().find(|row| row.id == id)
}

/// All of them, in the order of the stages.
pub const ALL: &[BuiltIn] = &[
    BuiltIn {
        id: "unreadable-file",
        severity: Severity::Error,
        summary: "A file cannot be read from disk.",
        why: "The message says why: often the rights of the file, a disk that went away, or a name that is not UTF-8.",
        example: "",
        fix: "Make the file readable, rename it, or remove it.",
    },
    BuiltIn {
        id: "symbolic-link",
        severity: Severity::Warning,
        summary: "A symbolic link was not followed.",
        why: "A link could bring a file from outside the dossier into the published site.",
        example: "",
        fix: "Copy the file to where the link is.",
    },
    BuiltIn {
        id: "misplaced-entry",
        severity: Severity::Error,
        summary: "A Markdown file lies where no entry belongs, or does not end in `.md`.",
        why: "The folder tells the kind of an entry: `actors`, `events`, `places`, `sources`, `claims`, `pages`. Only `index.md` lies at the top of `content/`. A name that ends in `.MD` or `.markdown` is not read as an entry, nor published as a file.",
        example: "`content/persons/ana.md`",
        fix: "Move the file into the folder of its kind, and let its name end in `.md`.",
    },
    BuiltIn {
        id: "missing-config",
        severity: Severity::Error,
        summary: "There is no dossier.yaml.",
        why: "It says what the dossier is called and what holds for all of it; a folder without it is no dossier.",
        example: "",
        fix: "Write one with `title: ...`, or run `dossier new site NAME`.",
    },
    BuiltIn {
        id: "encoding",
        severity: Severity::Error,
        summary: "A file is not UTF-8.",
        why: "Every other encoding turns accents into wrong letters somewhere on the way.",
        example: "",
        fix: "Save the file as UTF-8.",
    },
    BuiltIn {
        id: "control-character",
        severity: Severity::Error,
        summary: "There is a control character in a text.",
        why: "It cannot be seen, and breaks feeds and data files.",
        example: "",
        fix: "Delete it: the finding marks it.",
    },
    BuiltIn {
        id: "file-too-large",
        severity: Severity::Error,
        summary: "An entry is larger than a page can sensibly be.",
        why: "4 MiB of text, or 256 KiB of front matter, is the length of several novels, and almost always the wrong file.",
        example: "",
        fix: "Split it into several entries, or link to the long text.",
    },
    BuiltIn {
        id: "missing-front-matter",
        severity: Severity::Error,
        summary: "A file does not begin with front matter, or its front matter has no end.",
        why: "Front matter says at least what the entry is called.",
        example: "A file that begins with `# Title`.",
        fix: "Begin with a line `---`, then `title: ...`, then another line `---`.",
    },
    BuiltIn {
        id: "invalid-yaml",
        severity: Severity::Error,
        summary: "Front matter, or a file of settings, is not YAML.",
        why: "Nothing in it can be trusted until it can be read.",
        example: "`title: Report: part two` — the second colon needs quotes.",
        fix: "Mend the marked line: most often it is a colon, a quotation mark or the indentation.",
    },
    BuiltIn {
        id: "comma-in-value",
        severity: Severity::Warning,
        summary: "A value that could be a list has a comma in it.",
        why: "YAML takes `one, two` for one text: nobody finds the entry by either name.",
        example: "`aliases: The Office, AO`",
        fix: "Put a list in brackets, `[The Office, AO]`, and one value with a comma in double quotes.",
    },
    BuiltIn {
        id: "cut-value",
        severity: Severity::Error,
        summary: "A value within braces is cut at a comma.",
        why: "In `{by: ana, note: He hung up, twice}` YAML reads the note `He hung up` and a field `twice`: the rest of a sentence, or of a denial, would be lost without a word.",
        example: "`positions: [{by: ana, stance: denies, note: He hung up, twice}]`",
        fix: "Put the whole value in double quotes, or write the fields on lines of their own.",
    },
    BuiltIn {
        id: "comment-in-value",
        severity: Severity::Warning,
        summary: "A part of a value is a comment to YAML.",
        why: "Whatever follows a space and a `#` is left out, without a word: a title loses its end.",
        example: "`title: Exhibit #4`",
        fix: "Put the value in quotes: `title: \"Exhibit #4\"`. If it is a comment, write a space after the `#`.",
    },
    BuiltIn {
        id: "invalid-id",
        severity: Severity::Error,
        summary: "A file name, or the word of a topic, cannot be an id.",
        why: "The file's name is the entry's id and part of its address, and the word of a topic is that of its page: lower-case ASCII letters, digits and hyphens.",
        example: "`content/actors/Tomás_Example.md`",
        fix: "Rename the file, or write the word, as proposed.",
    },
    BuiltIn {
        id: "duplicate-id",
        severity: Severity::Error,
        summary: "Two entries have the same id.",
        why: "`[[id]]` and `[@id]` would not know which is meant. An id is unique in the whole dossier, whatever the kind.",
        example: "`actors/israel.md` and `places/israel.md`",
        fix: "Rename one of the files.",
    },
    BuiltIn {
        id: "reserved-id",
        severity: Severity::Error,
        summary: "An entry has the address of a page that the site makes itself.",
        why: "One of the two would overwrite the other.",
        example: "`content/pages/timeline.md`",
        fix: "Rename the file.",
    },
    BuiltIn {
        id: "address-collision",
        severity: Severity::Error,
        summary: "Two files would have the same address, or one that differs only by case and accents.",
        why: "On many computers they are one file. What the site makes itself has its address first: pages, redirects, feeds, and the files of the theme.",
        example: "`map.png` and `Map.png`; `static/index.html`",
        fix: "Rename one of them.",
    },
    BuiltIn {
        id: "invalid-redirect",
        severity: Severity::Error,
        summary: "An address in `redirects` cannot be an old address of this site.",
        why: "It would leave the site, or could not be written as a file.",
        example: "`redirects: [../old.html]`",
        fix: "Write the old address from the root of the site: `actors/old-id.html`.",
    },
    BuiltIn {
        id: "unknown-field",
        severity: Severity::Error,
        summary: "Front matter has a field that this kind of entry does not have.",
        why: "A misspelt field is silently empty in other programs; here it is an error, because it may be a date or a denial.",
        example: "`sumary: Bought the system.`",
        fix: "Use the field that is proposed; docs/writing.md lists all of them.",
    },
    BuiltIn {
        id: "duplicate-field",
        severity: Severity::Error,
        summary: "A field stands twice in the same front matter.",
        why: "Only one of the two could count.",
        example: "`title:` on two lines",
        fix: "Remove one of them.",
    },
    BuiltIn {
        id: "missing-field",
        severity: Severity::Error,
        summary: "A field that an entry of this kind must have is missing.",
        why: "Without it the entry cannot be shown.",
        example: "An event without `date`.",
        fix: "Add the field.",
    },
    BuiltIn {
        id: "wrong-type",
        severity: Severity::Error,
        summary: "A field has a value of another type than it takes.",
        why: "A list where a text belongs, or a number where a date belongs, would be shown wrong.",
        example: "`aliases: {a: b}`",
        fix: "Write the value in the form that the finding names.",
    },
    BuiltIn {
        id: "unknown-word",
        severity: Severity::Error,
        summary: "A field takes one of a few words, and has another.",
        why: "Status words, stances and flags have fixed meanings, which the site prints.",
        example: "`status: rumoured`",
        fix: "Use one of the words that the finding lists.",
    },
    BuiltIn {
        id: "undeclared-word",
        severity: Severity::Error,
        summary: "A topic or a type of relation is not declared in dossier.yaml.",
        why: "Its label for readers is declared there.",
        example: "`topics: [procurment]`",
        fix: "Declare it, or use the word that is proposed.",
    },
    BuiltIn {
        id: "invalid-date",
        severity: Severity::Error,
        summary: "A value is not a date.",
        why: "Dates are EDTF, and never guessed: a wrong guess would become a wrong fact.",
        example: "`date: 2014-13-26`",
        fix: "Write `2014`, `2014-09`, `2014-09-26`, `2014-09-26/2014-09-27`, `2014-09~` (about), `2019?` (uncertain).",
    },
    BuiltIn {
        id: "invalid-amount",
        severity: Severity::Error,
        summary: "A value is not an amount.",
        why: "Amounts are compared with each other, so they need a number and a unit.",
        example: "`amount: a lot`",
        fix: "Write `460 million MXN`, `>5 million USD`, `43 students`.",
    },
    BuiltIn {
        id: "invalid-citation",
        severity: Severity::Error,
        summary: "Something looks like a citation and cannot be read as one.",
        why: "It would be shown as text, and the statement would stand without its source.",
        example: r#"`[@weekly-2021 "the exact words]`"#,
        fix: r#"Write `[@source, p. 3 "exact words"; see @other]`, within one paragraph."#,
    },
    BuiltIn {
        id: "date-order",
        severity: Severity::Error,
        summary: "The stated order of events contradicts their dates, or itself.",
        why: "The timeline can follow only one of them.",
        example: "`after: [2016-resignation]` at an event of 2014",
        fix: "Mend a date, or take out the statement that is wrong.",
    },
    BuiltIn {
        id: "unknown-id",
        severity: Severity::Error,
        summary: "A field names an entry that does not exist.",
        why: "The page would promise something that is not there.",
        example: "`about: [exampel-agency]`",
        fix: "Write the id that is proposed, or make the entry: `dossier new`.",
    },
    BuiltIn {
        id: "own-relation",
        severity: Severity::Error,
        summary: "An actor has a relation to itself.",
        why: "It would stand in the graph and on the actor's page as a connection with nobody.",
        example: "`relations: [{to: example-agency, type: client}]` in `content/actors/example-agency.md`",
        fix: "Write the id of the other actor.",
    },
    BuiltIn {
        id: "wrong-kind",
        severity: Severity::Error,
        summary: "A field names an entry of the wrong kind.",
        why: "A place cannot take part in an event, nor an actor be its place.",
        example: "`place: example-agency`",
        fix: "Name an entry of the kind that the finding asks for.",
    },
    BuiltIn {
        id: "unknown-reference",
        severity: Severity::Error,
        summary: "A link leads to no entry.",
        why: "No entry has this id, title or alias.",
        example: "`[[Exampel Agency]]`",
        fix: "Write the name that is proposed, or make the entry.",
    },
    BuiltIn {
        id: "ambiguous-reference",
        severity: Severity::Error,
        summary: "A link by name fits several entries.",
        why: "Two entries share the title or alias.",
        example: "`[[Israel]]`, a state and a place",
        fix: "Write the id: `[[israel-state|Israel]]`.",
    },
    BuiltIn {
        id: "unknown-heading",
        severity: Severity::Error,
        summary: "A link leads to a heading that the entry does not have.",
        why: "A reader would land at the top of the page, looking for what is not there.",
        example: "`[[method#figurs]]`",
        fix: "Use one of the headings that the finding lists.",
    },
    BuiltIn {
        id: "broken-link",
        severity: Severity::Error,
        summary: "A link leads to no page and no file of the site.",
        why: "It would be a dead link for readers.",
        example: "`[map](../maps/old.png)`",
        fix: "Link to entries by id, to files by their path from this file.",
    },
    BuiltIn {
        id: "draft-reference",
        severity: Severity::Error,
        summary: "An entry refers to a draft.",
        why: "No byte of a draft reaches the published site, so the link would be dead.",
        example: "`[[secret-plan]]`, an entry with `draft: true`",
        fix: "Publish the draft, or write the name without brackets.",
    },
    BuiltIn {
        id: "not-a-claim",
        severity: Severity::Error,
        summary: "Something is set into a text that is no claim.",
        why: "`![[id]]` sets the card of a claim into the text; nothing else has one.",
        example: "`![[example-agency]]`",
        fix: "Link to it: `[[example-agency]]`.",
    },
    BuiltIn {
        id: "card-in-line",
        severity: Severity::Error,
        summary: "The card of a claim stands among words.",
        why: "A card is a block with its own columns and cannot stand within a sentence.",
        example: "`As he says: ![[bribe-claim]]`",
        fix: "Put it on a line of its own, with empty lines around it, or link to the claim: `[[bribe-claim]]`.",
    },
    BuiltIn {
        id: "unknown-source",
        severity: Severity::Error,
        summary: "A citation names a source that does not exist.",
        why: "The statement would rest on nothing.",
        example: "`[@weekly-2012]`",
        fix: "Write the id that is proposed, or make the source.",
    },
    BuiltIn {
        id: "missing-file",
        severity: Severity::Error,
        summary: "A picture or file is not there.",
        why: "Upper and lower case count, also where your own computer does not mind.",
        example: "`![A map](Map.PNG)`, and the file is `map.png`",
        fix: "Put the file beside the entry, and write its name exactly.",
    },
    BuiltIn {
        id: "unreadable-picture",
        severity: Severity::Warning,
        summary: "A file is a picture by its name and cannot be read as one.",
        why: "Readers see a broken picture. Most often the file was renamed instead of converted, or is the page of an error that was saved in place of the picture.",
        example: "`house.jpg`, and the file holds HTML",
        fix: "Open it in a picture editor and save it as JPEG, PNG or WebP, under a name that ends so.",
    },
    BuiltIn {
        id: "active-file",
        severity: Severity::Error,
        summary: "A file that an entry shows or links to would act in a reader's browser.",
        why: "Pages of the site run its own scripts only. An HTML page or a drawing with a script that is opened by itself may do with the site and its readers what it wants.",
        example: "`[the page](saved.html)`, or a map from a website that has a `<script>`",
        fix: "Save it as PDF or picture, or as a plain drawing, or link to where it is published.",
    },
    BuiltIn {
        id: "missing-alt",
        severity: Severity::Warning,
        summary: "A picture has no text for those who cannot see it.",
        why: "Whoever listens to the page, or has no picture on paper, misses what it shows.",
        example: "`![](house.jpg)`",
        fix: "Write what it shows: `![A grey office block](house.jpg)`.",
    },
    BuiltIn {
        id: "remote-image",
        severity: Severity::Error,
        summary: "A picture would be loaded from another site.",
        why: "That site would learn who reads this page, and could change the picture.",
        example: "`![](https://example.org/a.png)`",
        fix: "Save it beside the entry, if its licence allows.",
    },
    BuiltIn {
        id: "nested-too-deep",
        severity: Severity::Error,
        summary: "More quotations and lists stand within one another than a page can show.",
        why: "No reader follows sixty-four levels, and each further one costs more than the last.",
        example: "A line that begins with a hundred `>`.",
        fix: "Begin the line with fewer marks.",
    },
    BuiltIn {
        id: "unclosed-html",
        severity: Severity::Error,
        summary: "An entry opens HTML tags and does not close them.",
        why: "What is open changes all that follows, and the work to keep it open grows with each further tag.",
        example: "`<div>` on forty lines, without a single `</div>`",
        fix: "Close each tag, the last opened first; where Markdown has a form for it, write that.",
    },
    BuiltIn {
        id: "unsafe-html",
        severity: Severity::Error,
        summary: "An entry has HTML that acts.",
        why: "Scripts, frames and event handlers in a text could do anything to its readers.",
        example: "`<script>`",
        fix: "Write it in Markdown; what belongs to the whole site belongs into its theme.",
    },
    BuiltIn {
        id: "unsafe-link",
        severity: Severity::Error,
        summary: "A link has a scheme that acts.",
        why: "`javascript:` and `data:` links run code on the page.",
        example: "`[x](javascript:alert(1))`",
        fix: "Link to an `https:` or `mailto:` address, or to a file of the dossier.",
    },
    BuiltIn {
        id: "duplicate-footnote",
        severity: Severity::Error,
        summary: "A footnote has two texts.",
        why: "Only one of them would be printed.",
        example: "`[^a]: One.` and later `[^a]: Two.`",
        fix: "Give one of them another name, in its mark as well.",
    },
    BuiltIn {
        id: "unknown-footnote",
        severity: Severity::Error,
        summary: "A footnote mark has no footnote.",
        why: "The mark would be shown as text.",
        example: "`[^1]` without `[^1]: ...`",
        fix: "Add the footnote, or remove the mark.",
    },
    BuiltIn {
        id: "unused-footnote",
        severity: Severity::Warning,
        summary: "A footnote has no mark.",
        why: "It is not shown at all.",
        example: "`[^1]: ...` without `[^1]`",
        fix: "Put the mark where it belongs, or remove the footnote.",
    },
    BuiltIn {
        id: "snapshot-missing",
        severity: Severity::Warning,
        summary: "A saved text is not in the folder of snapshots, and the lock does not know all that is quoted from it.",
        why: "Snapshots are somebody's copyright and lie outside the repository, so a clone may be without them. What `evidence.lock` knows still holds.",
        example: "",
        fix: "Put the text there, or run `dossier verify` where it is.",
    },
    BuiltIn {
        id: "snapshot-changed",
        severity: Severity::Error,
        summary: "A saved text is not the one that its source names.",
        why: "Its SHA-256 differs: somebody saved the page anew, or the wrong file has this name.",
        example: "",
        fix: "If the file is right, write its hash into the source and verify again; if not, put back the old text.",
    },
    BuiltIn {
        id: "snapshot-encoding",
        severity: Severity::Error,
        summary: "A saved text is not UTF-8.",
        why: "Words with accents could not be found in it.",
        example: "",
        fix: "Save the text as UTF-8, and write the hash of the new file into the source.",
    },
    BuiltIn {
        id: "snapshot-exclusion",
        severity: Severity::Error,
        summary: "The words that mark a part of a saved text as no evidence do not mark one place.",
        why: "A page that was saved anew in other words must not quietly let its readers' comments back in.",
        example: "`exclude: [{from: Comments}]`, and the text has the word twice",
        fix: "Give more of the words, exactly as they stand in the saved text.",
    },
    BuiltIn {
        id: "quotation-not-found",
        severity: Severity::Error,
        summary: "A quotation does not stand in the saved text of its source.",
        why: "Case, accents and every word count; quotation marks, dashes and spaces do not. The finding shows the passage that comes nearest, and the difference: `[-only in the quotation-]`, `{+only in the source+}`.",
        example: r#"`[@weekly-2021 "she never left"]`, and the source has "she left""#,
        fix: "Quote what stands there. `[…]` leaves words out within one paragraph, `[word]` adds one.",
    },
    BuiltIn {
        id: "quotation-excluded",
        severity: Severity::Error,
        summary: "A quotation stands only in a part of the saved text that is no evidence.",
        why: "Readers' comments, newsletters and buttons are not the article.",
        example: "",
        fix: "Quote the article itself, or mend `exclude` of the source.",
    },
    BuiltIn {
        id: "quotation-unreadable",
        severity: Severity::Error,
        summary: "A quotation cannot be looked up.",
        why: "It has no words, or nothing stands before or after a `[…]`.",
        example: r#"`[@weekly-2021 "[…] left"]`"#,
        fix: "Write the exact words of the source between the quotation marks.",
    },
    BuiltIn {
        id: "stale-lock",
        severity: Severity::Error,
        summary: "`evidence.lock` is not what the quotations and saved texts make it.",
        why: "The site would tell readers something else than what was verified.",
        example: "`dossier verify --check` after a quotation was added.",
        fix: "Run `dossier verify` and commit the file.",
    },
    BuiltIn {
        id: "template",
        severity: Severity::Error,
        summary: "A template has a mistake, or asks for something that its page does not have.",
        why: "The page cannot be made.",
        example: "",
        fix: "Mend the template at the marked place; docs/themes.md lists what each template sees.",
    },
    BuiltIn {
        id: "unused-template",
        severity: Severity::Warning,
        summary: "No page is printed with a template.",
        why: "A template with a slip in its name takes nobody's place: the page stays as it was, without a word.",
        example: "`templates/actr.html`",
        fix: "Give it the name of a template of the theme, which `dossier theme list` shows, or name it in one that is used.",
    },
    BuiltIn {
        id: "unknown-theme",
        severity: Severity::Error,
        summary: "The theme is not there, or extends itself.",
        why: "`theme` in dossier.yaml names a folder in `themes/`, or a theme that the program ships.",
        example: "`theme: casefiel`",
        fix: "Write the name that is proposed.",
    },
    BuiltIn {
        id: "missing-words",
        severity: Severity::Warning,
        summary: "The interface has not all its words in the language of the dossier.",
        why: "What is missing stays English: menus, headings and status words of one page in two languages.",
        example: "`lang: de` in dossier.yaml, and no theme with a file `strings/de.yaml`",
        fix: "Write `themes/NAME/strings/LANG.yaml` with all keys of `themes/casefile/strings/en.yaml`, as docs/themes.md tells.",
    },
    BuiltIn {
        id: "unknown-style",
        severity: Severity::Error,
        summary: "There is no citation style of this name.",
        why: "`style` in dossier.yaml names a style of the CSL repository that the program ships.",
        example: "`style: chicago`",
        fix: "Write for instance `chicago-notes` or `apa`.",
    },
    BuiltIn {
        id: "vanished-page",
        severity: Severity::Error,
        summary: "A page that is published now would not be there any more.",
        why: "Others link to it, and a static host has no way to tell them where it went. `dossier publish` compares with what the branch has, `dossier check --publish --against` with what stands at the address.",
        example: "`content/actors/ana.md` was renamed to `ana-example.md`, and `actors/ana.html` is linked from elsewhere.",
        fix: "Add `redirects: [actors/ana.html]` to the entry that it became; `dossier check --publish --fix` does it where git knows of the renaming. To let it go: `--allow-removal`.",
    },
    BuiltIn {
        id: "broken-fragment",
        severity: Severity::Error,
        summary: "A link of the finished site leads to a part of a page that is not there.",
        why: "A browser then shows the top of the page, and the reader searches.",
        example: "`index.html#sources`, and no element of the home page has that id",
        fix: "Link to an id that the page has, or to the page alone.",
    },
    BuiltIn {
        id: "link-outside-site",
        severity: Severity::Error,
        summary: "A link of the finished site leads past it on the same host.",
        why: "A project site lies in a folder of its host: what starts with `/` leads to another site there, or nowhere. The page for missing addresses is shown at any depth, so what is relative there leads nowhere.",
        example: "`<link href=\"/style.css\">` under `https://user.github.io/repo/`",
        fix: "Link relative to the page: in templates, `{{ page.root }}style.css`.",
    },
    BuiltIn {
        id: "site-too-large",
        severity: Severity::Error,
        summary: "The site is near or over what GitHub Pages takes.",
        why: "A site may have 1 GB; larger ones are not deployed.",
        example: "",
        fix: "Make the largest files smaller, or put them on another host; the finding names them.",
    },
    BuiltIn {
        id: "large-file",
        severity: Severity::Error,
        summary: "A file is near or over what GitHub takes.",
        why: "A push with a file over 100 MiB is refused; from 50 MiB on there is a warning.",
        example: "",
        fix: "Make it smaller, or put it on a host for large files.",
    },
    BuiltIn {
        id: "missing-page",
        severity: Severity::Error,
        summary: "The site has no `index.html` or no `404.html`.",
        why: "The host shows the one for the address of the site, the other for addresses that do not exist.",
        example: "",
        fix: "Write `content/index.md`; the page for missing addresses comes from the theme.",
    },
    BuiltIn {
        id: "hidden-file",
        severity: Severity::Warning,
        summary: "A file of the site begins with a dot.",
        why: "The action that uploads a site for Pages leaves hidden files out, `.well-known` with them; publishing by branch keeps them. Of the hidden files in `static/`, only those in `.well-known` are part of a site.",
        example: "`static/.well-known/security.txt`",
        fix: "Publish by branch, or set `include-hidden-files: true` where the workflow uploads.",
    },
    BuiltIn {
        id: "unservable-name",
        severity: Severity::Error,
        summary: "A file name cannot be served, or cannot be a file on some systems.",
        why: "A character that means something else in an address cannot be asked for; a folder `.git` can be in no commit; Windows has no file `aux.txt`.",
        example: "`static/what?.pdf`",
        fix: "Rename it: letters, digits, hyphens and dots are safe everywhere.",
    },
    BuiltIn {
        id: "invalid-domain",
        severity: Severity::Error,
        summary: "The CNAME file does not hold one domain.",
        why: "GitHub takes the domain of a site published by branch from it.",
        example: "`https://dossier.example/`",
        fix: "Write the domain alone: `dossier.example`.",
    },
    BuiltIn {
        id: "file-not-served",
        severity: Severity::Error,
        summary: "A file of the site does not stand at its address.",
        why: "`dossier verify --site` asks for every file that was built; readers and other sites will ask for this one.",
        example: "`https://user.github.io/repo/actors/ana.html` answers 404",
        fix: "Publish the site. A host may need some minutes; if it was long ago, look at the run of the workflow, or at the settings under Pages.",
    },
    BuiltIn {
        id: "file-differs",
        severity: Severity::Error,
        summary: "Another file than the built one stands at an address.",
        why: "Readers see another version than you do, or a server on the way changes what it serves.",
        example: "The site was published from another commit, or for another address; or the host still serves the version before, as GitHub does for ten minutes.",
        fix: "Check out what was published, or publish again, wait, and verify again.",
    },
    BuiltIn {
        id: "missing-address",
        severity: Severity::Error,
        summary: "A missing address does not answer 404 with the page of the site.",
        why: "A search engine lists pages that answer 200 although there is nothing; a reader who followed an old link wants the way back that the site's own page shows.",
        example: "`https://dossier.example/no-such-page.html` answers 200",
        fix: "On GitHub Pages, publish again: `404.html` must lie at the root of the site. On another host, name it as the page for errors.",
    },
    BuiltIn {
        id: "other-canonical",
        severity: Severity::Error,
        summary: "A page names another address as its own than the one at which it stands.",
        why: "Search engines and social networks take the address that the page names; if nothing stands there, they lose it.",
        example: "A site built with `url: https://dossier.example/` stands at `https://user.github.io/repo/`",
        fix: "Set `url` in dossier.yaml to the address at which the site stands, build and publish.",
    },
    BuiltIn {
        id: "dead-link",
        severity: Severity::Error,
        summary: "Nothing stands any more at an address of a source.",
        why: "A reader who doubts a statement must be able to get hold of its source. It is a warning where the source has another address that answers.",
        example: "`url` of a source answers 404, and it has no `archive_url`",
        fix: "Look for a copy, for instance at `https://web.archive.org/`, and write its address as `archive_url`.",
    },
    BuiltIn {
        id: "unclear-link",
        severity: Severity::Warning,
        summary: "It is not clear whether a reader finds a source at its address.",
        why: "Some hosts refuse programs, some fail for a day, some lead all that is gone to their front page.",
        example: "`url` of a source answers 403",
        fix: "Open it in a browser.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rule;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Every source file without its tests.
    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("built_in.rs")
            {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push(text.split("#[cfg(test)]").next().unwrap().to_owned());
            }
        }
    }

    /// Ids among the first two arguments of each call that makes a finding.
    fn emitted(text: &str) -> Vec<String> {
        let mut ids = Vec::new();
        for call in ["Diagnostic::error(", "Diagnostic::warning(", " fail("] {
            for rest in text.split(call).skip(1) {
                let id = rest
                    .splitn(3, ',')
                    .take(2)
                    .filter_map(|argument| argument.trim().strip_prefix('"')?.strip_suffix('"'))
                    .find(|word| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
                ids.extend(id.map(str::to_owned));
            }
        }
        ids
    }

    #[test]
    fn every_id_that_is_emitted_is_explained_and_the_other_way_round() {
        let mut texts = Vec::new();
        sources(
            Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
            &mut texts,
        );
        let emitted: BTreeSet<String> = texts.iter().flat_map(|text| emitted(text)).collect();
        let explained: BTreeSet<String> = ALL.iter().map(|row| row.id.to_owned()).collect();
        let rules: BTreeSet<String> = rule::ALL.iter().map(|rule| rule.id.to_owned()).collect();
        let missing: Vec<&String> = emitted
            .difference(&explained)
            .filter(|id| !rules.contains(*id))
            .collect();
        assert!(missing.is_empty(), "add a row for {missing:?}");
        let unused: Vec<&String> = explained.difference(&emitted).collect();
        assert!(unused.is_empty(), "nothing emits {unused:?}");
        assert_eq!(explained.len(), ALL.len(), "an id stands twice");
        assert!(explained.is_disjoint(&rules));
    }
}
