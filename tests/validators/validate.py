"""Runs every check over a built site, and then over copies of it that are broken on purpose.

A check is a module of formats/ with
  check(site) -> a list of problems, empty for a good site, and
  MUTATIONS = [(what, path or glob, function from text to text)], each of which must make `check` find something:
a validator that passes wrong data (several popular ones do) is no validator.
"""
import importlib
import json
import os
import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CHECKS = ["site", "atom", "sitemap", "dossier", "ftm", "events_csv", "events_ics", "timeline", "places", "json_ld", "cards", "head", "csl", "bibtex"]


class Site:
    """A built site: files by path, and what its own data say there is."""

    def __init__(self, root, node_modules):
        self.root = pathlib.Path(root).resolve()
        self.node_modules = pathlib.Path(node_modules).resolve()

    def text(self, path):
        return self.bytes(path).decode("utf-8")

    def bytes(self, path):
        return (self.root / path).read_bytes()

    def has(self, path):
        return (self.root / path).is_file()

    def glob(self, pattern):
        return sorted(str(path.relative_to(self.root)) for path in self.root.glob(pattern))

    @property
    def dossier(self):
        if not hasattr(self, "_dossier"):
            self._dossier = json.loads(self.text("data/dossier.json"))
        return self._dossier

    def entries(self, kind=None):
        return [entry for entry in self.dossier["entries"] if kind in (None, entry["kind"])]

    @property
    def base(self):
        return self.dossier["site"]["url"]


def mutated(site, pattern, change, folder):
    """The site with one file changed: all others are links to the real ones."""
    paths = site.glob(pattern)
    if not paths:
        raise SystemExit(f"nothing matches {pattern}")
    # Of several, the first one that the change changes.
    for path in paths:
        before = site.bytes(path)
        after = change(before) if getattr(change, "takes_bytes", False) else change(before.decode()).encode()
        if after != before:
            break
    else:
        raise SystemExit(f"{pattern}: the mutation changes nothing")
    copy = pathlib.Path(folder) / "site"
    shutil.copytree(site.root, copy, copy_function=os.link)
    (copy / path).unlink()
    (copy / path).write_bytes(after)
    return Site(copy, site.node_modules)


def main():
    site = Site(sys.argv[1], sys.argv[2])
    wanted = sys.argv[3:] or CHECKS
    failures = 0
    for name in wanted:
        module = importlib.import_module(f"formats.{name}")
        problems = module.check(site)
        for problem in problems[:10]:
            print(f"{name}: {problem}")
        caught = 0
        for what, pattern, change in module.MUTATIONS:
            with tempfile.TemporaryDirectory(dir=site.root.parent) as folder:
                try:
                    found = module.check(mutated(site, pattern, change, folder))
                except Exception as error:  # A file that cannot even be read is noticed too.
                    found = [repr(error)]
            if found:
                caught += 1
            else:
                print(f"{name}: not noticed: {what}")
        missed = len(module.MUTATIONS) - caught
        failures += len(problems) + missed
        state = "ok" if not problems and not missed else "FAILED"
        print(f"{name:12} {state}: {module.said(site) if not problems else len(problems)}, {caught} of {len(module.MUTATIONS)} mutations noticed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    main()
