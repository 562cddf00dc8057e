"""robots.txt, .nojekyll, opensearch.xml and redirects."""
import re

from lxml import etree

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def check(site):
    problems = []
    robots = site.text("robots.txt").splitlines()
    if f"Sitemap: {site.base}sitemap.xml" not in robots or "User-agent: *" not in robots:
        problems.append("robots.txt does not name the sitemap")
    if not site.has(".nojekyll") or site.bytes(".nojekyll"):
        problems.append(".nojekyll is missing or not empty")
    root = etree.fromstring(site.bytes("opensearch.xml"))
    names = [child.tag.removeprefix(OPENSEARCH) for child in root]
    if root.tag != OPENSEARCH + "OpenSearchDescription" or not {"ShortName", "Description", "Url"} <= set(names):
        problems.append(f"opensearch.xml has {names}")
    if len(root.findtext(OPENSEARCH + "ShortName") or "") not in range(1, 17):
        problems.append("opensearch.xml: ShortName has not 1 to 16 characters")
    url = root.find(OPENSEARCH + "Url")
    if url is None or url.get("type") != "text/html" or not url.get("template").startswith(site.base + "search.html?q={searchTerms}"):
        problems.append("opensearch.xml: no search template")
    for path in site.glob("**/*.html"):
        text = site.text(path)
        if 'http-equiv="refresh"' in text:
            target = re.search(r'content="0; url=([^"]+)"', text)
            resolved = (site.root / path).parent / target.group(1)
            if not resolved.is_file() or 'rel="canonical"' not in text:
                problems.append(f"{path}: the redirect leads nowhere")
    return problems


MUTATIONS = [
    ("no sitemap in robots.txt", "robots.txt", lambda text: text.replace("Sitemap", "Sitemop")),
    ("a long ShortName", "opensearch.xml", lambda text: text.replace("<ShortName>", "<ShortName>A very long name of ")),
    ("no search terms", "opensearch.xml", lambda text: text.replace("{searchTerms}", "")),
]


def said(site):
    return "robots, nojekyll, opensearch"
