"""data/events.ics: icalendar reads it without an error, and it has just the events whose days are known."""
import datetime
import re

from icalendar import Calendar

DAY = re.compile(r"^\d{4}-\d\d-\d\d(T.*)?$")


def check(site):
    raw = site.bytes("data/events.ics")
    problems = []
    if re.search(rb"(?<!\r)\n", raw) or any(len(line) > 75 for line in raw.split(b"\r\n")):
        problems.append("a line is too long or does not end with CRLF")
    calendar = Calendar.from_ical(raw)
    if calendar.get("VERSION") != "2.0" or not calendar.get("PRODID"):
        problems.append("no version or product")
    events = {}
    for event in calendar.walk("VEVENT"):
        problems += [f"{event.get('UID')}: {error}" for error in event.errors]
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
            if name not in event:
                problems.append(f"{event.get('UID')}: no {name}")
        events[str(event.get("UID", "")).split("@")[0]] = event
    if len(events) != len(calendar.walk("VEVENT")):
        problems.append("two events with one UID")
    known = {}
    for entry in site.entries("event"):
        accounts = entry["date"]["accounts"]
        preferred = [account for account in accounts if account.get("preferred")]
        date = (preferred or accounts)[0]["date"]
        ends = date.split("/")
        if all(DAY.match(end) for end in ends) and (preferred or not entry["date"]["differs"]):
            known[entry["id"]] = (entry, ends[0][:10], ends[-1][:10])
    if set(events) != set(known):
        problems.append(f"events {set(events) ^ set(known)}")
    left = len(site.entries("event")) - len(known)
    if int(calendar.get("X-DOSSIER-LEFT-OUT", -1)) != left or int(calendar.get("X-DOSSIER-EVENTS", -1)) != len(known):
        problems.append("what is left out is not counted")
    for name in set(events) & set(known):
        entry, first, last = known[name]
        event = events[name]
        if "DTSTART" not in event or "DTEND" not in event:
            problems.append(f"{name}: no days")
            continue
        start, end = event.decoded("DTSTART"), event.decoded("DTEND")
        if type(start) is not datetime.date or start.isoformat() != first or (end - datetime.timedelta(days=1)).isoformat() != last:
            problems.append(f"{name}: {start} to {end} from {first}/{last}")
        if str(event.get("SUMMARY")) != entry["title"]:
            problems.append(f"{name}: {event.get('SUMMARY')!r}")
    return problems


FILE = "data/events.ics"
MUTATIONS = [
    ("another day", FILE, lambda text: re.sub(r"(DTSTART;VALUE=DATE:\d{6})\d\d", r"\g<1>29", text)),
    ("no stamp", FILE, lambda text: re.sub(r"DTSTAMP:.*?\r\n", "", text, count=1)),
    ("a lost event", FILE, lambda text: re.sub(r"BEGIN:VEVENT.*?END:VEVENT\r\n", "", text, count=1, flags=re.S)),
    ("a wrong count", FILE, lambda text: re.sub(r"LEFT-OUT:\d+", "LEFT-OUT:1000", text)),
    ("a long line", FILE, lambda text: text.replace("SUMMARY:", "SUMMARY:" + "x" * 80, 1)),
    ("no such day", FILE, lambda text: re.sub(r"DTSTART;VALUE=DATE:\d{8}", "DTSTART;VALUE=DATE:20141326", text, count=1)),
]


def said(site):
    text = site.text(FILE)
    return f"{text.count('BEGIN:VEVENT')} events, {re.search('LEFT-OUT:([0-9]+)', text).group(1)} left out"
