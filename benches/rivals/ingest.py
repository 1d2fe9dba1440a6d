"""Reading a CSV of shipments: polars and duckdb against `tidewaiter`'s ingest, on the same file, one after the other.

    pip install polars duckdb
    cargo build --release --example ingest
    tidewaiter simulate --rows 1000000 --schemes 500 --seed 8 --out world
    python benches/rivals/ingest.py world/shipments.csv target/release/examples/ingest

polars and duckdb read all columns with types, dates among them, and check nothing else. Ours also maps, cleans and checks
the canonical columns, hashes the file, keeps originals, sorts, and joins the records of one movement. Each runs in a
process of its own, three times; the best wall time counts, with the processor seconds and the peak memory of that run.
"""

import os
import subprocess
import sys
import time

POLARS = """
import polars, sys
frame = polars.read_csv(sys.argv[1], infer_schema_length=10000, try_parse_dates=True)
print(frame.height)
"""
DUCKDB = """
import duckdb, sys
print(duckdb.sql(f"create table t as select * from read_csv('{sys.argv[1]}', sample_size=10000)"), end="")
print(duckdb.sql("select count(*) from t").fetchone()[0])
"""


def run(command):
    """Wall seconds, processor seconds, peak MB and output of one process."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    out = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        raise SystemExit(f"{command[0]} failed")
    wall = time.perf_counter() - start
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    path, ours = sys.argv[1:]
    rivals = {
        "polars": [sys.executable, "-c", POLARS, path],
        "duckdb": [sys.executable, "-c", DUCKDB, path],
        "tidewaiter ingest": [ours, path],
        "tidewaiter ingest, joined": [ours, "--join", path],
    }
    best = {name: min((run(command) for _ in range(3)), key=lambda r: r[0]) for name, command in rivals.items()}
    base = best["polars"][0]
    print(f"{path}: {os.path.getsize(path) / 1e6:,.0f} MB, {os.cpu_count()} processors")
    print(f"{'':28}{'wall s':>8}{'cpu s':>8}{'peak MB':>9}{'x polars':>10}")
    for name, (wall, cpu, peak, _) in best.items():
        print(f"{name:28}{wall:8.2f}{cpu:8.2f}{peak:9.0f}{wall / base:10.2f}")
    print(best["tidewaiter ingest"][3].strip())


if __name__ == "__main__":
    main()
