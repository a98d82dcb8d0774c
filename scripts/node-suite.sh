#!/usr/bin/env bash
# Fetches Node's own tests (test/parallel, test/common, test/fixtures) out of Debian's source package into a folder of yours.
# Usage: scripts/node-suite.sh DIR [MAJOR]      MAJOR defaults to 22; DIR must be outside of this repository.
set -euo pipefail
target=${1:?usage: scripts/node-suite.sh DIR [MAJOR]}
major=${2:-22}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The mirror that this machine already uses.
mirror=$(sed -nE 's/^(URIs: *|deb +(\[[^]]*\] +)?)(https?:[^ ]*\/debian)\/?( .*)?$/\3/p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)
[ -n "$mirror" ] || { echo 'node-suite: no Debian mirror in the apt sources' >&2; exit 1; }

for suite in bookworm trixie forky sid experimental; do
  echo "deb-src [trusted=yes] $mirror $suite main"
done > "$work/sources.list"
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
options=(-o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache")
apt-get "${options[@]}" -qq update
version=$(apt-cache "${options[@]}" showsrc nodejs | sed -n 's/^Version: //p' | grep "^$major\." | sort -V | tail -n 1)
[ -n "$version" ] || { echo "node-suite: Debian has no source of Node $major" >&2; exit 1; }

cd "$work"
apt-get "${options[@]}" -qq source --download-only "nodejs=$version"
mkdir -p "$target"
tar -xJf nodejs_*.orig.tar.xz -C "$target" --strip-components=2 --wildcards '*/test/common' '*/test/parallel' '*/test/fixtures'
echo "Node $version: $(find "$target/parallel" -name 'test-*' | wc -l) test files in $target"
