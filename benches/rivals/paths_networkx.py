"""Plain enumeration as a script of pandas and networkx, the way it is usually done in a notebook.

    python benches/rivals/paths_networkx.py world/shipments.csv --to CN,HK --max-legs 4 --window 60

Prints one line a length, `LEGS<TAB>COUNT`, as `tidewaiter paths --count` does. The definition is the same: names trimmed
and in capitals, no entity twice, days not decreasing and at most a window apart, the first shipper and every consignee
but the last outside the destinations.
"""

import argparse
import bisect
import collections

import networkx as nx
import pandas as pd


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file")
    asked.add_argument("--to", required=True)
    asked.add_argument("--max-legs", type=int, default=4)
    asked.add_argument("--window", type=int, default=60)
    args = asked.parse_args()
    to = set(args.to.split(","))

    columns = ["date", "shipper_name", "shipper_country", "consignee_name", "consignee_country"]
    rows = pd.read_csv(args.file, usecols=columns, dtype=str, keep_default_na=False)
    for column in columns[1:]:
        rows[column] = rows[column].str.strip().str.upper()
    rows = rows[(rows.shipper_name != "") & (rows.consignee_name != "") & (rows.shipper_name != rows.consignee_name)]
    days = (pd.to_datetime(rows.date) - pd.Timestamp(1970, 1, 1)).dt.days
    graph = nx.MultiDiGraph()
    graph.add_edges_from(
        (f, t, {"day": int(day), "starts_inside": sc in to, "ends_inside": cc in to})
        for f, t, day, sc, cc in zip(
            rows.shipper_name, rows.consignee_name, days, rows.shipper_country, rows.consignee_country
        )
    )
    # Outgoing edges in order of days, so that a window is a slice.
    leaving = {}
    for node in graph:
        edges = sorted((data["day"], t, data["ends_inside"]) for _, t, data in graph.out_edges(node, data=True))
        leaving[node] = ([edge[0] for edge in edges], edges)

    counts = collections.Counter()

    def follow(node, day, chain):
        starts, edges = leaving[node]
        for at in range(bisect.bisect_left(starts, day), bisect.bisect_right(starts, day + args.window)):
            next_day, target, ends_inside = edges[at]
            if target in chain:
                continue
            if ends_inside:
                counts[len(chain)] += 1
            elif len(chain) < args.max_legs:
                chain.append(target)
                follow(target, next_day, chain)
                chain.pop()

    for source, target, data in graph.edges(data=True):
        if not data["starts_inside"] and not data["ends_inside"] and args.max_legs > 1:
            follow(target, data["day"], [source, target])
    for legs in range(2, args.max_legs + 1):
        print(f"{legs}\t{counts[legs]}")


main()
