#!/usr/bin/env bash
# Workflows of this repository, those that `dossier new site` writes, and the action: actionlint, their schemas,
# zizmor, the inputs of each action that they use; and the steps that install dossier, run against a release on
# this disk. A planted fault of each sort must be found.
set -eu
cd "$(dirname "$0")/../.."
python=target/venv
dossier=$(realpath "${DOSSIER:-target/release/dossier}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$dossier" -C "$work" new site made >/dev/null 2>&1
files=(.github/workflows/*.yml "$work"/made/.github/workflows/*.yml)
schema() { "$python/bin/check-jsonschema" --builtin-schema "vendor.github-$1" "${@:2}"; }
zizmor() { "$python/bin/zizmor" --offline --quiet "$@"; }

node tests/workflows/lint.mjs "${files[@]}" action.yml
schema workflows "${files[@]}"
schema actions action.yml
zizmor "${files[@]}" action.yml

# Each fault must be found by the one that is there for it.
faults=0
fault() { # FILE SED-SCRIPT COMMAND...
  local file=$1 script=$2 bad
  bad=$work/fault/$(basename "$file")
  mkdir -p "$work/fault"
  sed "$script" "$file" >"$bad"
  if cmp -s "$file" "$bad"; then echo "the fault $script changes nothing in $file"; exit 1; fi
  if "${@:3}" "$bad" >/dev/null 2>&1; then echo "not found by ${*:3}: $script in $file"; exit 1; fi
  faults=$((faults + 1))
}
lint=(node tests/workflows/lint.mjs)
made=$work/made/.github/workflows/pages.yml
fault .github/workflows/ci.yml 's/^  pull_request:.*/  pull_requests:/' "${lint[@]}"
fault .github/workflows/ci.yml 's/^  pull_request:.*/  pull_requests:/' schema workflows
fault .github/workflows/ci.yml 's/fetch-depth:/fetch-deep:/' "${lint[@]}"
fault .github/workflows/ci.yml 's/@[0-9a-f]\{40\}/@v7/' zizmor
fault .github/workflows/release.yml 's/@3d3c/@3d3d/' "${lint[@]}"
fault .github/workflows/release.yml 's/# v7/# v6/' "${lint[@]}"
fault .github/workflows/release.yml 's/needs: draft/needs: drafts/' "${lint[@]}"
fault .github/workflows/release.yml 's/ubuntu-22.04-arm/ubuntu-22.04-arms/' "${lint[@]}"
fault .github/workflows/release.yml 's/contents: write/content: write/' "${lint[@]}"
fault "$made" 's/path: public/paths: public/' "${lint[@]}"
fault "$made" 's,actions/deploy-pages@,actions/deploy-page@,' "${lint[@]}"
fault "$made" 's/"https:.*VERSION/"${{ github.head_ref }}/' zizmor
fault action.yml 's/using: composite/using: composit/' schema actions
fault action.yml 's/\$OUTPUT"/${{ inputs.output }}"/' zizmor

# The scripts of steps are read as a runner does, with what it gives them.
script() { # FILE STEP
  "$python/bin/python" - "$@" <<'PYTHON'
import sys
from ruamel.yaml import YAML
file = YAML(typ="safe").load(open(sys.argv[1], encoding="utf-8"))
jobs = file["jobs"].values() if "jobs" in file else [file["runs"]]
print(next(step["run"] for job in jobs for step in job["steps"] if step.get("name") == sys.argv[2]))
PYTHON
}
name=dossier-x86_64-unknown-linux-gnu
fails() { if "$@"; then echo "did not fail: $*"; exit 1; fi; faults=$((faults + 1)); }

# A release as the workflow makes it, of a program that is built already.
source=$work/source
mkdir -p "$source/target/x86_64-unknown-linux-gnu/release" "$work/tried"
cp README.md CHANGELOG.md LICENSE-* Cargo.toml "$source"
cp "$dossier" "$source/target/x86_64-unknown-linux-gnu/release/dossier"
releases() { # STEP VARIABLE...
  script .github/workflows/release.yml "$1" >"$work/step.sh"
  (cd "$source" && env TARGET=x86_64-unknown-linux-gnu RUNNER_OS=Linux RUNNER_TEMP="$work/tried" "${@:2}" \
    bash --noprofile --norc -eo pipefail "$work/step.sh" >/dev/null 2>&1)
}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
releases "Compare the tag with Cargo.toml" "TAG=v$version"
fails releases "Compare the tag with Cargo.toml" TAG=v9.9.9
releases "Try it"
releases Pack
release=$work/releases/owner/dossier/releases/download/v9.9.9
mkdir -p "$release"
mv "$source/$name".tar.gz* "$release"
installs() ( # FILE STEP VARIABLE...
  rm -rf "$work/runner" && mkdir "$work/runner" && : >"$work/path" && : >"$work/output"
  script "$1" "$2" | sed "s,https://github.com,file://$work/releases," >"$work/step.sh"
  env RUNNER_TEMP="$work/runner" RUNNER_OS=Linux RUNNER_ARCH=X64 GITHUB_PATH="$work/path" \
    GITHUB_OUTPUT="$work/output" VERSION=v9.9.9 "${@:3}" \
    bash --noprofile --norc -eo pipefail "$work/step.sh" >/dev/null 2>&1 || exit 1
  # The one is put on the path, the other is an output.
  PATH="$(cat "$work/path"):/usr/bin:/bin"
  "$(sed -n 's/^program=//p' "$work/output" | grep . || echo dossier)" --version >/dev/null
)
installs "$made" "Install dossier" REPOSITORY=owner/dossier
installs action.yml Install REPOSITORY=owner/dossier
fails installs "$made" "Install dossier" REPOSITORY=
fails installs "$made" "Install dossier" REPOSITORY=owner/nothing
fails installs action.yml Install REPOSITORY=owner/dossier VERSION=main
fails installs action.yml Install REPOSITORY=owner/dossier RUNNER_ARCH=RISCV
printf x >>"$release/$name.tar.gz"
fails installs "$made" "Install dossier" REPOSITORY=owner/dossier
fails installs action.yml Install REPOSITORY=owner/dossier

# And those that check and build.
runs() { # STEP VARIABLE...
  : >"$work/output"
  script action.yml "$1" >"$work/step.sh"
  (cd "$work" && env PROGRAM="$dossier" DIRECTORY=made GITHUB_OUTPUT="$work/output" "${@:2}" \
    bash --noprofile --norc -eo pipefail "$work/step.sh" >/dev/null 2>&1)
}
runs Check "OPTIONS=--publish --deny warnings"
runs Check OPTIONS=
fails runs Check OPTIONS=--no-such-option
runs Build OUTPUT=out ADDRESS=https://example.org/
grep -qx 'path=made/out' "$work/output"
grep -q 'https://example.org/' "$work/made/out/sitemap.xml"

echo "workflows: ${#files[@]} of them and the action pass actionlint, the schemas and zizmor, and install; $faults planted faults found"
