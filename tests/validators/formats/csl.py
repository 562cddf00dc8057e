"""data/sources.csl.json: the schema of citation-style-language, tests/schemas/csl-data.json (MIT licence)."""
import json
import pathlib
import re

from jsonschema import Draft7Validator

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "schemas/csl-data.json"
FILE = "data/sources.csl.json"


def check(site):
    if not site.has(FILE):
        return [f"no {FILE}"]
    items = json.loads(site.text(FILE))
    validator = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    problems = [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(items)]
    sources = {entry["id"]: entry for entry in site.entries("source")}
    known = {item["id"]: item for item in items}
    if set(known) != set(sources) or len(known) != len(items):
        problems.append(f"{len(items)} items of {len(sources)} sources")
    for name, item in known.items():
        if item.get("title") != sources.get(name, {}).get("title"):
            problems.append(f"{name}: {item.get('title')!r}")
    return problems


MUTATIONS = [
    ("an unknown key", FILE, lambda text: re.sub(r'"title":', '"titel":', text, count=1)),
    ("an unknown type", FILE, lambda text: re.sub(r'"type":\s*"[^"]*"', '"type":"newspaper"', text, count=1)),
    ("another id", FILE, lambda text: re.sub(r'"id":\s*"', '"id":"x', text, count=1)),
]


def said(site):
    return f"{len(site.entries('source'))} sources"
