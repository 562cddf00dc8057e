"""data/sources.bib: bibtexparser reads all of it."""
import re

import bibtexparser

FILE = "data/sources.bib"


def check(site):
    if not site.has(FILE):
        return [f"no {FILE}"]
    library = bibtexparser.parse_string(site.text(FILE))
    problems = [f"not read: {str(block)[:120]}" for block in library.failed_blocks]
    sources = {entry["id"] for entry in site.entries("source")}
    keys = [entry.key for entry in library.entries]
    if set(keys) != sources or len(keys) != len(sources):
        problems.append(f"{len(keys)} entries of {len(sources)} sources: {sorted(set(keys) ^ sources)[:3]}")
    for entry in library.entries:
        if "title" not in entry.fields_dict:
            problems.append(f"{entry.key}: no title")
    return problems


MUTATIONS = [
    ("an open brace", FILE, lambda text: re.sub(r"\}\s*,\n", ",\n", text, count=1)),
    ("two keys alike", FILE, lambda text: re.sub(r"(@\w+\{)[^,]+", r"\1same", text, count=2)),
    ("a lost entry", FILE, lambda text: re.sub(r"@\w+\{", "comment {", text, count=1)),
]


def said(site):
    return f"{len(site.entries('source'))} sources"
