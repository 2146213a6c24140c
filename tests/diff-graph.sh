#!/usr/bin/env bash
# Show what the working tree changes in the graph of tests/texts: the same texts, read by the code of BASE and by this.
# Usage: diff-graph.sh PYTHON FOLDER [BASE]
# It ends with 0 whether the graphs differ or not: what changed is for people to judge.
set -euo pipefail

python=$(realpath --no-symlinks "$1")
mkdir -p "$2"
folder=$(realpath "$2") base=${3:-}
cd "$(dirname "$0")/.."

if [ -z "$base" ]; then
  base=main
  # On a clean main itself, the commit before tells what the last one changed.
  if [ "$(git rev-parse HEAD)" = "$(git rev-parse --verify --quiet main || true)" ] && git diff --quiet HEAD; then
    base=HEAD^
  fi
fi
if ! commit=$(git rev-parse --verify --quiet "$base^{commit}"); then
  echo "There is no $base to compare with: name a commit, make diff-graph BASE=COMMIT" >&2
  exit 0
fi

rm -rf "$folder/base" && mkdir -p "$folder/base/inspectkg"
git archive "$commit" | tar -x -C "$folder/base/inspectkg"
echo "Reading tests/texts with $base (${commit:0:10}) and with this tree" >&2
(cd "$folder" && PYTHONPATH="$folder/base" "$python" -m inspectkg build --no-check --output before.nq "$OLDPWD/tests/texts" >before.txt 2>&1) \
  || { tail -n 3 "$folder/before.txt" >&2; exit 0; }
(cd "$folder" && "$python" -m inspectkg build --no-check --output after.nq "$OLDPWD/tests/texts" >after.txt 2>&1) \
  || { tail -n 3 "$folder/after.txt" >&2; exit 0; }
code=0
"$python" -m inspectkg diff "$folder/before.nq" "$folder/after.nq" \
  --format text --format "markdown=$folder/diff.md" --format "patch=$folder/diff.rdfp" || code=$?
rm -rf "$folder/base"
[ "$code" -le 1 ] || exit "$code"
