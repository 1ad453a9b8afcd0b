"""Starting `okrsheets --help`, against starting Python for nothing, in one run.

`python benchmarks/startup.py [--rounds N] [--json]`. Medians of interleaved runs; the figure that
counts is the difference.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time

WAYS = {
    "python -c pass": ("-c", "pass"),
    "okrsheets --help": ("-m", "okrsheets", "--help"),
    "okrsheets explain R203": ("-m", "okrsheets", "explain", "R203"),
}


def timed(arguments: tuple[str, ...]) -> float:
    """Give the wall time of one run in milliseconds."""
    start = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL
    )
    return (time.perf_counter() - start) * 1000


def measure(rounds: int) -> dict[str, float]:
    """Give every way's median."""
    runs: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name, arguments in WAYS.items():
            runs[name].append(timed(arguments))
    return {name: round(statistics.median(times), 1) for name, times in runs.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    medians = measure(options.rounds)
    if options.json:
        print(json.dumps(medians))
        return
    plain = medians["python -c pass"]
    for name, median in medians.items():
        print(f"{name:24} {median:7.1f} ms  +{median - plain:.1f}")


if __name__ == "__main__":
    main()
