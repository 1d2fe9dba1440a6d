"""Splink on the party table that `examples/resolve_parties.rs` makes, measured as it measures.

Usage: python resolve.py parties.csv        needs: pip install splink==5.0.0 (pulls duckdb)

The same columns are given: name, address, country. Names are lower-cased and stripped of punctuation and of the
commonest legal forms first, which is kinder than raw text. Pairwise precision and recall against `entity`.
"""
import collections, csv, re, sys, time

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

FORMS = r"\b(limited|ltd|co|company|pte|private|pvt|sdn|bhd|berhad|llc|l l c|fze|fzco|ooo|ao|inc|corp|gmbh|kg|ag|sti|sirketi|a s|jsc)\b"


def clean(name):
    text = re.sub(r"[^\w ]", " ", name.lower())
    return re.sub(r"\s+", " ", re.sub(FORMS, " ", text)).strip()


def measure(found, truth):
    pairs = lambda counts: sum(n * (n - 1) // 2 for n in counts.values())
    both = pairs(collections.Counter(zip(found, truth)))
    precision = both / max(1, pairs(collections.Counter(found)))
    recall = both / max(1, pairs(collections.Counter(truth)))
    return precision, recall, 2 * precision * recall / (precision + recall)


def main(path):
    rows = list(csv.DictReader(open(path, encoding="utf-8")))
    table = pd.DataFrame(
        {
            "unique_id": range(len(rows)),
            "name": [clean(r["name"]) for r in rows],
            "address": [re.sub(r"[^\w ]", " ", r["address"].lower()).strip() or None for r in rows],
            "country": [r["country"] or None for r in rows],
        }
    )
    table["first_word"] = table["name"].str.split().str[0]
    table["last_word"] = table["name"].str.split().str[-1]
    table["sorted_name"] = [" ".join(sorted(n.split())) for n in table["name"]]
    start = time.time()
    db = DuckDBAPI()
    frame = db.register(table)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("sorted_name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("address", [0.95, 0.85]),
            cl.ExactMatch("country").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("first_word", "country"),
            block_on("last_word", "substr(name, 1, 4)"),
            block_on("address"),
            block_on("sorted_name"),
        ],
    )
    linker = Linker(frame, settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match([block_on("sorted_name", "country")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("sorted_name"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("address"))
    pairs = linker.inference.predict(threshold_match_probability=0.001)
    truth = [row["entity"] for row in rows]
    # The best of several thresholds: a user without truth would have to guess it.
    for threshold in (0.99, 0.9, 0.5, 0.1, 0.01):
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold).as_pandas_dataframe()
        by_id = dict(zip(clusters["unique_id"], clusters["cluster_id"]))
        p, r, f = measure([by_id.get(i, f"alone{i}") for i in range(len(rows))], truth)
        seconds = time.time() - start
        print(f"splink at {threshold}: {len(rows)} parties, {seconds:.1f} s, precision {p:.4f}, recall {r:.4f}, F1 {f:.4f}")


main(sys.argv[1])
