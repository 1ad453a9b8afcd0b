"""Memory and time of a batch of personal reports, and what a second run sets anew.

`python benchmarks/report_batch.py [--people N] [--jobs J]`. Made-up people with nine key results
each, in Chinese, set by the same processes as `okrsheets report quarterly --jobs J`, without a
store. Memory is the proportional share (PSS) of all processes together, which only Linux tells.

With `--report KIND` (several times, if wanted) it is the command itself instead, in a workspace of
N people in twenty departments who all sent the sample's sheets in: first, once more with one
person's title changed, and once more with nothing changed.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from many_sheets import lay_many
from mass import Watch
from report_people import Q3, lin_jing

from okrsheets.batch.examine import Work, examine_file
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.report_pages import PageRules, PersonTask
from okrsheets.batch.report_pool import set_all
from okrsheets.batch.rules import Rules
from okrsheets.batch.sample import sample_folder
from okrsheets.batch.sources import Source
from okrsheets.language import load_language
from okrsheets.model import Person, PersonYear, Policies
from okrsheets.render.binding import Section, bind_pack
from okrsheets.render.characters import characters_of
from okrsheets.reports import KINDS
from okrsheets.roster import write_roster
from okrsheets.workspace import Workspace

MEGABYTE = 1 << 20
DEPARTMENTS = 20


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


def lay_company(folder: Path, count: int, jobs: int) -> Workspace:
    """Make a workspace in which so many people's sheets of the Chinese sample are stored."""
    inbox = sorted((sample_folder("zh") / "inbox").glob("*.xlsx"))
    originals = [p for p in inbox if not examine_file(Source(p), Work(Rules())).errors]
    workspace = lay_many(folder, originals, count, "zh")
    found = ingest_paths(workspace, [workspace.inbox], jobs=jobs)
    print(f"{count} sheets: { ({str(k): v for k, v in found.summary.items() if v}) }")
    return workspace


def write_people(workspace: Workspace, count: int, title: str) -> None:
    """Write the roster anew: the first person has this title."""
    people = [
        Person(
            id=f"P{number:05}",
            name=f"林静{number}",
            department=(f"第{number % DEPARTMENTS + 1}事业部",),
            title="" if number else title,
        )
        for number in range(count)
    ]
    write_roster(workspace.root / "roster.xlsx", people, load_language("zh"))


def watched(order: list[str]) -> str:
    """Run a command; say what it came to and what it cost."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
        watch = Watch(process.pid, every=0.2)
        sampler = threading.Thread(target=watch.run)
        sampler.start()
        said, _ = process.communicate()
        watch.over.set()
        sampler.join()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = spent.ru_utime + spent.ru_stime - before.ru_utime - before.ru_stime
    return (
        f"{own:.1f} s of the processor, {time.perf_counter() - begin:.1f} by the clock, "
        f"{watch.peak:.0f} MB in all, {watch.alone:.0f} the first process; {said.splitlines()[-1]}"
    )


def make_company(kinds: list[str], count: int, jobs: int) -> None:
    """Print what the command costs in a workspace of so many people."""
    with tempfile.TemporaryDirectory(prefix="okr-company-") as folder:
        workspace = lay_company(Path(folder) / "w", count, jobs)
        order = [sys.executable, "-m", "okrsheets", "-C", str(workspace.root), "report"]
        for kind in kinds:
            cycle = "2026" if kind == "annual" else "2026Q1"
            for way, title in (("first", ""), ("one changed", "总监"), ("again", "总监")):
                write_people(workspace, count, title)
                options = ["--cycle", cycle, "--jobs", str(jobs)]
                print(f"{kind}, {way}: {watched([*order, kind, *options])}", flush=True)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--report", action="append", choices=list(KINDS))
    given = parser.parse_args()
    if given.report:
        make_company(given.report, given.people, given.jobs)
        return
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
