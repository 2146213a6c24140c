#!/usr/bin/env bash
# Use the built wheel as a stranger would: a fresh environment, a folder far from the checkout, every command once.
# Usage: wheel.sh PYTHON WHEEL CONSTRAINTS
set -euo pipefail

python=$(realpath --no-symlinks "$1") wheel=$(realpath "$2") constraints=$(realpath "$3")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

"$python" -m venv env
env/bin/python -m pip install --quiet --quiet --disable-pip-version-check --constraint "$constraints" "$wheel[xlsx]"
inspectkg() { env/bin/inspectkg "$@" 2>>messages.txt || { code=$?; cat messages.txt >&2; return "$code"; }; }

mkdir elsewhere
env/bin/python - <<'PY'
from pathlib import Path
import inspectkg
assert Path("env").resolve() in Path(inspectkg.__file__).parents, inspectkg.__file__
PY
inspectkg --version
inspectkg build
test -s inspections.ttl && test -s inspections.trig
cmp inspections.trig env/lib/python3*/site-packages/inspectkg/graph/inspections.trig
test "$(inspectkg query police-information-sharing --format csv | wc -l)" -gt 1
test "$(inspectkg query ratings --graph inspections.trig --format csv | wc -l)" -gt 1
inspectkg validate inspections.trig
for format in ttl nt trig nq jsonld rdf csv xlsx graphml; do
  inspectkg export --output "claims.$format"
  test -s "claims.$format"
done
inspectkg diff claims.trig claims.nq | grep -q 'say the same'
inspectkg explain "information" >/dev/null
env/bin/python -c 'from inspectkg.fetching.naming import suffixes; assert suffixes()'
mkdir noted
echo "The groundsman said the pitch was good." >noted/football.txt
cat >noted/football.gold.json <<'JSON'
{"inspected": [], "ratings": [], "findings": [], "statistics": [], "recommendations": {"items": []}, "pledges": [],
 "people": []}
JSON
inspectkg review >/dev/null
inspectkg evaluate noted --min facts=0 >/dev/null
echo "The wheel works outside the checkout: $(basename "$wheel")"
