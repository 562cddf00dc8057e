"""data/events.csv: RFC 4180 as Python's csv reads it strictly, and cell by cell what the dossier has."""
import csv
import io
import re


def plain(cell):
    """A cell without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip()[:1] in set("=+-@＝＋－＠") else cell


def check(site):
    raw = site.bytes("data/events.csv").decode("utf-8")
    problems = []
    if re.search(r"(?<!\r)\n|\r(?!\n)", raw) or not raw.endswith("\r\n"):
        problems.append("a line does not end with CRLF")
    rows = list(csv.DictReader(io.StringIO(raw, newline=""), strict=True))
    events = {entry["id"]: entry for entry in site.entries("event")}
    if {row["id"] for row in rows} != set(events) or len(rows) != len(events):
        problems.append(f"{len(rows)} rows of {len(events)} events")
    earliest = ""
    for row in rows:
        if None in row or None in row.values():
            problems.append(f"{row.get('id')}: not as many cells as columns")
            continue
        for cell in row.values():
            if cell.lstrip()[:1] in tuple("=+-@＝＋－＠"):
                problems.append(f"{row['id']}: a formula: {cell[:40]}")
        entry = events.get(row["id"], {})
        accounts = entry.get("date", {}).get("accounts", [])
        shown = next((a for a in accounts if a.get("preferred")), accounts[0] if accounts else {})
        expected = {
            "title": entry.get("title"),
            "date": shown.get("date", ""),
            "summary": entry.get("summary", ""),
            "actors": "; ".join(actor["id"] for actor in entry.get("actors", [])),
            "topics": "; ".join(entry.get("topics", [])),
            "decisive": "yes" if entry.get("decisive") else "no",
        }
        for name, value in expected.items():
            if plain(row[name]) != value:
                problems.append(f"{row['id']}: {name} is {row[name]!r}, not {value!r}")
        for name in ("earliest", "latest"):
            if row[name] and not re.match(r"^'?-?\d{4,}-\d\d-\d\d$", row[name]):
                problems.append(f"{row['id']}: {name} is {row[name]!r}")
    return problems


FILE = "data/events.csv"
MUTATIONS = [
    ("a formula", FILE, lambda text: re.sub(r"\r\n([a-z0-9-]+),", r"\r\n\1,=1+1,", text, count=1)),
    ("a lost row", FILE, lambda text: re.sub(r"\r\n[^\r]*\r\n", "\r\n", text, count=1)),
    ("plain line feeds", FILE, lambda text: text.replace("\r\n", "\n")),
    ("a narrower date", FILE, lambda text: re.sub(r",(\d{4}-\d\d),", r",\1-01,", text, count=1)),
    ("an extra cell", FILE, lambda text: text.replace("\r\n", ",x\r\n").replace(",x\r\n", "\r\n", 1)),
]


def said(site):
    return f"{len(site.entries('event'))} events"
