#!/usr/bin/env bash
# Seconds and memory at growing sizes, beside readers and rivals; writes the table into docs/performance.md.
#
#     bash benches/scale.sh                        100,000, 1,000,000 and 10,000,000 rows; 50,000,000 if the disk has room
#     bash benches/scale.sh --sizes 100k,1m        these sizes
#     bash benches/scale.sh --help                 everything else
#
# Needs the release build and Python 3.11 or later; the Python packages go into an environment of its own. Each size is
# kept when it is done, so that a run that was broken off goes on with the next one. Simulated data are removed again.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${TIDEWAITER_SCALE_DIR:-target/scale}
mkdir -p "$work"
wanted=$(sha256sum benches/scale-requirements.txt | cut -c1-16)
if [ ! -x "$work/venv/bin/python" ] || [ "$(cat "$work/venv/wanted" 2>/dev/null)" != "$wanted" ]; then
    rm -rf "$work/venv"
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet --requirement benches/scale-requirements.txt
    echo "$wanted" >"$work/venv/wanted"
fi
exec "$work/venv/bin/python" benches/scale.py --work "$work" "$@"
