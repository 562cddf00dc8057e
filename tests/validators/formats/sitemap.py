"""sitemap.xml: the schema of sitemaps.org, as the npm package `sitemap` ships it; every page, once."""
import re

from lxml import etree

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def check(site):
    schema = etree.XMLSchema(etree.parse(str(site.node_modules / "sitemap/schema/sitemap.xsd")))
    pages, problems = [], []
    for path in site.glob("sitemap*.xml"):
        root = etree.fromstring(site.bytes(path))
        if root.tag == NS + "sitemapindex":
            continue
        if not schema.validate(root):
            problems += [str(error) for error in schema.error_log]
        pages += [url.findtext(NS + "loc") for url in root]
    expected = {
        site.base + ("" if path == "index.html" else path)
        for path in site.glob("**/*.html")
        if path not in ("404.html", "search.html") and 'http-equiv="refresh"' not in site.text(path)
    }
    if len(pages) != len(set(pages)):
        problems.append("a page is listed twice")
    problems += [f"not a page: {page}" for page in set(pages) - expected]
    problems += [f"not listed: {page}" for page in expected - set(pages)]
    stamps = {entry["page"]: entry.get("updated") for entry in site.entries()}
    root = etree.fromstring(site.bytes("sitemap.xml"))
    for url in root.findall(NS + "url"):
        page = url.findtext(NS + "loc").removeprefix(site.base) or "index.html"
        if url.findtext(NS + "lastmod") != stamps.get(page):
            problems.append(f"{page}: lastmod {url.findtext(NS + 'lastmod')}, changed {stamps.get(page)}")
    return problems


MUTATIONS = [
    ("a bad lastmod", "sitemap.xml", lambda text: text.replace("</loc></url>", "</loc><lastmod>yesterday</lastmod></url>", 1)),
    ("a lost page", "sitemap.xml", lambda text: re.sub(r"<url>.*?</url>\n", "", text, count=1)),
    ("an unknown element", "sitemap.xml", lambda text: text.replace("<loc>", "<lok>", 1).replace("</loc>", "</lok>", 1)),
]


def said(site):
    return f"{site.text('sitemap.xml').count('<url>')} pages"
