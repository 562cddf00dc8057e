"""What the head of each page says of it: canonical address, Open Graph (https://ogp.me/: four properties are required),
icon, feed and search; and that its foot names licence and contact. Read with lxml."""
import re

from lxml import html

LOCALE = re.compile(r"^[a-z]{2,3}(_[A-Z]{2})?$")


def check(site):
    problems = []
    addresses = site.text("data/addresses.txt").splitlines()
    pages = [path for path in site.glob("**/*.html") if path != "404.html"]
    if addresses != sorted(pages):
        problems.append(f"data/addresses.txt: {sorted(set(addresses) ^ set(pages))[:5]}")
    for path in pages:
        tree = html.document_fromstring(site.text(path))
        said = problems_of(site, path, tree)
        problems += [f"{path}: {problem}" for problem in said]
    return problems


def problems_of(site, path, tree):
    def links(rel):
        return [link for link in tree.iterfind("head/link") if rel in link.get("rel").split()]

    def leads(link):
        target = link.get("href").split("?")[0]
        return (site.root / path).parent.joinpath(target).resolve()

    canonical = [link.get("href") for link in links("canonical")]
    if tree.find("head/meta[@http-equiv='refresh']") is not None:
        if len(canonical) != 1 or not site.has(canonical[0].removeprefix(site.base) or "index.html"):
            yield f"an old address with the canonical link {canonical}"
        return
    own = site.base + ("" if path == "index.html" else path)
    if canonical != [own]:
        yield f"canonical is {canonical}"
    graph = {}
    for meta in tree.iterfind("head/meta[@property]"):
        graph.setdefault(meta.get("property"), []).append(meta.get("content"))
    for name in ("og:title", "og:type", "og:image", "og:url"):
        if len(graph.get(name, [])) != 1 or not graph[name][0].strip():
            yield f"{name} is {graph.get(name)}"
    if graph.get("og:url") != [own]:
        yield f"og:url is {graph.get('og:url')}"
    if graph.get("og:type") != ["website" if path == "index.html" else "article"]:
        yield f"og:type is {graph.get('og:type')}"
    if not graph.get("og:image", [""])[0].startswith(site.base):
        yield "og:image is not absolute"
    for locale in graph.get("og:locale", []):
        if not LOCALE.match(locale):
            yield f"og:locale is {locale}"
    for rel, kind, file in (("icon", "image/svg+xml", None), ("alternate", "application/atom+xml", "feed.xml"), ("search", "application/opensearchdescription+xml", "opensearch.xml")):
        found = [link for link in links(rel) if link.get("type") == kind]
        if len(found) != 1 or not leads(found[0]).is_file() or file and leads(found[0]) != site.root / file:
            yield f"{len(found)} links of {kind}"
    if not (tree.findtext("head/title") or "").strip():
        yield "no title"
    foot = tree.find("body/footer")
    text = "" if foot is None else " ".join(foot.text_content().split())
    for name in ("licence", "contact"):
        value = site.dossier["site"].get(name)
        value = value.get("content") if isinstance(value, dict) else value
        if value and value not in text:
            yield f"the foot does not name the {name}"


MUTATIONS = [
    ("another canonical address", "actors/*.html", lambda text: text.replace('rel="canonical" href="', 'rel="canonical" href="https://e.org/')),
    ("no canonical address", "claims/*.html", lambda text: text.replace('rel="canonical"', 'rel="canonically"')),
    ("a property of Open Graph is missing", "events/*.html", lambda text: text.replace('"og:title"', '"og:tittle"')),
    ("a property of Open Graph twice", "index.html", lambda text: re.sub(r'(<meta property="og:type"[^>]*>)', r"\1\1", text)),
    ("a picture by a relative address", "sources/*.html", lambda text: re.sub(r'(og:image" content=")[^"]*/cards', r"\1cards", text)),
    ("a search that leads elsewhere", "index.html", lambda text: text.replace("opensearch.xml", "search.xml")),
    ("a feed that leads elsewhere", "index.html", lambda text: text.replace('href="feed.xml"', 'href="feeds.xml"')),
    ("no icon", "timeline.html", lambda text: text.replace('rel="icon"', 'rel="icons"')),
    ("another licence", "actors/*.html", lambda text: text.replace("CC BY 4.0", "CC BY 3.0")),
    ("an address is not listed", "data/addresses.txt", lambda text: text.split("\n", 1)[1]),
    ("an address that is none", "data/addresses.txt", lambda text: text + "zzz.html\n"),
]


def said(site):
    return f"{len(site.glob('**/*.html'))} pages"
