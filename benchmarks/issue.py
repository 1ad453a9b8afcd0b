"""Issuing blank and prefilled score sheets, against other ways to make the same file, in one run.

`python benchmarks/issue.py [--sheets N] [--json]`; `--sheets 100000 --only-many` measures a large
issue alone (each file goes once it is written), with the growth of memory from the first tenth of
the sheets to the last. Peers: XlsxWriter making the same form (the same cells, formulas with their
values, looks, limits, conditions, notes, widths, print set-up), openpyxl loading, filling and
saving it (a heading for a blank sheet, a whole year of content for a prefilled one), and a raw
write of a file of the same size. Every figure is a median; the runs of all ways are interleaved, so
that a slow moment of the machine meets them alike.
"""

import argparse
import io
import itertools
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
from same_form import FormPlan, plan_form, write_form

from okrsheets.identity import sheet_id, token_of
from okrsheets.issuing.issue import IssuedSheet, issue_sheets
from okrsheets.language import load_language
from okrsheets.layout import Layout, build_layout
from okrsheets.model import Person, SheetIdentity
from okrsheets.sheets import CompiledTemplate, Stamp, TemplateSpec, compile_template
from okrsheets.sheets.compiled import compile_form
from okrsheets.templates import check_template, export_template, form_of
from okrsheets.workspace import create_workspace, open_workspace

KEY = b"benchmark" * 4
ROUNDS, SLOW_ROUNDS = 400, 7
MEGABYTE = 1_000_000
STATUS = Path("/proc/self/statm")


def stamp_of(form: CompiledTemplate, number: int) -> Stamp:
    """Give the signed stamp of an invented person."""
    person = Person(f"E{number:06}", f"林静{number}", ("产品研发部", "支付组"), "产品经理")
    plain = SheetIdentity(
        sheet_id(KEY, person.id, 2026),
        person.id,
        2026,
        1,
        "zh",
        form.fingerprint,
        form.policies_fingerprint,
        "",
    )
    return Stamp(replace(plain, token=token_of(KEY, plain)), person, "周启明")


class NewFiles:
    """Gives a path that is not there yet: writing over a file is another, slower thing."""

    def __init__(self, folder: Path) -> None:
        """Count files of this folder from 1."""
        self.folder, self.count = folder, 0

    def path(self) -> str:
        """Give the next path."""
        self.count += 1
        return f"{self.folder}/{self.count}.xlsx"


def write(path: str, content: bytes) -> None:
    """Write a file in the plainest way."""
    with open(path, "wb") as file:  # noqa: PTH123 - pathlib would add its own time
        file.write(content)


def openpyxl_fill(blank: bytes, target: str) -> None:
    """Load the form with openpyxl, put a person's data into it, save it."""
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for name in ("Q1", "Q2", "Q3", "Q4"):
        book[name]["B4"].value, book[name]["D4"].value = "林静", "E000001"
    book.save(target)


def year_of_content() -> dict[str, str | Decimal]:
    """Give a whole year: four cycles of three objectives with three key results, all scored."""
    content: dict[str, str | Decimal] = {}
    for cycle, o, k in itertools.product(("Q1", "Q2", "Q3", "Q4"), (1, 2, 3), (1, 2, 3)):
        stem = f"{cycle}.O{o}"
        content |= {f"{stem}.text": f"让用户更满意 {cycle}.{o}", f"{stem}.weight": Decimal("0.25")}
        line: dict[str, str | Decimal] = {
            "text": f"满意度由 80% 提高到 90%（{cycle}.{o}.{k}）",
            "type": "正向",
            "weight": Decimal("0.25"),
            "baseline": Decimal(80),
            "target": Decimal(90),
            "actual": Decimal(82 + o + k),
            "unit": "%",
            "self": Decimal("0.6"),
            "reason": f"第 {o} 项按计划推进，{k} 月起见效",
            "owner": "林静",
        }
        content |= {f"{stem}.K{k}.{name}": value for name, value in line.items()}
    return content


def openpyxl_content(
    blank: bytes, content: Mapping[str, str | Decimal], layout: Layout, target: str
) -> None:
    """Load the form with openpyxl, type a year of content into it, save it."""
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for key, value in content.items():
        place = layout.fields[key].place
        book[place.sheet][place.ref].value = value
    book.save(target)


def timed(work: Callable[[], object]) -> float:
    """Give the seconds that one call takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measure_one(form: CompiledTemplate, plan: FormPlan, folder: Path) -> dict[str, float]:
    """Give the median seconds of one sheet for each way."""
    blank = form.stamp(stamp_of(form, 1))
    new, stamp = NewFiles(folder), stamp_of(form, 1)
    content, layout = year_of_content(), build_layout(form.spec.options, form.spec.language)
    filled = replace(stamp, content=content)
    form.stamp(filled)
    fast: dict[str, Callable[[], object]] = {
        "okrsheets": lambda: write(new.path(), form.stamp(stamp)),
        "raw write": lambda: write(new.path(), blank),
        "stamp only": lambda: form.stamp(stamp),
        "sign only": lambda: stamp_of(form, 1),
        "prefilled": lambda: write(new.path(), form.stamp(filled)),
    }
    slow: dict[str, Callable[[], object]] = {
        "XlsxWriter": lambda: write(new.path(), write_form(plan)),
        "openpyxl fill": lambda: openpyxl_fill(blank, new.path()),
        "openpyxl prefilled": lambda: openpyxl_content(blank, content, layout, new.path()),
    }
    seconds: dict[str, list[float]] = {name: [] for name in (*fast, *slow)}
    for round_ in range(ROUNDS):
        for name, work in fast.items():
            seconds[name].append(timed(work))
        if round_ < SLOW_ROUNDS:
            for name, work in slow.items():
                seconds[name].append(timed(work))
    return {name: statistics.median(values) for name, values in seconds.items()}


def measure_many(count: int, folder: Path, *, keeps: bool) -> dict[str, float]:
    """Give seconds and bytes of issuing `count` sheets into a workspace, and the peak memory."""
    root = folder / "workspace"
    create_workspace(root, organisation="远帆科技", year=2026, language="zh")
    (root / "roster.xlsx").unlink()
    lines = (f"E{n:06},林静{n},部门{n % 50}/组{n % 7},产品经理,E000000" for n in range(count))
    roster = "id,name,department,title,manager\n" + "\n".join(lines)
    (root / "roster.csv").write_text(roster, encoding="utf-8")
    workspace = open_workspace(root)
    people = workspace.roster().people
    watch = Watch(max(1, count // 10), keeps=keeps)
    begin = time.perf_counter()
    issue_sheets(workspace, people, on_progress=watch)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    growth = (in_memory() - watch.early) / max(1, count - watch.tenth)
    return {"seconds": seconds, "bytes": watch.size, "peak_memory": peak, "growth": growth}


class Watch:
    """Looks at each sheet as it is issued: its size, and how much is in memory after a tenth."""

    def __init__(self, tenth: int, *, keeps: bool) -> None:
        """Start with nothing seen; without `keeps`, files go once they are written."""
        self.tenth, self.keeps = tenth, keeps
        self.count = self.size = self.early = 0

    def __call__(self, sheet: IssuedSheet) -> None:
        """Take a sheet's figures."""
        self.count += 1
        self.size += sheet.path.stat().st_size
        if self.count == self.tenth:
            self.early = in_memory()
        if not self.keeps:
            sheet.path.unlink()


def in_memory() -> int:
    """Give the bytes of this process that are in memory."""
    pages = int(STATUS.read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def figures_of_many(count: int, *, keeps: bool) -> dict[str, float]:
    """Give the figures of a whole issue by name."""
    with tempfile.TemporaryDirectory() as name:
        many = measure_many(count, Path(name), keeps=keeps)
    return {
        "sheets": count,
        "many_s": many["seconds"],
        "many_mb": many["bytes"] / MEGABYTE,
        "sheet_kb": many["bytes"] / count / 1000,
        "peak_memory_mb": many["peak_memory"] / MEGABYTE,
        "growth_bytes_a_sheet": many["growth"],
    }


def figures_of_one() -> dict[str, float]:
    """Give the figures of one sheet by name."""
    spec = TemplateSpec(language=load_language("zh"), organisation="远帆科技", year=2026)
    compiled = timed(lambda: compile_template(spec))
    form = compile_template(spec)
    with tempfile.TemporaryDirectory() as name:
        one = measure_one(form, plan_form(form.stamp(stamp_of(form, 1))), Path(name))
    return {
        "compile_s": compiled,
        **{f"{name}_ms": seconds * 1000 for name, seconds in one.items()},
        "times_xlsxwriter": one["XlsxWriter"] / one["okrsheets"],
        "times_openpyxl": one["openpyxl fill"] / one["okrsheets"],
        "prefilled_times_openpyxl": one["openpyxl prefilled"] / one["prefilled"],
        "of_raw_write": one["okrsheets"] / one["raw write"],
    }


def figures_of_own() -> dict[str, float]:
    """Give the figures of a company's own template, as exported, beside the built-in form."""
    spec = TemplateSpec(language=load_language("zh"), organisation="远帆科技", year=2026)
    template = export_template(spec)
    started = time.perf_counter()
    checked = check_template(template, spec)
    if checked.comparison is None:
        raise ValueError(checked.findings)
    own = compile_form(form_of(checked.comparison, spec), spec)
    seconds = time.perf_counter() - started
    forms = {"built-in": compile_template(spec), "own": own}
    times: dict[str, list[float]] = {name: [] for name in forms}
    for number in range(ROUNDS):
        for name, form in forms.items():
            stamp = stamp_of(form, number)
            times[name].append(timed(lambda form=form, stamp=stamp: form.stamp(stamp)))  # type: ignore[misc] # defaults bind the loop's values
    middle = {name: statistics.median(found) for name, found in times.items()}
    return {
        "own_template_check_compile_s": seconds,
        "own_template_stamp_ms": middle["own"] * 1000,
        "own_template_of_built_in": middle["own"] / middle["built-in"],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=10_000)
    parser.add_argument("--only-many", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = figures_of_many(options.sheets, keeps=not options.only_many)
    if not options.only_many:
        figures |= figures_of_one() | figures_of_own()
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    for name, value in figures.items():
        print(f"{name:28} {value:12.3f}")


if __name__ == "__main__":
    main()
