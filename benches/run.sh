#!/usr/bin/env bash
# Measures whole builds of made-up dossiers against `cp -r` of their output; see benches/measure.py.
#   benches/run.sh                          100, 1,000 and 10,000 entries
#   benches/run.sh --large                  100,000 as well
#   benches/run.sh --sizes 1000 --rounds 9  anything else: benches/run.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."
case " $* " in *" --help "* | *" -h "*) exec python3 benches/measure.py "$@" ;; esac
cargo build --release --locked --quiet
cargo build --release --locked --quiet --example corpus
exec python3 benches/measure.py "$@"
