"""Memory and time of a batch of personal reports, and what a second run sets anew.

`python benchmarks/report_batch.py [--people N] [--jobs J]`. Made-up people with nine key results
each, in Chinese, set by the same processes as `okrsheets report quarterly --jobs J`, without a
store. Memory is the proportional share (PSS) of all processes together, which only Linux tells.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from report_people import Q3, lin_jing

from okrsheets.batch.report_pages import PageRules, PersonTask
from okrsheets.batch.report_pool import set_all
from okrsheets.model import PersonYear, Policies
from okrsheets.render.binding import Section, bind_pack
from okrsheets.render.characters import characters_of

MEGABYTE = 1 << 20


def people(count: int) -> Iterator[PersonYear]:
    """Give so many people who differ in name and id."""
    year = lin_jing()
    for number in range(count):
        yield replace(year, person=replace(year.person, id=f"P{number:05}", name=f"林静{number}"))


def memory() -> float:
    """Give the memory of this process and of all it started, in MB."""
    own = psutil.Process()
    total = 0
    for process in (own, *own.children(recursive=True)):
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total / MEGABYTE


def run(years: list[PersonYear], rules: PageRules, jobs: int) -> list[bytes]:
    """Set everybody's pages, put them aside, and say what it took."""
    start, made, held = time.perf_counter(), [], []
    tasks = [PersonTask(year, "zh") for year in years]
    for number, pages in enumerate(set_all(tasks, rules, jobs=jobs), start=1):
        made.append(pages.pdf)
        if number % max(len(years) // 6, 1) == 0:
            held.append(round(memory() - sum(map(len, made)) / MEGABYTE))
    print(f"{len(years)} people: {time.perf_counter() - start:.1f} s, MB on the way: {held}")
    return made


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    years = list(people(given.people))
    with tempfile.TemporaryDirectory(prefix="okr-batch-") as folder:
        rules = PageRules(
            cycle=Q3,
            organisation="远山支付",
            policies=Policies(),
            fiscal_start=1,
            handling="",
            prepared_by="",
            characters=frozenset(characters_of(years[0])),
            missing=frozenset(),
            cache=Path(folder),
        )
        made = run(years, rules, given.jobs)
        run(years, rules, given.jobs)
        one = years[0]
        years[0] = replace(one, person=replace(one.person, title="支付总监"))
        run(years, rules, given.jobs)
        start = time.process_time()
        sections = [Section(str(n), f"林静{n}", made[n % len(made)]) for n in range(1000)]
        pack = bind_pack(Section("cover", "产品研发部", made[0]), {}, sections)
        seconds = time.process_time() - start
        print(f"pack of 1,000: {seconds:.1f} s, {len(pack) / MEGABYTE:.0f} MB on the disk,")
        print(f"  this process: {memory():.0f} MB")


if __name__ == "__main__":
    main()
