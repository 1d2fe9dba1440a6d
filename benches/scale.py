"""Called by scale.sh, which prepares the environment; see there."""

import argparse
import datetime
import hashlib
import json
import math
import os
import pathlib
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TO = "CN,HK,MO,RU,BY,IR"
START, END = "<!-- scale: begin -->", "<!-- scale: end -->"
READ_POLARS = "import sys, polars as pl; print(pl.read_csv(sys.argv[1], try_parse_dates=True, infer_schema_length=10000).height)"
READ_DUCKDB = (
    "import sys, duckdb; c = duckdb.connect(); c.execute('SET threads = ' + sys.argv[2]);"
    "c.execute('SET enable_progress_bar = false');"
    "c.execute(\"CREATE TABLE t AS SELECT * FROM read_csv('\" + sys.argv[1] + \"', header = true, sample_size = 100000)\");"
    "print(c.execute('SELECT count(*) FROM t').fetchone()[0])"
)


def number(text):
    scale = {"k": 10**3, "m": 10**6}.get(text[-1].lower(), 1)
    return int(text[:-1] if scale > 1 else text) * scale


def timed(command, threads, limit=None):
    """Wall and processor seconds, peak memory in bytes and standard output of a process; None if it took too long."""
    environment = {**os.environ, "POLARS_MAX_THREADS": str(threads), "RAYON_NUM_THREADS": str(threads)}
    start = time.perf_counter()
    # Not a pipe: nobody reads it before standard output ends, and a full one would hold the child up.
    errors = tempfile.TemporaryFile()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=environment, start_new_session=True)
    timer = None
    if limit:
        timer = threading.Timer(limit, lambda: os.killpg(child.pid, signal.SIGKILL))
        timer.start()
    text = child.stdout.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    if timer:
        timer.cancel()
    code = os.waitstatus_to_exitcode(status)
    child.returncode = code
    if code == -signal.SIGKILL and limit and seconds >= limit:
        return None
    if code != 0:
        errors.seek(0)
        said = errors.read().decode(errors="replace")
        raise RuntimeError(f"{' '.join(map(str, command))}\nended with {code}:\n{said[-2000:]}")
    return {"seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss * 1024, "out": text}


def middle(runs):
    """The run of median time."""
    return sorted(runs, key=lambda run: run["seconds"])[(len(runs) - 1) // 2]


def counts(text):
    return {int(legs): int(count) for legs, count in (line.split("\t") for line in text.splitlines()) if int(count)}


def measure(rows, args, program):
    world, run = args.work / f"world-{rows}", args.work / f"run-{rows}"
    for folder in (world, run):
        shutil.rmtree(folder, ignore_errors=True)
    # A world of about 430 bytes a row, and a run of about 260.
    need = rows * 750
    if shutil.disk_usage(args.work).free < need:
        print(f"{rows:,} rows need {need >> 30} GB of disk: left out", flush=True)
        return None
    times = args.runs if rows <= 1_000_000 else 1
    try:
        print(f"{rows:,} rows: making the world", flush=True)
        made = [program, "simulate", "--rows", rows, "--schemes", max(1, rows // 1600), "--seed", args.seed, "--out", world]
        timed([str(part) for part in made], args.threads)
        file = world / "shipments.csv"
        result = {"rows": rows, "bytes": file.stat().st_size}
        # Everybody reads from the page cache.
        with open(file, "rb") as opened:
            while opened.read(1 << 20):
                pass

        print(f"{rows:,} rows: scan", flush=True)
        scans = []
        for _ in range(times):
            shutil.rmtree(run, ignore_errors=True)
            # A scan forces its tables to disk: it must not wait for what others wrote before it.
            os.sync()
            command = [str(program), "scan", str(file), "--out", str(run), "--quiet", "--threads", str(args.threads)]
            if not args.shipments_only:
                for register in ("parties", "ownership", "watchlist"):
                    command += [f"--{register}", str(world / f"{register}.csv")]
            scan = timed(command, args.threads)
            record = json.loads((run / "run.json").read_text())
            scan["stages"], scan["alerts"] = record["stages"], record["alerts"]
            scan["read"] = record["rows"]["read"]
            scans.append(scan)
        result["scan"] = middle(scans)

        print(f"{rows:,} rows: polars and duckdb read the file", flush=True)
        for name, script in (("polars", READ_POLARS), ("duckdb", READ_DUCKDB)):
            command = [sys.executable, "-c", script, str(file), str(args.threads)]
            try:
                runs = [timed(command, args.threads) for _ in range(times)]
            except RuntimeError as error:
                # A file larger than memory ends some readers.
                result[f"read_{name}"] = {"failed": str(error).splitlines()[1][:60].rstrip(":")}
                continue
            result[f"read_{name}"] = middle(runs)
            if int(runs[0]["out"]) != result["scan"]["read"]:
                print(f"  note: {name} sees {runs[0]['out'].strip()} rows, the scan {result['scan']['read']}")

        print(f"{rows:,} rows: plain enumeration and its rivals", flush=True)
        ours = [str(program), "paths", str(file), "--max-legs", str(args.max_legs), "--window", "60d", "--to", TO,
                "--resolve", "off", "--count", "--quiet", "--threads", str(args.threads)]
        result["paths"] = middle([timed(ours, args.threads) for _ in range(times)])
        answer = counts(result["paths"]["out"])
        result["rivals"] = {}
        rivals = {
            "duckdb": [sys.executable, str(ROOT / "benches/rivals/paths_duckdb.py"), str(file), "--to", TO, "--max-legs",
                       str(args.max_legs), "--threads", str(args.threads), "--runs", "1", "--only-duckdb"],
            "networkx": [sys.executable, str(ROOT / "benches/rivals/paths_networkx.py"), str(file), "--to", TO,
                         "--max-legs", str(args.max_legs)],
        }
        for name, command in rivals.items():
            if rows > args.rival_rows:
                continue
            try:
                rival = timed(command, args.threads, args.rival_seconds)
            except RuntimeError as error:
                # Out of memory is a result too.
                result["rivals"][name] = {"failed": str(error).splitlines()[-1][:200]}
                continue
            if rival is None:
                result["rivals"][name] = {"failed": f"more than {args.rival_seconds} s"}
                continue
            rival["same"] = counts(rival["out"]) == answer
            result["rivals"][name] = rival
            if not rival["same"]:
                raise RuntimeError(f"{name} gives another answer: {counts(rival['out'])} instead of {answer}")
        return result
    finally:
        for folder in (world, run):
            shutil.rmtree(folder, ignore_errors=True)


def machine():
    text = pathlib.Path("/proc/cpuinfo").read_text() if pathlib.Path("/proc/cpuinfo").exists() else ""
    model = next((line.split(":")[1].strip() for line in text.splitlines() if line.startswith("model name")), platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} processors, {memory:.0f} GB of memory, {platform.system()} {platform.release().split('-')[0]}"


def exponent(small, large, value):
    a, b = value(small), value(large)
    if not a or not b or min(a, b) < 0.05:
        return ""
    return f"{math.log(b / a) / math.log(large['rows'] / small['rows']):.2f}"


def table(header, rows):
    yield "| " + " | ".join(header) + " |"
    yield "|" + "|".join("---" if i == 0 else "---:" for i in range(len(header))) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def render(results, args, version):
    results = sorted(results, key=lambda result: result["rows"])
    sizes = [f"{result['rows']:,}" for result in results]
    lines = [
        START,
        "",
        f"Made by `benches/scale.sh` on {datetime.date.today()}: {machine()}; {version}, {args.threads} threads; "
        f"{', '.join(f'{name} {module_version(name)}' for name in ('polars', 'duckdb', 'pandas', 'networkx'))}. "
        "Simulated worlds, one scheme in 1,600 rows; files in the page cache; the median of "
        f"{args.runs} runs up to a million rows, one run above. Peak is the largest resident memory of the process.",
        "",
        "### The whole scan",
        "",
    ]
    def reads(read):
        return read.get("failed") or f"{read['seconds']:.2f}"

    def ratio(scan, read):
        return "" if "failed" in read else f"{scan['seconds'] / read['seconds']:.1f}"

    body = []
    for result in results:
        scan, polars, duckdb = result["scan"], result["read_polars"], result["read_duckdb"]
        body.append([
            f"{result['rows']:,}", f"{result['bytes'] / 1e6:,.0f}", f"{scan['seconds']:.2f}", f"{scan['cpu']:.2f}",
            f"{result['rows'] / scan['seconds']:,.0f}", f"{scan['peak'] / 1e6:,.0f}",
            f"{max(0, scan['peak'] - 200e6) / result['rows']:,.0f}", f"{scan['alerts']:,}",
            reads(polars), reads(duckdb), ratio(scan, polars), ratio(scan, duckdb),
        ])
    lines += table(["rows", "MB", "scan s", "processor s", "rows/s", "peak MB", "bytes a row over 200 MB", "alerts",
                    "polars reads, s", "DuckDB reads, s", "scan / polars", "scan / DuckDB"], body)
    lines += ["", "### By stage, seconds (peak so far, MB)", ""]
    names = [stage["stage"] for stage in results[-1]["scan"]["stages"]]

    def stage(result, name):
        return next((s for s in result["scan"]["stages"] if s["stage"] == name), None)

    def rest(result):
        return result["scan"]["seconds"] - sum(s["seconds"] for s in result["scan"]["stages"])

    body = []
    pairs = list(zip(results, results[1:]))
    for name in names:
        row = [name]
        for result in results:
            found = stage(result, name)
            peak = (found or {}).get("peak_bytes")
            row.append("" if not found else f"{found['seconds']:.2f}" + (f" ({peak / 1e6:,.0f})" if peak else ""))
        row += [exponent(a, b, lambda r: (stage(r, name) or {}).get("seconds")) for a, b in pairs]
        body.append(row)
    body.append(["writing, start and end"] + [f"{rest(result):.2f}" for result in results]
                + [exponent(a, b, rest) for a, b in pairs])
    body.append(["whole scan"] + [f"{r['scan']['seconds']:.2f} ({r['scan']['peak'] / 1e6:,.0f})" for r in results]
                + [exponent(a, b, lambda r: r["scan"]["seconds"]) for a, b in pairs])
    lines += table(["stage"] + sizes + [f"exponent {a} to {b}" for a, b in zip(sizes, sizes[1:])], body)
    lines += ["", "An exponent of 1 is linear growth; stages under 0.05 s have none.", "",
              f"### Plain enumeration, up to {args.max_legs} legs, the same counts from all", ""]
    body = []
    for result in results:
        ours, row = result["paths"], [f"{result['rows']:,}", f"{sum(counts(result['paths']['out']).values()):,}"]
        row += [f"{ours['seconds']:.2f}", f"{ours['peak'] / 1e6:,.0f}"]
        for name in ("duckdb", "networkx"):
            rival = result["rivals"].get(name)
            if rival is None:
                row += ["not run", "", ""]
            elif "failed" in rival:
                row += [rival["failed"], "", ""]
            else:
                row += [f"{rival['seconds']:.2f}", f"{rival['peak'] / 1e6:,.0f}", f"{rival['seconds'] / ours['seconds']:.1f}"]
        body.append(row)
    lines += table(["rows", "paths", "tidewaiter s", "MB", "DuckDB SQL s", "MB", "times as long", "pandas + networkx s",
                    "MB", "times as long"], body)
    lines += ["", END]
    return "\n".join(lines)


def module_version(name):
    import importlib.metadata

    return importlib.metadata.version(name)


def main():
    asked = argparse.ArgumentParser(description="Measures a scan at growing sizes, beside readers and rivals.")
    asked.add_argument("--sizes", default="100k,1m,10m,50m", help="rows, separated by commas; k and m are understood")
    asked.add_argument("--threads", type=int, default=os.cpu_count())
    asked.add_argument("--runs", type=int, default=3, help="runs of each measurement up to a million rows")
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--max-legs", type=int, default=4)
    asked.add_argument("--rival-rows", type=number, default=10**7, help="largest size for the rivals")
    asked.add_argument("--rival-seconds", type=int, default=1800, help="a rival that takes longer is stopped")
    asked.add_argument("--shipments-only", action="store_true", help="scan without the registers")
    asked.add_argument("--program", type=pathlib.Path, default=ROOT / "target/release/tidewaiter")
    asked.add_argument("--out", type=pathlib.Path, default=ROOT / "docs/performance.md")
    asked.add_argument("--work", type=pathlib.Path, required=True)
    asked.add_argument("--again", action="store_true", help="measure sizes again that are kept")
    args = asked.parse_args()
    program = args.program.resolve()
    if not program.exists():
        sys.exit(f"{program} is not there: cargo build --release")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    settings = [args.threads, args.runs, args.seed, args.max_legs, args.shipments_only, args.rival_rows]
    # In pieces: a child's peak begins at what this process holds when it starts it.
    with open(program, "rb") as opened:
        digest = hashlib.file_digest(opened, "sha256")
    digest.update(json.dumps(settings).encode())
    build = digest.hexdigest()[:16]
    results = []
    for rows in sorted(number(size) for size in args.sizes.split(",")):
        kept = args.work / f"{build}-{rows}.json"
        if kept.exists() and not args.again:
            print(f"{rows:,} rows: kept from before", flush=True)
            results.append(json.loads(kept.read_text()))
            continue
        result = measure(rows, args, program)
        if result:
            partial = kept.with_suffix(".partial")
            partial.write_text(json.dumps(result))
            partial.rename(kept)
            results.append(result)
    if not results:
        sys.exit("nothing was measured")
    text = render(results, args, version)
    before = args.out.read_text() if args.out.exists() else "# Performance\n\n"
    if START in before and END in before:
        before = before[: before.index(START)] + text + before[before.index(END) + len(END):]
    else:
        before = before.rstrip("\n") + "\n\n" + text + "\n"
    args.out.write_text(before)
    print(text)


main()
