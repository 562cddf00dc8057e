"""data/timeline.json: read by TimelineJS itself. It drops an event without a date and takes a month 13, so
events and dates are compared with those of the dossier as well."""
import calendar
import json
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent


def day(date):
    """Whether a date of TimelineJS is one of the calendar."""
    if not isinstance(date.get("year"), int):
        return False
    month = date.get("month")
    if month is None:
        return "day" not in date
    if not 1 <= month <= 12:
        return False
    return "day" not in date or 1 <= date["day"] <= calendar.monthrange(max(date["year"], 1), month)[1]


def check(site):
    path = site.root / "data/timeline.json"
    timeline = json.loads(path.read_text(encoding="utf-8"))
    problems = []
    reader = subprocess.run(["node", str(HERE / "timeline.mjs"), str(site.node_modules), str(path)], capture_output=True, text=True, check=False)
    if reader.returncode:
        problems.append("TimelineJS: " + (reader.stderr.strip().splitlines() or ["?"])[-1])
    else:
        read = json.loads(reader.stdout)
        problems += [f"TimelineJS: {error}" for error in read["errors"]]
        if sorted(read["ids"]) != sorted(event.get("unique_id") for event in timeline["events"]):
            problems.append("TimelineJS read other events")
    events = {entry["id"]: entry for entry in site.entries("event")}
    slides = {slide["unique_id"]: slide for slide in timeline["events"]}
    if set(slides) != set(events) or len(slides) != len(timeline["events"]):
        problems.append(f"{len(timeline['events'])} slides of {len(events)} events")
    for name, slide in slides.items():
        for key in ("start_date", "end_date"):
            if key in slide and not day(slide[key]):
                problems.append(f"{name}: {slide[key]}")
        if not slide.get("display_date"):
            problems.append(f"{name}: no date to read")
        if "<script" in json.dumps(slide):
            problems.append(f"{name}: a script")
        accounts = events.get(name, {}).get("date", {}).get("accounts", [{}])
        written = next((a for a in accounts if a.get("preferred")), accounts[0]).get("date", "")
        # A day is drawn only where a day is written.
        if "day" in slide["start_date"] and not re.search(r"\d{4}-\d\d-\d\d", written):
            problems.append(f"{name}: a day for {written}")
    return problems


FILE = "data/timeline.json"
MUTATIONS = [
    ("a month 13", FILE, lambda text: re.sub(r'"month":\d+', '"month":13', text, count=1)),
    ("an event without a date", FILE, lambda text: re.sub(r'"start_date":\{[^}]*\}', '"start_date":{}', text, count=1)),
    ("a lost event", FILE, lambda text: re.sub(r"\n\{.*?\n", "\n", text, count=1)),
    ("a day for a year", FILE, lambda text: re.sub(r'"start_date":\{"year":(\d+)\}', r'"start_date":{"year":\1,"month":1,"day":1}', text, count=1)),
    ("two ids alike", FILE, lambda text: re.sub(r'"unique_id":"[^"]*"', '"unique_id":"same"', text, count=2)),
]


def said(site):
    return f"{len(site.entries('event'))} events"
