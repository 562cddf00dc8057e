#!/usr/bin/env bash
# Holds the workflows against GitHub's schema and against known weaknesses, without the network; and sees
# that both checks can fail.
set -u
cd "$(dirname "$0")/../.." || exit 2
passed=0 failed=0
expect() { # WHAT WANTED COMMAND...
  local what=$1 wanted=$2
  shift 2
  if "$@" >/tmp/workflow-check.$$ 2>&1; then got=pass; else got=fail; fi
  if [ $got = "$wanted" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "$what: expected to $wanted"
    cat /tmp/workflow-check.$$
  fi
  rm -f /tmp/workflow-check.$$
}
broken=$(mktemp -d)
trap 'rm -rf "$broken"' EXIT
mkdir -p "$broken/.github/workflows"
sed 's/runs-on:/runs-onn:/' .github/workflows/pages.yml >"$broken/schema.yml"
sed 's/- run: \.\/test/- run: echo ${{ github.event.pull_request.title }}/' .github/workflows/ci.yml >"$broken/.github/workflows/ci.yml"
for file in .github/workflows/*.yml; do
  expect "schema of $file" pass check-jsonschema --builtin-schema vendor.github-workflows "$file"
  expect "weaknesses of $file" pass zizmor --offline --no-progress "$file"
done
expect "schema of a broken workflow" fail check-jsonschema --builtin-schema vendor.github-workflows "$broken/schema.yml"
expect "weaknesses of a workflow that runs a stranger's words" fail zizmor --offline --no-progress "$broken/.github/workflows/ci.yml"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
