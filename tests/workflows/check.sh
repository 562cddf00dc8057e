#!/usr/bin/env bash
# Workflows of this repository, and those that `dossier new site` writes: actionlint, the schema of
# workflows, zizmor, and the inputs of each action. A planted fault of each sort must be found.
set -eu
cd "$(dirname "$0")/../.."
python=target/venv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

target/release/dossier -C "$work" new site made >/dev/null 2>&1 || echo "dossier new site made nothing" >&2
files=(.github/workflows/*.yml)
for file in "$work"/made/.github/workflows/*.yml; do [ -f "$file" ] && files+=("$file"); done
[ -f action.yml ] && actions=(action.yml) || actions=()

node tests/workflows/lint.mjs "${files[@]}"
$python/bin/check-jsonschema --builtin-schema vendor.github-workflows "${files[@]}"
[ ${#actions[@]} -eq 0 ] || $python/bin/check-jsonschema --builtin-schema vendor.github-actions "${actions[@]}"
$python/bin/zizmor --offline --quiet "${files[@]}" "${actions[@]}"

# The checks themselves: each fault must be found.
fails() { if "$@" >/dev/null 2>&1; then echo "not found: $*"; exit 1; fi; }
mkdir "$work/faults"
fault() { sed "$2" .github/workflows/ci.yml >"$work/faults/$1.yml"; cmp -s .github/workflows/ci.yml "$work/faults/$1.yml" && { echo "the fault $1 changes nothing"; exit 1; } || true; }
fault trigger 's/^  pull_request:.*/  pull_requests:/'
fault input 's/fetch-depth:/fetch-deep:/'
fault unpinned 's/@[0-9a-f]\{40\}/@v7/'
fails node tests/workflows/lint.mjs "$work/faults/trigger.yml"
fails $python/bin/check-jsonschema --builtin-schema vendor.github-workflows "$work/faults/trigger.yml"
fails node tests/workflows/lint.mjs "$work/faults/input.yml"
fails $python/bin/zizmor --offline --quiet "$work/faults/unpinned.yml"
echo "workflows: ${#files[@]} of them pass actionlint, the schema and zizmor; 4 planted faults found"
