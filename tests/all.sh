#!/usr/bin/env bash
# Everything that must hold: format, lints, tests, documentation, licences, the browser.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$1"; }

step 'format'
cargo fmt --check

step 'lints'
cargo clippy --locked --all-targets -- -D warnings

step 'licences'
bash tests/licences.sh

step 'old releases of Chromium, and axe'
if ! { command -v npm >/dev/null 2>&1 && npm ci --prefix tests/browser --no-progress >/dev/null 2>&1; }; then
    echo 'left out: npm or its registry is not there, so old releases of Chromium and axe were not installed'
fi

step 'tests, those in the current Chromium among them'
cargo test --locked --no-fail-fast

step 'figures of the gate'
cargo test --locked --quiet --test gate the_rules_find -- --nocapture

step 'documentation'
RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --quiet

step 'scripts'
if command -v node >/dev/null 2>&1; then
    node tests/js/vectors.mjs
else
    echo 'left out: node is not installed'
fi

step 'browsers of other ages'
if command -v node >/dev/null 2>&1; then
    node tests/browser/run.mjs --chromium 64,88
else
    echo 'left out: node is not installed'
fi

step 'all passed'
