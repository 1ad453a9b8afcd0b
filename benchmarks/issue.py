"""Issuing blank score sheets, against other ways to make the same file, in one run.

`python benchmarks/issue.py [--sheets N] [--json]`. Peers: XlsxWriter making the same form (the same
cells, formulas with their values, looks, limits, conditions, notes, widths, print set-up), openpyxl
loading, filling and saving it, and a raw write of a file of the same size. Every figure is a
median; the runs of all ways are interleaved, so that a slow moment of the machine meets them alike.
"""

import argparse
import io
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
from same_form import FormPlan, plan_form, write_form

from okrsheets.identity import sheet_id, token_of
from okrsheets.language import load_language
from okrsheets.model import Person, SheetIdentity
from okrsheets.sheets import (
    CompiledTemplate,
    Stamp,
    TemplateSpec,
    compile_template,
    sheet_file_name,
)

KEY = b"benchmark" * 4
ROUNDS, SLOW_ROUNDS = 400, 7
MEGABYTE = 1_000_000


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


def ours(form: CompiledTemplate, target: Path, number: int) -> None:
    """Sign, stamp and write one sheet."""
    target.write_bytes(form.stamp(stamp_of(form, number)))


def openpyxl_fill(blank: bytes, target: Path) -> None:
    """Load the form with openpyxl, put a person's data into it, save it."""
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for name in ("Q1", "Q2", "Q3", "Q4"):
        book[name]["B4"].value, book[name]["D4"].value = "林静", "E000001"
    book.save(target)


def timed(work: Callable[[], object]) -> float:
    """Give the seconds that one call takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measure_one(form: CompiledTemplate, plan: FormPlan, folder: Path) -> dict[str, float]:
    """Give the median seconds of one sheet for each way."""
    blank = form.stamp(stamp_of(form, 1))
    target = folder / "one.xlsx"
    fast = {
        "okrsheets": lambda: ours(form, target, 1),
        "raw write": lambda: target.write_bytes(blank),
        "stamp only": lambda: form.stamp(stamp_of(form, 1)),
    }
    slow = {
        "XlsxWriter": lambda: target.write_bytes(write_form(plan)),
        "openpyxl fill": lambda: openpyxl_fill(blank, target),
    }
    seconds: dict[str, list[float]] = {name: [] for name in (*fast, *slow)}
    for round_ in range(ROUNDS):
        for name, work in fast.items():
            seconds[name].append(timed(work))
        if round_ < SLOW_ROUNDS:
            for name, work in slow.items():
                seconds[name].append(timed(work))
    return {name: statistics.median(values) for name, values in seconds.items()}


def measure_many(form: CompiledTemplate, count: int, folder: Path) -> dict[str, float]:
    """Give seconds and bytes of `count` sheets with their own names, and the peak memory."""
    language = load_language("zh")
    begin = time.perf_counter()
    size = 0
    for number in range(count):
        stamp = stamp_of(form, number)
        content = form.stamp(stamp)
        (folder / sheet_file_name(stamp.person, 2026, language)).write_bytes(content)
        size += len(content)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": seconds, "bytes": size, "peak_memory": peak}


def measure(count: int) -> dict[str, float]:
    """Give every figure by name."""
    spec = TemplateSpec(language=load_language("zh"), organisation="远帆科技", year=2026)
    compiled = timed(lambda: compile_template(spec))
    form = compile_template(spec)
    plan = plan_form(form.stamp(stamp_of(form, 1)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = measure_one(form, plan, folder)
        many = measure_many(form, count, folder)
    return {
        "compile_s": compiled,
        **{f"{name}_ms": seconds * 1000 for name, seconds in one.items()},
        "times_xlsxwriter": one["XlsxWriter"] / one["okrsheets"],
        "times_openpyxl": one["openpyxl fill"] / one["okrsheets"],
        "of_raw_write": one["okrsheets"] / one["raw write"],
        "sheets": count,
        "many_s": many["seconds"],
        "many_mb": many["bytes"] / MEGABYTE,
        "sheet_kb": many["bytes"] / count / 1000,
        "peak_memory_mb": many["peak_memory"] / MEGABYTE,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.sheets)
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    for name, value in figures.items():
        print(f"{name:20} {value:12.3f}")


if __name__ == "__main__":
    main()
