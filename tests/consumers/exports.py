"""Reads every export back with the tool it is made for, and holds it against the JSON lines of the same alerts.

usage: exports.py PROGRAM RUN...
"""

import csv
import hashlib
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

import followthemoney
import networkx
import openpyxl
import polars

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(program, run, scope, kind, out):
    subprocess.run([program, "export", run, "--format", kind, *scope, "--out", out], check=True)
    return out


def is_number(text):
    try:
        float(text)
        return True
    except ValueError:
        return False


def check_cells(path, raw=False):
    """No cell of a CSV file begins like a formula, unless it is a number."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    for row in rows[1:]:
        assert len(row) == len(rows[0]), row
        for cell in row:
            assert raw or is_number(cell) or not cell.lstrip().startswith(FORMULA), repr(cell)
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def check(program, run, scope):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        make = lambda kind, name: export(program, run, scope, kind, folder / name)  # noqa: E731

        text = make("jsonl", "alerts.jsonl").read_text(encoding="utf-8")
        alerts = [json.loads(line) for line in text.split("\n") if line]
        assert text.count("\n") == len(alerts) and not any(c in text for c in "\r\u2028\u2029\u0085\x1b")
        legs = [leg for alert in alerts for leg in alert["path"]["legs"]]
        rows = [row for alert in alerts for leg in alert["shipments"] for row in leg]
        firms = {firm["id"]: firm["name"] for alert in alerts for firm in alert["chain"] + alert.get("feeders", [])}
        assert alerts and legs and rows
        for alert in alerts:
            total = alert["prior"] + sum(finding["contribution"] for finding in alert["findings"])
            assert abs(total - alert["log_odds"]) < 1e-9

        for kind, read in (("graphml", networkx.read_graphml), ("gexf", gexf)):
            graph = read(make(kind, f"graph.{kind}"))
            assert graph.number_of_nodes() == len(firms), (kind, graph.number_of_nodes(), len(firms))
            assert graph.number_of_edges() == len(legs), (kind, graph.number_of_edges(), len(legs))
            label = "name" if kind == "graphml" else "label"
            for node, attributes in graph.nodes(data=True):
                assert same(attributes[label], firms[node]), (kind, attributes[label], firms[node])

        entities = [json.loads(line) for line in make("ftm", "ftm.jsonl").read_text(encoding="utf-8").splitlines()]
        assert len(entities) == len(firms) + len(legs)
        for entity in entities:
            schema = followthemoney.model.get(entity["schema"])
            errors = schema.validate(entity)
            assert not errors, (errors, entity)
            proxy = followthemoney.model.get_proxy(entity)
            assert proxy.id == entity["id"] and proxy.caption

        book = openpyxl.load_workbook(make("xlsx", "alerts.xlsx"))
        assert book.sheetnames == ["alerts", "shipments", "findings", "entities"]
        assert book["alerts"].max_row == len(alerts) + 1
        assert book["shipments"].max_row == len(rows) + 1
        for sheet in book:
            for row in sheet.iter_rows():
                assert all(cell.data_type != "f" for cell in row), (sheet.title, row)

        frame = polars.read_parquet(make("parquet", "rows.parquet"))
        assert frame.height == len(rows)
        assert frame["description"].to_list() == [row["description"] for row in rows]
        assert frame["shipper_name"].to_list() == [row["shipper"] for row in rows]
        assert frame["value"].to_list() == [row["value"] for row in rows]

        assert len(check_cells(make("csv", "rows.csv"))) == len(rows)
        subprocess.run(
            [program, "export", run, "--format", "csv", "--raw-csv", *scope, "--out", folder / "raw.csv"], check=True
        )
        raw = check_cells(folder / "raw.csv", raw=True)
        assert [row["shipper_name"] for row in raw] == [row["shipper"] or "" for row in rows]

        dossier = make("dossier", "dossier")
        for line in (dossier / "manifest.sha256").read_text().splitlines():
            digest, name = line.split("  ", 1)
            assert hashlib.sha256((dossier / name).read_bytes()).hexdigest() == digest, name
        ElementTree.parse(dossier / "picture.svg")
        report = (dossier / "report.md").read_text(encoding="utf-8")
        assert "<script" not in report and not re.search(r"(?<!\\)\]\(", report.replace("![Chain of firms](picture.svg)", ""))
        return len(alerts), len(firms), len(legs), len(rows)


def gexf(path):
    """networkx knows GEXF up to 1.2draft by name; the elements used here are those of it."""
    text = path.read_text(encoding="utf-8")
    old = text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft").replace('version="1.3"', 'version="1.2"')
    return networkx.read_gexf(io.BytesIO(old.encode("utf-8")), version="1.2draft")


def same(read, name):
    """XML cannot hold control characters, and readers may trim a label."""
    keep = lambda text: "".join(c for c in text if c.isalnum())  # noqa: E731
    return keep(read) == keep(name)


def main(program, *runs):
    for run in runs:
        run = pathlib.Path(run)
        subprocess.run([program, "verify", run], check=True, capture_output=True)
        for name in ("alerts.csv", "rejected.csv"):
            check_cells(run / name)
        alerts = polars.read_csv(run / "alerts.csv")
        assert alerts["rank"].to_list() == list(range(1, alerts.height + 1))
        for table in ("shipments", "entities", "links", "alerts", "findings", "cases"):
            polars.read_parquet(run / f"{table}.parquet")
        record = json.loads((run / "run.json").read_text(encoding="utf-8"))
        rows = record["rows"]
        assert rows["read"] == rows["used"] + rows["merged"] + rows["rejected"]
        for scope in ([], ["--case", "1"], ["--alert", "1"], ["--alert", "2"], ["--alert", "6"]):
            print(run.name, " ".join(scope) or "whole", "alerts %d firms %d legs %d rows %d" % check(program, run, scope))


if __name__ == "__main__":
    main(*sys.argv[1:])
