#!/bin/sh
# Validates the data beside the pages of a built site with a validator of each format's own ecosystem; the schemas for
# editors against the shipped dossier; and the findings that the program prints as SARIF.
#   tests/validators/run.sh DIR        DIR was built with `dossier build --url URL`
# DOSSIER names the program, if it is not target/release/dossier.
# Tools are installed once, under target/validators.
set -eu
site=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
tools="$here/../../target/validators"
mkdir -p "$tools"
if ! cmp -s "$here/requirements.txt" "$tools/requirements.txt"; then
    python3 -m venv "$tools/venv"
    "$tools/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$tools/requirements.txt"
fi
if ! cmp -s "$here/package-lock.json" "$tools/package-lock.json"; then
    cp "$here/package.json" "$here/package-lock.json" "$tools/"
    (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
fi
export PYTHONDONTWRITEBYTECODE=1
program=${DOSSIER:-$here/../../target/release/dossier}
"$tools/venv/bin/python" "$here/schemas.py"
"$tools/venv/bin/python" "$here/sarif.py" "$(realpath "$program")"
exec "$tools/venv/bin/python" "$here/validate.py" "$site" "$tools/node_modules"
