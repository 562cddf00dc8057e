"""feed.xml: RFC 4287, rule by rule, and read back with feedparser."""
import re

import feedparser
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
STAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
IRI = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$")
# RFC 4287, 4.1.1 and 4.1.2: exactly one, at most one, any number.
FEED = {"id": "1", "title": "1", "updated": "1", "subtitle": "?", "rights": "?", "generator": "?", "icon": "?", "logo": "?", "author": "*", "category": "*", "contributor": "*", "link": "*", "entry": "*"}
ENTRY = {"id": "1", "title": "1", "updated": "1", "summary": "?", "rights": "?", "published": "?", "content": "?", "source": "?", "author": "*", "category": "*", "contributor": "*", "link": "*"}


def rules(element, allowed, where):
    names = [child.tag.removeprefix(ATOM) for child in element]
    for name in set(names) - set(allowed):
        yield f"{where}: <{name}> is not allowed here"
    for name, times in allowed.items():
        count = names.count(name)
        if times == "1" and count != 1 or times == "?" and count > 1:
            yield f"{where}: {count} <{name}>"
    for child in element:
        name = child.tag.removeprefix(ATOM)
        text = child.text or ""
        if name == "updated" and not STAMP.match(text):
            yield f"{where}: updated is {text!r}"
        if name == "id" and not IRI.match(text):
            yield f"{where}: id is {text!r}"
        if name == "title" and not text.strip():
            yield f"{where}: empty title"
        if name == "link" and not IRI.match(child.get("href", "")):
            yield f"{where}: link to {child.get('href')!r}"
        if name == "category" and not child.get("term"):
            yield f"{where}: category without term"
        if name in ("title", "summary", "subtitle", "rights") and child.get("type", "text") not in ("text", "html", "xhtml"):
            yield f"{where}: type of {name}"
        if name == "author" and [grand.tag for grand in child].count(ATOM + "name") != 1:
            yield f"{where}: author without one name"
    alternates = [(link.get("type"), link.get("hreflang")) for link in element.findall(ATOM + "link") if link.get("rel", "alternate") == "alternate"]
    if len(alternates) != len(set(alternates)):
        yield f"{where}: two alternate links of one type"
    if not alternates and element.find(ATOM + "content") is None and where != "feed":
        yield f"{where}: neither content nor alternate link"


def check(site):
    raw = site.bytes("feed.xml")
    try:
        root = etree.fromstring(raw)
    except etree.XMLSyntaxError as error:
        return [str(error)]
    if root.tag != ATOM + "feed":
        return ["no feed"]
    problems = list(rules(root, FEED, "feed"))
    entries = root.findall(ATOM + "entry")
    for number, entry in enumerate(entries):
        problems += rules(entry, ENTRY, f"entry {number}")
    has_author = root.find(ATOM + "author") is not None
    if not has_author and any(entry.find(ATOM + "author") is None for entry in entries):
        problems.append("no author")
    selfs = [link for link in root.findall(ATOM + "link") if link.get("rel") == "self"]
    if [link.get("href") for link in selfs] != [site.base + "feed.xml"]:
        problems.append("no link to itself")
    ids = [entry.findtext(ATOM + "id") for entry in entries]
    stamps = [entry.findtext(ATOM + "updated") for entry in entries]
    if len(ids) != len(set(ids)):
        problems.append("two entries with one id")
    if any(not re.match(r"^tag:[a-z0-9.-]+,\d{4}:", one or "") for one in ids):
        problems.append("an id is no tag URI")
    if stamps != sorted(stamps, reverse=True) or stamps and root.findtext(ATOM + "updated") != stamps[0]:
        problems.append("not the latest first")
    known = {entry["page"]: entry for entry in site.entries()}
    changed = {entry["page"] for entry in site.entries() if "updated" in entry}
    if len(entries) != min(100, len(changed)):
        problems.append(f"{len(entries)} entries of {len(changed)}")
    parsed = feedparser.parse(raw)
    if parsed.bozo:
        problems.append(f"feedparser: {parsed.bozo_exception}")
    for item in parsed.entries:
        page = item.link.removeprefix(site.base) or "index.html"
        entry = known.get(page)
        if entry is None or not site.has(page):
            problems.append(f"no page {page}")
        elif not item.title.endswith(entry["title"]):
            problems.append(f"{page}: title {item.title!r}")
        elif entry["kind"] == "claim" and entry["status"] not in item.title.lower() and site.dossier["site"]["lang"].startswith("en"):
            problems.append(f"{page}: a claim without its status")
    return problems


MUTATIONS = [
    ("an unknown element", "feed.xml", lambda text: text.replace("<rights>", "<wrongs/><rights>", 1) if "<rights>" in text else text.replace("<author>", "<wrongs/><author>", 1)),
    ("a date without time", "feed.xml", lambda text: re.sub(r"<updated>(\d{4}-\d\d-\d\d)T[^<]*<", r"<updated>\1<", text)),
    ("no author", "feed.xml", lambda text: re.sub(r"<author>.*?</author>", "", text)),
    ("an entry without id", "feed.xml", lambda text: re.sub(r"(<entry>\n)<id>.*?</id>\n", r"\1", text, count=1)),
    ("a lost entry", "feed.xml", lambda text: re.sub(r"<entry>.*?</entry>\n", "", text, count=1, flags=re.S)),
    ("a bare ampersand", "feed.xml", lambda text: text.replace("<title>", "<title>R&D ", 1)),
    ("a link to nowhere", "feed.xml", lambda text: re.sub(r"(<entry>.*?href=\"[^\"]*)\.html", r"\1.htm", text, count=1, flags=re.S)),
]


def said(site):
    return f"{site.text('feed.xml').count('<entry>')} entries"
