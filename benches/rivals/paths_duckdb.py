"""Plain enumeration beside DuckDB's recursive SQL: the same file, the same session, counts by length compared.

    pip install duckdb
    cargo build --release
    target/release/tidewaiter simulate --rows 1000000 --schemes 600 --seed 7 --out world
    python benches/rivals/paths_duckdb.py world/shipments.csv --to CN,HK,MO,RU,BY,IR

Both sides run as whole processes, from the CSV to the counts. Exit code 1 if any count differs. The SQL reads every
column as text, so that nothing is guessed, and follows the definition word by word: unknown countries are in no
destination set, names are trimmed and in capitals, an entity stands once in a path.
"""

import argparse
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

SQL = """
SET threads = {threads};
CREATE TABLE leg AS
SELECT row_number() OVER () AS id, upper(trim(shipper_name)) AS f, upper(trim(consignee_name)) AS t,
       CAST(date AS DATE) AS day, substr(hs_code, 1, 4) AS heading,
       coalesce(upper(trim(shipper_country)) IN ({to}), false) AS starts_inside,
       coalesce(upper(trim(consignee_country)) IN ({to}), false) AS ends_inside
FROM read_csv('{file}', header = true, all_varchar = true)
WHERE shipper_name IS NOT NULL AND consignee_name IS NOT NULL AND trim(shipper_name) <> '' AND trim(consignee_name) <> ''
  AND upper(trim(shipper_name)) <> upper(trim(consignee_name)) {hs};
COPY (
WITH RECURSIVE path AS (
    SELECT 1 AS legs, [f, t] AS chain, t, day, heading, ends_inside FROM leg WHERE NOT starts_inside AND NOT ends_inside
    UNION ALL
    SELECT p.legs + 1, list_append(p.chain, l.t), l.t, l.day, l.heading, l.ends_inside
    FROM path p JOIN leg l ON l.f = p.t
    WHERE p.legs < {max_legs} AND NOT p.ends_inside AND l.day >= p.day AND l.day <= p.day + {window}
      AND NOT list_contains(p.chain, l.t) {same_heading}
)
SELECT legs, count(*) FROM path WHERE ends_inside GROUP BY legs ORDER BY legs
) TO '{out}' (HEADER false, DELIMITER '\t');
"""


def timed(command, text=None):
    """Wall seconds, peak memory of the children so far in MB, and standard output."""
    start = time.perf_counter()
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{done.stderr}")
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, done.stdout


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", type=pathlib.Path)
    asked.add_argument("--to", default="CN,HK,MO,RU,BY,IR")
    asked.add_argument("--max-legs", type=int, default=4)
    asked.add_argument("--window", type=int, default=60)
    asked.add_argument("--hs", default="")
    asked.add_argument("--same-heading", action="store_true")
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--tidewaiter", default="target/release/tidewaiter")
    asked.add_argument("--skip-duckdb", action="store_true")
    asked.add_argument("--only-duckdb", action="store_true", help="print the counts of DuckDB and no more")
    args = asked.parse_args()

    ours = [args.tidewaiter, "paths", str(args.file), "--max-legs", str(args.max_legs), "--window", f"{args.window}d",
            "--to", args.to, "--resolve", "off", "--count", "--quiet", "--threads", str(args.threads)]
    ours += ["--hs", args.hs] if args.hs else []
    ours += ["--same-heading"] if args.same_heading else []
    if not args.only_duckdb:
        runs = [timed(ours) for _ in range(args.runs)]
        counts = runs[0][2]
        print(f"tidewaiter  seconds {' '.join(f'{r[0]:.2f}' for r in runs)}  peak MB {runs[-1][1]:.0f}")
        print(counts, end="")
    if args.skip_duckdb:
        return

    prefixes = " OR ".join(f"hs_code LIKE '{p}%'" for p in args.hs.split(",") if p)
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "counts.tsv"
        sql = SQL.format(
            threads=args.threads, file=args.file, max_legs=args.max_legs, window=args.window, out=out,
            to=", ".join(f"'{c}'" for c in args.to.split(",")), hs=f"AND ({prefixes})" if prefixes else "",
            same_heading="AND l.heading = p.heading AND length(l.heading) = 4" if args.same_heading else "")
        script = "import duckdb, sys; c = duckdb.connect(); c.execute(sys.stdin.read())"
        theirs = [timed([sys.executable, "-c", script], sql)[:2] for _ in range(args.runs)]
        if args.only_duckdb:
            print(out.read_text(), end="")
            return
        expected = dict(line.split("\t") for line in out.read_text().splitlines())
    print(f"duckdb      seconds {' '.join(f'{s:.2f}' for s, _ in theirs)}  peak MB {theirs[-1][1]:.0f}")
    found = {legs: n for legs, n in (line.split("\t") for line in counts.splitlines()) if n != "0"}
    same = found == expected
    ratio = sorted(s for s, _ in theirs)[len(theirs) // 2] / sorted(r[0] for r in runs)[len(runs) // 2]
    print(f"same counts: {'yes' if same else f'NO, duckdb has {expected}'}; duckdb takes {ratio:.1f} times as long (medians)")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
