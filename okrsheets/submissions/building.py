"""Builds a `Submission` from the cells of a returned sheet: what was planned and achieved.

Pure: works from freshly read cells and from stored ones alike. An objective or key result exists
when its text is not blank; values beside a blank text are an error. Findings: S***.
Source: docs/method.md, "Existence".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from okrsheets.cells import Cell
from okrsheets.findings import Finding
from okrsheets.layout import PLAN_ROWS, tab_rules
from okrsheets.model import (
    AnnualReview,
    Cycle,
    CycleReview,
    CycleSheet,
    Improvement,
    KeyResult,
    KeyResultType,
    Objective,
    SheetIdentity,
    Status,
    Submission,
)
from okrsheets.shape import SheetOptions
from okrsheets.submissions.check_ins import build_check_ins, build_four_square, softened
from okrsheets.submissions.fieldcells import held_cells
from okrsheets.submissions.fields import FieldReader, is_percent
from okrsheets.submissions.numbers import MISSING_WORDS, normalised, read_number
from okrsheets.submissions.order import reading_order

_LINE = re.compile(r"[^.]+\.O(\d+)\.(?:K(\d+)\.)?")
_MEASURES = ("baseline", "target", "upper", "v30", "v70", "actual")


def build_submission(
    identity: SheetIdentity | None,
    cells: Mapping[str, Cell],
    *,
    options: SheetOptions | None = None,
    name: str = "",
    fiscal_start: int = 1,
) -> tuple[Submission | None, tuple[Finding, ...]]:
    """Build the submission; None without an identity.

    Args:
        identity: whose sheet it is.
        cells: field key → cell; a key that is absent counts as blank.
        options: the shape of the workspace's sheets; lines beyond it that are filled in count.
        name: the person's name as the sheet shows it.
        fiscal_start: the month in which the year begins; the date of a check-in tells its cycle.

    Returns:
        The submission and every S*** finding in reading order. A value that cannot be read is
        None in the submission.
    """
    if identity is None:
        return None, ()
    held = held_cells(cells)
    shape = _widened(options or SheetOptions(), held)
    reader = FieldReader(held, identity.language)
    cycles = tuple(_cycle(reader, identity.year, tab, shape) for tab in shape.cycles)
    annual = _annual(reader)
    diary = FieldReader(held, identity.language)
    check_ins = build_check_ins(diary, cycles, fiscal_start)
    four_square = build_four_square(diary, shape.cycles)
    submission = Submission(identity, name, cycles, annual, cells, check_ins, four_square)
    found = (*_eased(reader.findings, cycles), *map(softened, diary.findings))
    tabs = dict.fromkeys(f.place.sheet for f in found if f.place)
    return submission, reading_order(found, tuple(tabs))


def _eased(findings: Iterable[Finding], cycles: Iterable[CycleSheet]) -> Iterator[Finding]:
    """Make warnings of errors in an excused cycle: what is left there does not count."""
    excused = tuple(f"{sheet.cycle.tab}." for sheet in cycles if sheet.excused)
    for finding in findings:
        tab, _, field = finding.key.partition(".")
        leftover = f"{tab}." in excused and not field.startswith("excused")
        yield softened(finding) if leftover else finding


def _widened(shape: SheetOptions, keys: Iterable[str]) -> SheetOptions:
    """Give the shape that holds every filled line: a smaller form set since takes none away."""
    lines = [line for line in map(_LINE.match, keys) if line]
    return replace(
        shape,
        objectives=max([shape.objectives, *(int(line[1]) for line in lines)]),
        key_results=max([shape.key_results, *(int(line[2] or 0) for line in lines)]),
    )


def _cycle(reader: FieldReader, year: int, tab: str, shape: SheetOptions) -> CycleSheet:
    numbers = range(1, shape.objectives + 1)
    objectives = [_objective(reader, f"{tab}.O{n}.", n, shape.key_results) for n in numbers]
    return CycleSheet(
        cycle=Cycle.parse(f"{year}{tab}"),
        objectives=tuple(o for o in objectives if o is not None),
        excused=reader.choice(f"{tab}.excused", "yesno") == "yes",
        excused_reason=reader.words(f"{tab}.excused.reason"),
        review=_review(reader, tab),
    )


def _objective(reader: FieldReader, prefix: str, number: int, most: int) -> Objective | None:
    """Read an objective and its key results; None where there is nothing at all."""
    found = [_key_result(reader, f"{prefix}K{k}.", k) for k in range(1, most + 1)]
    key_results = tuple(kr for kr in found if kr is not None)
    if not key_results and not reader.has_any(prefix[:-1]):
        return None
    text = _title(reader, f"{prefix}text")
    weight = reader.share(f"{prefix}weight")
    supports = reader.words(f"{prefix}supports")
    if text:
        return Objective(number, text, weight, supports, key_results)
    _report_orphans(reader, prefix, "objective")
    if key_results:
        first = f"{prefix}K{key_results[0].number}.text"
        reader.report("S402", first, number=number)
    return None


def _title(reader: FieldReader, key: str) -> str:
    text = reader.words(key)
    if text and normalised(text).casefold() in MISSING_WORDS:
        reader.report("S403", key)
    return text


def _report_orphans(reader: FieldReader, prefix: str, kind: str) -> None:
    """Report the first entry beside a blank text; an unreadable text was reported already."""
    if reader.filled(f"{prefix}text"):
        return
    names = [r.name for r in tab_rules("Q1").rows[kind] if not r.computed and r.name != "text"]
    filled = [f"{prefix}{name}" for name in names if reader.has_entry(f"{prefix}{name}")]
    if filled:
        reader.report("S401", filled[0], count=len(filled))


def _key_result(reader: FieldReader, prefix: str, number: int) -> KeyResult | None:
    """Read a key result; None where its text is blank."""
    if not reader.has_any(prefix[:-1]):
        return None
    text = _title(reader, f"{prefix}text")
    if not text:
        _report_orphans(reader, prefix, "key_result")
        return None
    type_code = reader.choice(f"{prefix}type", "type")
    status = reader.choice(f"{prefix}status", "status")
    key_result = KeyResult(
        number=number,
        text=text,
        type=KeyResultType(type_code) if type_code else None,
        owner=reader.words(f"{prefix}owner"),
        weight=reader.share(f"{prefix}weight"),
        baseline=reader.number(f"{prefix}baseline"),
        target=reader.number(f"{prefix}target"),
        upper=reader.number(f"{prefix}upper"),
        v30=reader.number(f"{prefix}v30"),
        v70=reader.number(f"{prefix}v70"),
        actual=_actual(reader, f"{prefix}actual", type_code),
        unit=reader.words(f"{prefix}unit"),
        self_score=reader.score(f"{prefix}self"),
        reviewer_score=reader.score(f"{prefix}reviewer"),
        status=Status(status) if status else None,
        confidence=reader.share(f"{prefix}confidence"),
        reason=reader.words(f"{prefix}reason"),
        evidence=reader.words(f"{prefix}evidence"),
        depends=reader.words(f"{prefix}depends"),
    )
    _report_mixed(reader, prefix)
    return key_result


def _actual(reader: FieldReader, key: str, type_code: str) -> Decimal | None:
    """Read an actual: a yes/no word where the type asks for one, a number elsewhere."""
    if type_code == KeyResultType.YESNO or (not type_code and reader.says_yes_or_no(key)):
        return reader.yes_no(key)
    return reader.number(key)


def _report_mixed(reader: FieldReader, prefix: str) -> None:
    """Refuse where one measure is a percentage and another a plain number over 1."""
    found = [(name, reader.filled(f"{prefix}{name}")) for name in _MEASURES]
    cells = [(name, cell) for name, cell in found if cell is not None]
    if not any(_shows_percent(cell) for _, cell in cells):
        return
    forms = {name: _form(cell) for name, cell in cells}
    percent = [name for name, form in forms.items() if form == "percent"]
    plain = [name for name, form in forms.items() if form == "plain"]
    if percent and plain:
        reader.report(
            "S234", f"{prefix}{plain[0]}", other=str(reader.place(f"{prefix}{percent[0]}"))
        )


def _form(cell: Cell) -> str:
    """Tell a percentage from a plain number over 1; other content decides nothing."""
    number = read_number(cell).value
    if number is None:
        return ""
    if _shows_percent(cell):
        return "percent"
    return "plain" if abs(number) > 1 else ""


def _shows_percent(cell: Cell) -> bool:
    return is_percent(cell.format) or "%" in normalised(cell.raw)


def _review(reader: FieldReader, tab: str) -> CycleReview:
    numbers = (n for n in range(1, PLAN_ROWS + 1) if reader.has_any(f"{tab}.plan.{n}"))
    lines = (_improvement(reader, f"{tab}.plan.{n}.", n) for n in numbers)
    return CycleReview(
        how_far=reader.words(f"{tab}.review.how_far"),
        how=reader.words(f"{tab}.review.how"),
        cause=reader.words(f"{tab}.review.cause"),
        plan=tuple(line for line in lines if line != Improvement(line.number)),
    )


def _improvement(reader: FieldReader, prefix: str, number: int) -> Improvement:
    return Improvement(
        number,
        measure=reader.words(f"{prefix}measure"),
        date=reader.words(f"{prefix}date"),
        effect=reader.words(f"{prefix}effect"),
        owner=reader.words(f"{prefix}owner"),
    )


def _annual(reader: FieldReader) -> AnnualReview:
    return AnnualReview(
        self_review=reader.words("annual.review.self"),
        peers=reader.words("annual.review.peers"),
        manager=reader.words("annual.review.manager"),
        collective=reader.words("annual.review.collective"),
    )
