"""A simulated file with its parties replaced by few firms that all trade with each other, so that paths are many.

    python benches/rivals/crowd.py world/shipments.csv crowd.csv --firms 10000
    python benches/rivals/paths_duckdb.py crowd.csv --to CN

One firm in twenty is in CN, the others in ten other places; every row keeps all but its parties.
"""

import argparse
import csv
import random


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file")
    asked.add_argument("out")
    asked.add_argument("--firms", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=3)
    args = asked.parse_args()
    draw = random.Random(args.seed)
    places = ["US", "DE", "JP", "MY", "SG", "TH", "VN", "TW", "IN", "AE"]
    firms = [
        (f"FIRM {number} EXAMPLE TRADING CO", draw.choice(places) if draw.random() > 0.05 else "CN")
        for number in range(args.firms)
    ]
    with open(args.file, newline="") as source, open(args.out, "w", newline="") as target:
        rows = csv.reader(source)
        header = next(rows)
        columns = [header.index(f"{side}_{what}") for side in ("shipper", "consignee") for what in ("name", "country")]
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            sender, receiver = firms[draw.randrange(args.firms)], firms[draw.randrange(args.firms)]
            for column, value in zip(columns, sender + receiver):
                row[column] = value
            writer.writerow(row)


if __name__ == "__main__":
    main()
