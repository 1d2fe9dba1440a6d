#!/usr/bin/env bash
# Gives every fuzz target of tests/it/fuzz a minute. `bash tests/fuzz.sh [SECONDS] [SEED]`
#
# An input that panics is kept in target/fuzz and named; make it a test beside the code that it broke.
set -euo pipefail
cd "$(dirname "$0")/.."
export TIDEWAITER_FUZZ_SECONDS=${1:-60} TIDEWAITER_FUZZ_SEED=${2:-$(date +%s)} TIDEWAITER_FUZZ_DIR=$PWD/target/fuzz
mkdir -p "$TIDEWAITER_FUZZ_DIR"
echo "seed $TIDEWAITER_FUZZ_SEED, $TIDEWAITER_FUZZ_SECONDS s a target"
cargo test --release --test it --no-fail-fast -- fuzz:: --nocapture --test-threads 1 2>&1 |
    grep -E '^fuzz |panics at|^test result'
