#!/usr/bin/env bash
# The licences of all dependencies are among those that deny.toml allows. With cargo-deny where it
# is installed; else by the manifests that cargo itself reports.
set -euo pipefail
cd "$(dirname "$0")/.."

if command -v cargo-deny >/dev/null 2>&1; then
    exec cargo deny --locked check licenses bans sources
fi
cargo tree --locked --target all --edges no-dev --prefix none --format '{p}|{l}' | sort -u | python3 -c '
import re, sys
allowed = set(re.findall(r"^    \"([^\"]+)\",$", open("deny.toml").read(), re.M))
def holds(expression):
    plain = expression.replace("/", " OR ").replace("(", "").replace(")", "")
    return any(all(part.strip() in allowed for part in re.split(r"\s+AND\s+", choice)) for choice in re.split(r"\s+OR\s+", plain))
packages = [line.strip().removesuffix(" (*)").split("|") for line in sys.stdin if "|" in line]
wrong = [(name, licence) for name, licence in packages if not holds(licence or "none")]
for name, licence in wrong:
    print(f"licence not allowed: {name}: {licence}")
print(f"{len(packages)} packages, {len(wrong)} with a licence that is not allowed")
sys.exit(bool(wrong) or len(packages) < 50)
'
