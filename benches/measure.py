"""Measures whole builds of made-up dossiers: wall, CPU, peak memory and stages, against `cp -r`; and saves in the preview.

Disks of rented machines vary five- to twentyfold from minute to minute. Therefore each round takes the
floor (`cp -r` of the finished output into a new folder) right beside the build, in memory and on disk,
and both minimum and median are printed. Ratios compare like with like: minimum with minimum, median
with median. CPU is user plus system time of the process. Memory is its peak, as the kernel counts it.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import saves

ROOT = Path(__file__).resolve().parent.parent
RELEASE = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
DOSSIER = RELEASE / "dossier"
CORPUS = RELEASE / "examples" / "corpus"
STAGE = re.compile(r"^\s*(\w[\w -]*?)\s+([\d.]+) ms\b", re.M)


class Run:
    """One process: what it took, and what it said."""

    def __init__(self, command):
        with tempfile.TemporaryFile() as said:
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.perf_counter() - start
            said.seek(0)
            self.said = said.read().decode(errors="replace")
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            tail = "\n".join(self.said.splitlines()[-25:])
            sys.exit(f"{tail}\n{' '.join(map(str, command))}: exit code {process.returncode}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.system = usage.ru_stime
        self.peak = usage.ru_maxrss / 1024
        self.stages = [(name, float(ms)) for name, ms in STAGE.findall(self.said)]


def build(dossier, output):
    return Run([DOSSIER, "-C", dossier, "build", "-o", output, "--timings"])


def copy(output, to):
    return Run(["cp", "-r", output, to])


def clear(folder):
    """Removes a folder and waits for the disk, so that one measurement does not pay for another."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["sync", "-f", folder.parent], check=False)


def low(runs, field="wall"):
    return min(getattr(run, field) for run in runs)


def mid(runs, field="wall"):
    return statistics.median(getattr(run, field) for run in runs)


def seconds(value):
    return f"{value * 1000:8.0f} ms" if value < 10 else f"{value:9.1f} s"


def line(name, runs, floor=None, cold=None):
    text = (f"  {name:<22} wall {seconds(low(runs))} min {seconds(mid(runs))} median   "
            f"cpu {seconds(low(runs, 'cpu'))}  peak {max(run.peak for run in runs):7.0f} MB")
    if floor:
        text += (f"   = {low(runs) / low(floor):5.2f}x / {mid(runs) / mid(floor):5.2f}x cp -r"
                 f" (cpu {low(runs, 'cpu') / low(floor, 'cpu'):.2f}x)")
    if cold:
        text += f"   = {low(runs) / low(cold):5.2f}x / {mid(runs) / mid(cold):5.2f}x cold"
    print(text, flush=True)


def against_the_floor(name, dossier, folder, rounds):
    """Cold builds and copies of their output in turn; which goes first changes from round to round."""
    output, copied = folder / "public", folder / "copy"
    reference = folder / "reference"
    clear(reference)
    build(dossier, reference)
    builds, copies = [], []
    for number in range(rounds):
        def take_build():
            clear(output)
            builds.append(build(dossier, output))

        def take_copy():
            clear(copied)
            copies.append(copy(reference, copied))

        for take in (take_build, take_copy) if number % 2 else (take_copy, take_build):
            take()
    line(f"cp -r, {name}", copies)
    line(f"cold build, {name}", builds, floor=copies)
    clear(copied)
    clear(reference)
    return builds, copies, output


def replace(path, pattern, by):
    text = path.read_text()
    new, count = re.subn(pattern, lambda match: by(match.group(0)), text, count=1)
    if count != 1:
        sys.exit(f"{path}: nothing matches {pattern}")
    path.write_text(new)


def warm(dossier, output, cold, rounds):
    """Builds over a folder that holds the last build."""
    content = dossier / "content"
    hub, template = content / "actors/actor-0.md", dossier / "templates/event.html"
    events = sorted((content / "events").iterdir())
    edits = {
        "nothing changed": lambda n: None,
        "one entry's body": lambda n: replace(
            events[n * 7 % len(events)], r"\n---\n", lambda m: f"{m}Edited {n} times. "),
        "title of a hub": lambda n: replace(hub, r"title: .*", lambda m: f"title: Hub in round {n}"),
        "a template": lambda n: replace(
            template, r"{% block \w+ %}", lambda m: f"{m}<!-- {n} -->"),
    }
    results = {}
    build(dossier, output)
    for name, edit in edits.items():
        results[name] = []
        for number in range(rounds):
            edit(number)
            results[name].append(build(dossier, output))
        line(name, results[name], cold=cold)
    return results


def stages(runs):
    best = min(runs, key=lambda run: run.wall)
    total = sum(ms for _, ms in best.stages) or 1
    parts = [f"{name} {ms:.0f} ms ({100 * ms / total:.0f} %)" for name, ms in best.stages]
    print("  stages of the fastest  " + " · ".join(parts))


def measure(n, memory, disk, rounds, n_saves, keep):
    dossier = memory / f"dossier-{n}"
    clear(dossier)
    made = subprocess.run([CORPUS, str(n), dossier], check=True, capture_output=True, text=True).stdout
    print(f"\n{n:,} entries · {made.strip().split(' in ')[0].split(' entries ')[1]}")
    builds, copies, output = against_the_floor("in memory", dossier, memory, rounds)
    files = [path for path in output.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    result = {"entries": n, "files": len(files), "bytes": size}
    stages(builds)
    changed = warm(dossier, output, builds, rounds)
    clear(output)
    if n_saves:
        bodies, titles = saves.measure(DOSSIER, dossier, n_saves)
        saves.line("save of a body", bodies)
        saves.line("save of a hub's title", titles)
        result |= {"saves": bodies, "title saves": titles}
    on_disk = None
    if disk:
        *on_disk, output = against_the_floor("on disk", dossier, disk, rounds)
        clear(output)
    print(f"  {len(files):,} files, {size / 1e6:.1f} MB; per entry {low(builds) / n * 1e6:.0f} µs wall, "
          f"{low(builds, 'cpu') / n * 1e6:.0f} µs CPU, {mid(builds, 'peak') * 1024 / n:.1f} KB peak")
    if not keep:
        clear(dossier)
    def numbers(runs):
        return [{"wall": run.wall, "cpu": run.cpu, "system": run.system, "peak": run.peak, "stages": run.stages}
                for run in runs]

    result |= {"cold": numbers(builds), "floor": numbers(copies)}
    result |= {name: numbers(runs) for name, runs in changed.items()}
    if on_disk:
        result |= {"cold on disk": numbers(on_disk[0]), "floor on disk": numbers(on_disk[1])}
    return result


def growth(results):
    if len(results) < 2:
        return
    print("\nGrowth, per entry, in memory")
    def each(result):
        n = result["entries"]
        cpu = min(run["cpu"] for run in result["cold"]) / n * 1e6
        wall = min(run["wall"] for run in result["cold"]) / n * 1e6
        peak = statistics.median(run["peak"] for run in result["cold"]) * 1024 / n
        return n, wall, cpu, peak, result["bytes"] / n / 1e3

    for n, wall, cpu, peak, size in map(each, results):
        print(f"  {n:>9,} entries  {wall:7.0f} µs wall  {cpu:7.0f} µs CPU  {peak:7.1f} KB peak  {size:6.1f} KB of output")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000,10000", help="numbers of entries, with commas")
    parser.add_argument("--large", action="store_true", help="100,000 entries as well (3 rounds)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--saves", type=int, default=20, help="saves to measure in the preview; 0 for none")
    parser.add_argument("--no-disk", action="store_true", help="measure in memory alone")
    parser.add_argument("--keep", metavar="DIR", type=Path, help="keep the corpora here, for a profiler")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all numbers to a file")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    if arguments.large:
        sizes.append(100_000)
    shm = Path("/dev/shm")
    memory = Path(tempfile.mkdtemp(prefix="dossier-bench-", dir=shm if shm.is_dir() else None))
    disk = None
    if not arguments.no_disk:
        (ROOT / "target").mkdir(exist_ok=True)
        disk = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / "target"))
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
    where = f"memory: {memory}" + (f", disk: {disk}" if disk else "")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {where}; "
          f"{arguments.rounds} rounds, interleaved")
    results = []
    try:
        for n in sizes:
            rounds = min(arguments.rounds, 3) if n >= 100_000 else arguments.rounds
            results.append(measure(n, arguments.keep or memory, disk, rounds, arguments.saves if n < 100_000 else 0, bool(arguments.keep)))
        growth(results)
        if os.getloadavg()[0] > (os.cpu_count() or 1) + 0.5:
            print("\nNOTE: other work ran on this machine meanwhile; trust ratios, not times.")
        if arguments.json:
            arguments.json.write_text(json.dumps(results, indent=1))
    finally:
        shutil.rmtree(memory, ignore_errors=True)
        if disk:
            shutil.rmtree(disk, ignore_errors=True)


main()
