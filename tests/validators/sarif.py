"""What `dossier check --format sarif` prints, against the schema of SARIF 2.1.0 and what GitHub's code scanning asks
beyond it. Called with the program; the dossier with its mistakes is made here."""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

from jsonschema import Draft7Validator

SCHEMA = json.loads((pathlib.Path(__file__).resolve().parents[1] / "schemas/sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft7Validator(SCHEMA)
# Most that code scanning takes of one run.
MOST_RESULTS = 25_000
# From a result to where it is.
PLACE = ("locations", 0, "physicalLocation")


def log(program):
    """The log of a dossier in a folder of a repository, with a mistake of each shape that a finding can have."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        run = lambda *arguments: subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
        run("git", "init", "-q")
        run(program, "new", "site", "d")
        mistakes = {
            # An edit, and a place behind a character of two UTF-16 units.
            "pages/method.md": "\nSee 😀 [[example-water-compny]] and [[nobody-at-all]].\n",
            # A second place: the same id twice. A path that must be encoded. A file as a whole.
            "places/example-water-company.md": "---\ntitle: Example\n---\n",
            "actors/Año nuevo.md": "---\ntitle: Example\ntype: company\n---\n",
            "lost.md": "x\n",
        }
        for path, text in mistakes.items():
            with (folder / "d/content" / path).open("a", encoding="utf-8") as file:
                file.write(text)
        made = run(program, "-C", "d", "check", "--format", "sarif")
        if made.returncode != 1:
            sys.exit(f"sarif: check ended with {made.returncode}: {made.stderr}")
        return json.loads(made.stdout)


def check(log):
    problems = [f"{error.json_path}: {error.message[:120]}" for error in VALIDATOR.iter_errors(log)]
    if problems:
        return problems
    for run in log["runs"]:
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        if not 0 < len(run["results"]) <= MOST_RESULTS:
            problems.append(f"{len(run['results'])} results")
        for result in run["results"]:
            if rules[result["ruleIndex"]] != result["ruleId"]:
                problems.append(f"the rule of {result['ruleId']} is another")
            place = result["locations"][0]["physicalLocation"]
            if not place["artifactLocation"]["uri"].startswith("d/"):
                problems.append(f"{place['artifactLocation']['uri']} is not seen from the repository")
            region = place.get("region", {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2})
            if (region["startLine"], region["startColumn"]) > (region["endLine"], region["endColumn"]):
                problems.append(f"a region ends before it starts: {region}")
            if not result.get("partialFingerprints"):
                problems.append("no fingerprint, so a finding that moves is a new one")
    return problems


# What is changed: `result` is the first finding that has both a place and an edit.
MUTATIONS = [
    ("another version", ("log", "version"), "2.0.0"),
    ("an unknown property", ("log", "runs", 0, "findings"), []),
    ("no driver", ("log", "runs", 0, "tool"), {}),
    ("a level that is none", ("result", "level"), "fatal"),
    ("a message without text", ("result", "message"), {"markdown": "x"}),
    ("a line before the first", ("result", *PLACE, "region", "startLine"), 0),
    ("a region that ends before it starts", ("result", *PLACE, "region", "startLine"), 999),
    ("an index that is none", ("result", "ruleIndex"), -2),
    ("the rule of another", ("result", "ruleId"), "no-such-rule"),
    ("a path from another folder", ("result", *PLACE, "artifactLocation", "uri"), "content/a.md"),
    ("a fix without a change", ("result", "fixes", 0, "artifactChanges"), []),
    ("an edit without a place", ("result", "fixes", 0, "artifactChanges", 0, "replacements", 0), {"insertedContent": {"text": "x"}}),
    ("no fingerprint", ("result", "partialFingerprints"), {}),
]


def results(log):
    return [result for run in log["runs"] for result in run["results"]]


def mutated(log, path, value):
    copied = copy.deepcopy(log)
    start, *way, last = path
    place = copied if start == "log" else next(result for result in results(copied) if result.get("fixes") and "region" in result["locations"][0]["physicalLocation"])
    for key in way:
        place = place[key]
    place[last] = value
    return copied


def main():
    good = log(sys.argv[1])
    problems = check(good)
    for what in ("fixes", "relatedLocations"):
        if not any(result.get(what) for result in results(good)):
            problems.append(f"no finding of the sample has {what}")
    missed = [what for what, path, value in MUTATIONS if not check(mutated(good, path, value))]
    for problem in problems[:10]:
        print(f"sarif: {problem}")
    for what in missed:
        print(f"sarif: not noticed: {what}")
    state = "FAILED" if problems or missed else "ok"
    print(f"{'sarif':12} {state}: {len(results(good))} results, {len(MUTATIONS) - len(missed)} of {len(MUTATIONS)} mutations noticed")
    sys.exit(1 if problems or missed else 0)


if __name__ == "__main__":
    main()
