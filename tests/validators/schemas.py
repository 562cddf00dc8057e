#!/usr/bin/env python3
"""Holds the schemas in schemas/ against the shipped dossier, with the jsonschema package.

Every file of content/ must pass the schema of its kind, every mutation must fail it, and the schemas
themselves must be valid. Needs: pip install jsonschema pyyaml
"""
import copy
import json
import pathlib
import re
import sys

import yaml
from jsonschema import Draft202012Validator

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Yaml12(yaml.SafeLoader):
    """Reads `no` and `2014-09-26` as text, as YAML 1.2 does."""


Yaml12.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def read(text):
    return yaml.load(text, Yaml12)


def front_matter(path):
    return read(path.read_text(encoding="utf-8").lstrip("\ufeff").split("---\n", 2)[1])


FOLDERS = {"actors": "actor", "events": "event", "places": "place", "sources": "source", "claims": "claim", "pages": "page"}
VALIDATORS = {}
for file in sorted((ROOT / "schemas").glob("*.schema.json")):
    schema = json.loads(file.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    VALIDATORS[file.name.split(".")[0]] = Draft202012Validator(schema)
assert len(VALIDATORS) == len(FOLDERS) + 1, sorted(VALIDATORS)

failed = 0
passed = 0
examples = {}
for file in sorted((ROOT / "content").rglob("*.md")):
    kind = "page" if file.parent.name == "content" else FOLDERS[file.parent.name]
    fields = front_matter(file)
    examples.setdefault(kind, fields)
    errors = list(VALIDATORS[kind].iter_errors(fields))
    for error in errors:
        print(f"{file.relative_to(ROOT)}: {error.json_path}: {error.message}")
    failed += bool(errors)
    passed += not errors
config = read((ROOT / "dossier.yaml").read_text(encoding="utf-8"))
for error in VALIDATORS["config"].iter_errors(config):
    print(f"dossier.yaml: {error.json_path}: {error.message}")
    failed += 1
examples["config"] = config

ACCOUNTS = [{"value": "2014", "cite": "[@a]"}]
GOOD_DATES = ["2014", 2014, "2014-09", "2014-09-26", "2014-09-26/2014-09-27", "2014-09~", "2019?", "2019-12/..", "2019-12/",
              "/2014", "201X", "20XX", "2014-XX", "2014-09-XX", "2020-21", "-0044", "Y17000", "[2019,2020]", "[..2023-08]",
              "[2019..2020]", "{2019,2021}", "2014-09-26T22:30", "2014-09-26T22:30:00-05:00"]
BAD_DATES = ["2014-13-26", "2014-13", "2014-00", "2014-09-32", "September 2014", "26-09-2014", "2014/09/26", "2014-9", "", "soon"]
good = [("event", {"title": "T", "date": date}) for date in GOOD_DATES]
good += [
    ("event", {"title": 1984, "date": ACCOUNTS}),
    ("event", {"title": "T", "date": {"accounts": ACCOUNTS, "note": "n"}, "actors": ["a", {"actor": "b", "role": "r"}]}),
    ("event", {"title": "T", "date": 2014, "summary": None}),
    ("actor", {"title": "T", "type": "person", "living": False}),
]
bad = [("event", {"title": "T", "date": date}) for date in BAD_DATES]
bad += [
    ("event", {"title": "T"}),
    ("event", {"date": 2014}),
    ("event", {"title": None, "date": 2014}),
    ("event", {"title": "", "date": 2014}),
    ("event", {"title": "T", "date": []}),
    ("event", {"title": "T", "date": [{"cite": "[@a]"}]}),
    ("event", {"title": "T", "date": [{"value": 2014, "sure": True}]}),
    ("event", {"title": "T", "date": 2014, "place": "Not An Id"}),
    ("event", {"title": "T", "date": 2014, "decisive": "perhaps"}),
    ("actor", {"title": "T", "type": "persom"}),
    ("actor", {"title": "T", "type": "person", "url": "example.org"}),
    ("actor", {"title": "T", "type": "person", "relations": [{"to": "a"}]}),
    ("place", {"title": "T", "coordinates": [91, 0]}),
    ("place", {"title": "T", "coordinates": [1]}),
    ("claim", {"title": "T", "about": "a", "status": "sure"}),
    ("claim", {"title": "T", "about": "a", "status": "alleged", "positions": [{"by": "a", "stance": "denies"}]}),
    ("page", {"title": "T", "order": -1}),
    ("config", {"title": "T", "severity": {"coverage": "loud"}}),
]
for kind, fields in examples.items():
    unknown = copy.deepcopy(fields)
    unknown["titel"] = "x"
    bad.append((kind, unknown))
for kind, fields in good:
    for error in VALIDATORS[kind].iter_errors(fields):
        print(f"should be valid: {kind} {fields}: {error.message}")
        failed += 1
for kind, fields in bad:
    if VALIDATORS[kind].is_valid(fields):
        print(f"should not be valid: {kind} {fields}")
        failed += 1
print(f"{passed} entries valid, {len(good)} good samples, {len(bad)} mutations, {failed} failures")
sys.exit(bool(failed))
