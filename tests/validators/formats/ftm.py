"""data/entities.ftm.json: followthemoney, strictly.

`ftm validate` drops what it does not know and exits 0, so: every property must exist, every value must come
out as it went in, what a schema requires must be there, and every reference must lead to an entity that fits.
"""
import json
import re

from followthemoney import model


def check(site):
    lines = site.text("data/entities.ftm.json").splitlines()
    entities = [json.loads(line) for line in lines]
    known = {entity["id"]: entity for entity in entities}
    problems = []
    if len(known) != len(entities):
        problems.append("two entities with one id")
    for data in entities:
        where = data["id"]
        if model.get(data["schema"]) is None:
            problems.append(f"{where}: schema {data['schema']}")
            continue
        proxy = model.make_entity(data["schema"])
        proxy.id = data["id"]
        for name, values in data["properties"].items():
            prop = proxy.schema.get(name)
            if prop is None:
                problems.append(f"{where}: no property {name} in {data['schema']}")
                continue
            for value in values:
                if prop.type.clean(value, proxy=proxy) != value:
                    problems.append(f"{where}: {name} {value!r} becomes {prop.type.clean(value, proxy=proxy)!r}")
                if prop.range is not None:
                    target = known.get(value)
                    if target is None or not model.get(target["schema"]).is_a(prop.range):
                        problems.append(f"{where}: {name} leads to {value}")
                proxy.add(name, value)
            if sorted(proxy.get(name)) != sorted(values):
                problems.append(f"{where}: {name} changed")
        required = {name for schema in proxy.schema.schemata for name in schema.required}
        # An article is a document: what the one requires, the other has.
        for name in required & set(proxy.schema.properties):
            if not proxy.get(name) and not (name == "name" and proxy.caption):
                problems.append(f"{where}: {name} is required")
        if "topics" in data["properties"]:
            problems.append(f"{where}: topics are verdicts")
        if data["schema"] == "UnknownLink" and not data["properties"].get("role"):
            problems.append(f"{where}: a link without a role")
    expected = {entry["id"] for entry in site.entries() if entry["kind"] != "page"}
    problems += [f"lost: {one}" for one in expected - set(known)]
    links = [entity for entity in entities if entity["schema"] == "UnknownLink"]
    if len(links) != len(site.dossier["relations"]):
        problems.append(f"{len(links)} links of {len(site.dossier['relations'])} relations")
    if sorted(link["properties"]["status"][0] for link in links if "status" in link["properties"]) != sorted(r["status"] for r in site.dossier["relations"] if "status" in r):
        problems.append("a relation lost its status")
    for entry in site.entries("event"):
        dates = [account["date"] for account in entry["date"]["accounts"]]
        properties = known[entry["id"]]["properties"]
        told = [value for name in ("date", "startDate", "endDate") for value in properties.get(name, [])]
        # Nothing exact was made of what is not.
        if any(not any(part == value or part.startswith(value + "T") for date in dates for part in date.split("/")) for value in told):
            problems.append(f"{entry['id']}: {told} from {dates}")
    for entry in site.entries("claim"):
        properties = known[entry["id"]]["properties"]
        if entry["positions"] and not properties.get("description"):
            problems.append(f"{entry['id']}: a claim without who says what")
    return problems


def line(pattern, change):
    """Changes the first line that has the pattern."""
    def apply(text):
        lines = text.splitlines(keepends=True)
        at = next(n for n, one in enumerate(lines) if re.search(pattern, one))
        lines[at] = change(lines[at])
        return "".join(lines)
    return apply


FILE = "data/entities.ftm.json"
MUTATIONS = [
    ("an unknown property", FILE, line('"role"', lambda one: one.replace('"role"', '"roll"'))),
    ("a date that is none", FILE, line('"schema":"Event".*"date"', lambda one: re.sub(r'"date":\["[^"]*', '"date":["2014-13', one))),
    ("a date that is vague", FILE, line('"schema":"Event".*"date"', lambda one: re.sub(r'("date":\["[^"]*)', r"\1~", one))),
    ("a missing end of a link", FILE, line('"object"', lambda one: re.sub(r'"object":\[[^]]*\],', "", one))),
    ("a reference to nowhere", FILE, line('"proof"', lambda one: re.sub(r'"proof":\["', '"proof":["no-', one))),
    ("a verdict", FILE, line('"schema":"Person"', lambda one: one.replace('"properties":{', '"properties":{"topics":["crime"],'))),
    ("a lost entity", FILE, line('"schema":"Event"', lambda one: "")),
    ("a lost status", FILE, line('"status"', lambda one: re.sub(r'"status":\[[^]]*\],?', "", one))),
    ("an invented day", FILE, line('"schema":"Event".*"notes"', lambda one: one.replace('"properties":{', '"properties":{"startDate":["2014-09-26"],'))),
]


def said(site):
    return f"{len(site.text(FILE).splitlines())} entities"
