"""data/dossier.json: its own schema with jsonschema, its counts, and that every id leads somewhere."""
import json

from jsonschema import Draft202012Validator, FormatChecker


def ids(value):
    """Every id that a value names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("source", "via", "within", "part_of", "place", "from", "to") and isinstance(inner, str):
                yield inner
            elif key in ("after", "before", "about", "refers_to"):
                yield from inner
            elif key == "id" and set(value) <= {"id", "role"}:
                yield inner
            else:
                yield from ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from ids(inner)


def check(site):
    schema = json.loads(site.text("data/dossier.schema.json"))
    Draft202012Validator.check_schema(schema)
    site.__dict__.pop("_dossier", None)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    problems = [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(site.dossier)]
    entries = {entry["id"]: entry for entry in site.entries()}
    if len(entries) != len(site.entries()):
        problems.append("two entries with one id")
    counts = dict(site.dossier["counts"])
    for kind in ("actor", "event", "place", "source", "claim", "page"):
        if counts.pop(kind + "s") != len(site.entries(kind)):
            problems.append(f"count of {kind}s")
    text = json.dumps(site.dossier)
    cites = text.count('{"source": ')
    if counts.pop("relations") != len(site.dossier["relations"]) or counts.pop("citations") != cites:
        problems.append(f"counts of relations or citations ({cites})")
    if counts.pop("quotations") != text.count('"quotation": ') or counts:
        problems.append("count of quotations")
    problems += [f"no entry {one}" for one in set(ids(site.dossier["entries"])) | set(ids(site.dossier["relations"])) if one not in entries]
    for entry in entries.values():
        if not site.has(entry["page"]):
            problems.append(f"no page {entry['page']}")
    return problems


MUTATIONS = [
    ("an unknown key", "data/dossier.json", lambda text: text.replace('"decisive":', '"decided":', 1)),
    ("an unknown status", "data/dossier.json", lambda text: text.replace('"status":"alleged"', '"status":"guilty"', 1)),
    ("a fact without its value", "data/dossier.json", lambda text: text.replace('{"date":"', '{"when":"', 1)),
    ("a source that is not there", "data/dossier.json", lambda text: text.replace('{"source":"', '{"source":"no-', 1)),
    ("a lost statement", "data/dossier.json", lambda text: text.replace('"quotation":', '"locator":', 1)),
    ("another version", "data/dossier.json", lambda text: text.replace('"version":1', '"version":2', 1)),
]


def said(site):
    return f"{len(site.entries())} entries, {site.dossier['counts']['citations']} citations"
