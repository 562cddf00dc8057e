"""cards/: every picture that a page names is there, has the size that networks ask for, and is one of the dossier."""
import re
import struct
import zlib


def chunks(png):
    at = 8
    while at + 12 <= len(png):
        (length,) = struct.unpack(">I", png[at:at + 4])
        kind, data = png[at + 4:at + 8], png[at + 8:at + 8 + length]
        (checksum,) = struct.unpack(">I", png[at + 8 + length:at + 12 + length])
        if zlib.crc32(kind + data) != checksum:
            raise ValueError(f"checksum of {kind}")
        yield kind, data
        at += 12 + length


def check(site):
    problems, named = [], set()
    for page in site.glob("**/*.html"):
        text = site.text(page)
        found = re.findall(r'<meta property="og:image" content="([^"]+)">', text)
        if 'http-equiv="refresh"' in text:
            continue
        if len(found) != 1 or not found[0].startswith(site.base):
            problems.append(f"{page}: {found}")
            continue
        named.add(found[0].removeprefix(site.base))
    have = set(site.glob("cards/**/*.png"))
    problems += [f"missing: {card}" for card in named - have]
    for card in sorted(have):
        png = site.bytes(card)
        try:
            parts = dict(chunks(png))
        except (ValueError, struct.error) as error:
            problems.append(f"{card}: {error}")
            continue
        size = struct.unpack(">II", parts.get(b"IHDR", bytes(8))[:8])
        rows = zlib.decompress(b"".join(data for kind, data in chunks(png) if kind == b"IDAT"))
        if size != (1200, 630) or b"IEND" not in parts or len(rows) != 630 * 601:
            problems.append(f"{card}: {size}")
        if len(png) > 300_000:
            problems.append(f"{card}: {len(png)} bytes")
    return problems


def flipped(png):
    return png[:-60] + bytes([png[-60] ^ 1]) + png[-59:]


flipped.takes_bytes = True
MUTATIONS = [
    ("a flipped bit", "cards/actor/*.png", flipped),
    ("another address", "actors/*.html", lambda text: text.replace("/cards/", "/card/")),
]


def said(site):
    return f"{len(site.glob('cards/**/*.png'))} pictures"
