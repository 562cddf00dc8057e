"""How long after a save the preview serves the new text: from the close of the file to the answer that has it.

One save at a time, with a second of rest between two, so that the rules have looked at the last one. The
page is asked for again and again on one connection, each time one millisecond after the last answer; that
is also how far the figures can be off.
"""

import http.client
import re
import statistics
import subprocess
import threading
import time

REST = 1.0
GIVE_UP = 30.0


class Preview:
    """`dossier serve` over a folder."""

    def __init__(self, program, dossier):
        self.process = subprocess.Popen([program, "-C", dossier, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True)
        found, self.address = threading.Event(), None

        def read():
            for line in self.process.stderr:
                match = re.search(r"http://(localhost:\d+)/", line)
                if match and not self.address:
                    self.address = match.group(1)
                    found.set()

        threading.Thread(target=read, daemon=True).start()
        if not found.wait(300):
            raise SystemExit("dossier serve did not say where it serves")
        self.connection = http.client.HTTPConnection(self.address)

    def get(self, page):
        for _ in range(3):
            try:
                self.connection.request("GET", page)
                return self.connection.getresponse().read().decode()
            except (http.client.HTTPException, OSError):
                self.connection = http.client.HTTPConnection(self.address)
        raise SystemExit(f"{page} cannot be read")

    def until(self, page, mark):
        start = time.perf_counter()
        while mark not in self.get(page):
            if time.perf_counter() - start > GIVE_UP:
                raise SystemExit(f"{page} has no “{mark}” after {GIVE_UP} s")
            time.sleep(0.001)
        return (time.perf_counter() - start) * 1000

    def close(self):
        self.process.terminate()
        self.process.wait()


def measure(program, dossier, rounds):
    """Milliseconds of each save: of bodies, and of the title of the busiest actor on a page that names it."""
    preview = Preview(program, dossier)
    events = sorted((dossier / "content/events").iterdir())
    bodies, titles = [], []
    try:
        for n in range(rounds):
            file = events[n * 7 % len(events)]
            mark = f"This was saved as number {n}."
            with file.open("a") as text:
                text.write(f"\n{mark}\n")
            bodies.append(preview.until(f"/events/{file.stem}.html", mark))
            time.sleep(REST)
        hub = dossier / "content/actors/actor-0.md"
        namer = next(file for file in events if "[[actor-0]]" in file.read_text())
        for n in range(max(rounds // 4, 3)):
            mark = f"Hub saved as number {n}"
            text = re.sub(r"title: .*", f"title: {mark}", hub.read_text(), count=1)
            hub.write_text(text)
            titles.append(preview.until(f"/events/{namer.stem}.html", mark))
            time.sleep(REST)
    finally:
        preview.close()
    return bodies, titles


def line(name, times):
    times = sorted(times)
    late = times[min(len(times) - 1, int(len(times) * 0.95))]
    print(f"  {name:<22} p50 {statistics.median(times):6.1f} ms   p95 {late:6.1f} ms   "
          f"min {times[0]:6.1f} ms   max {times[-1]:6.1f} ms   ({len(times)} saves)", flush=True)
