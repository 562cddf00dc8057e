"""JSON-LD of the pages: types, properties, domains and ranges of schema.org as the npm package `schema-dts` has
them, checked by TypeScript; dates and references checked here."""
import datetime
import json
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?)?)?$")
# A rating of what somebody says of a living person is not ours to give.
NEVER = {"ClaimReview", "Rating", "reviewRating", "CriminalCode"}


def nodes(value):
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def moment(text):
    """A day is its first second, as in the sitemap."""
    if text is None:
        return None
    read = datetime.datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=datetime.timezone.utc)


def shape(value):
    """The same for all nodes that a type checker cannot tell apart."""
    if isinstance(value, dict):
        return {key: inner if key == "@type" else shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        unique = {json.dumps(shape(inner), sort_keys=True): shape(inner) for inner in value}
        return [unique[key] for key in sorted(unique)]
    return "" if isinstance(value, str) else 0 if isinstance(value, (int, float)) else value


def check(site):
    problems, shapes = [], {}
    for entry in site.entries():
        page = entry["page"]
        found = SCRIPT.findall(site.text(page))
        if len(found) != 1:
            problems.append(f"{page}: {len(found)} scripts of data")
            continue
        data = json.loads(found[0])
        if data.get("@context") != "https://schema.org":
            problems.append(f"{page}: context {data.get('@context')}")
        graph = data["@graph"]
        address = site.base + ("" if page == "index.html" else page)
        if graph[0]["@type"] != "BackgroundNewsArticle" or graph[0]["@id"] != address or not graph[0]["headline"].endswith(entry["title"]):
            problems.append(f"{page}: the page is not the first node")
        if moment(graph[0].get("dateModified")) != moment(entry.get("updated")):
            problems.append(f"{page}: dateModified {graph[0].get('dateModified')}, changed {entry.get('updated')}")
        for node in nodes(graph):
            if NEVER & (set(node) | {node.get("@type")}):
                problems.append(f"{page}: {node.get('@type')}")
            for name, value in node.items():
                if (name.endswith("Date") or name.startswith("date")) and not DATE.match(value):
                    problems.append(f"{page}: {name} {value!r}")
            if "@id" in node and not (node["@id"] == site.base or site.has(node["@id"].removesuffix("#it").removeprefix(site.base) or "index.html")):
                problems.append(f"{page}: no page of {node['@id']}")
        for node in graph:
            shapes.setdefault(json.dumps(shape(node), sort_keys=True), (page, node["@type"]))
        if any(not one.get("@id") or not one.get("headline") for one in graph[0].get("citation", [])):
            problems.append(f"{page}: a cited source is not described")
        if entry["kind"] == "claim":
            claim = next((node for node in graph if node["@type"] == "Claim"), {})
            if claim.get("text") != entry["title"] or not claim.get("creativeWorkStatus") or not claim.get("description"):
                problems.append(f"{page}: a claim without its status")
    lines = [{"type": kind, "node": json.loads(key), "page": page} for key, (page, kind) in shapes.items()]
    run = subprocess.run(["node", str(HERE / "json_ld.mjs"), str(site.node_modules)], input=json.dumps(lines), capture_output=True, text=True, check=False)
    if run.returncode:
        problems.append("schema-dts: " + run.stderr.strip()[-300:])
    else:
        problems += json.loads(run.stdout)
    return problems


def data(change):
    return lambda text: SCRIPT.sub(lambda found: found.group(0).replace(found.group(1), change(found.group(1))), text, count=1)


MUTATIONS = [
    ("an unknown type", "events/*.html", data(lambda text: text.replace('"@type":"Event"', '"@type":"Happening"'))),
    ("a property of another type", "actors/*.html", data(lambda text: text.replace('"@type":"Person",', '"@type":"Person","startDate":"2014",', 1))),
    ("a text where a thing belongs", "claims/*.html", data(lambda text: re.sub(r'"about":\[.*?\]', '"about":7', text, count=1))),
    ("a date that is none", "claims/*.html", data(lambda text: text.replace('"@type":"Claim",', '"@type":"Claim","datePublished":"2014-13",', 1))),
    ("another day of change", "events/*.html", data(lambda text: re.sub(r'"dateModified":"\d{4}', '"dateModified":"1999', text, count=1))),
    ("no day of change", "events/*.html", data(lambda text: re.sub(r'"dateModified":"[^"]*",', "", text, count=1))),
    ("a rating", "claims/*.html", data(lambda text: text.replace('"@type":"Claim",', '"@type":"ClaimReview",', 1))),
    ("a claim without status", "claims/*.html", data(lambda text: re.sub(r'"creativeWorkStatus":"[^"]*",', "", text))),
]


def said(site):
    return f"{len(site.entries())} pages"
