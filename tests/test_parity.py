"""The sheet, okrsheets and an independent reckoning show the same scores, whatever is typed.

Random sheets are stamped, typed into and recalculated by LibreOffice (a process for some dozens)
and saved; then each displayed score, band and progress is compared with what okrsheets computes
from the saved file and with `reckoning`, which shares no code with either.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from office import Job, Value, office_is_here, run_office
from random_sheets import Fields, Filled, random_sheet
from reckoning import Rules, reckon

from okrsheets.batch.rules import Rules as BatchRules
from okrsheets.batch.scores import score_cycles, score_person_year
from okrsheets.cells import CellKind, Place
from okrsheets.display import band_of, round_half_up, show_score
from okrsheets.language import load_language
from okrsheets.layout import Layout, build_layout
from okrsheets.model import (
    CycleScore,
    CycleState,
    Person,
    Policies,
    ScoreSource,
    SheetIdentity,
    YearScore,
)
from okrsheets.shape import read_shape
from okrsheets.sheets import CompiledTemplate, Stamp, TemplateSpec, compile_template
from okrsheets.submissions import Reading, build_submission, read_submission

SHEETS = 200
YEAR = 2026
_SELF_FIRST = (ScoreSource.SELF, ScoreSource.COMPUTED, ScoreSource.REVIEWER)
_ZERO = Policies(objective_method="mean", missing_quarter="zero")
_BLOCK = Policies(score_order=_SELF_FIRST, missing_quarter="block")
_EDGES = Policies(band_edges=(Decimal("0.10"), Decimal("0.60"), Decimal("0.95")))
SET_UPS = (
    ("en", Policies(), "3x3Q", 22),
    ("zh", Policies(), "3x3Q", 20),
    ("zh", _ZERO, "3x3Q", 20),
    ("en", _BLOCK, "3x3Q", 20),
    ("en", _ZERO, "1x1Q", 10),
    ("zh", Policies(), "5x5Q", 10),
    ("zh", _BLOCK, "2x4Q-self", 10),
    ("en", _BLOCK, "4x2Q-reviewer", 10),
    ("en", _ZERO, "3x3Q-reviewer-self", 10),
    ("zh", _EDGES, "3x3Q-anchors", 10),
    ("en", Policies(), "3x3Q-confidence-evidence-weights", 10),
    ("zh", _ZERO, "3x4Q-anchors-confidence-evidence-reviewer-self-weights", 10),
    ("en", _BLOCK, "2x2M-anchors-self", 10),
    ("zh", Policies(missing_quarter="zero"), "1x3M", 10),
    ("zh", _BLOCK, "1x5M-reviewer-self-weights", 7),
    ("en", Policies(), "5x5M", 3),
    ("zh", _ZERO, "3x3Q+checkins", 5),
    ("en", _BLOCK, "2x2M-self+checkins", 3),
)
"""Language, policies and shape, and how many sheets are filled with them."""
PARTS = {
    (0, 3): (1250, 600),
    (3, 8): (1170, 620),
    (8, 12): (930, 500),
    (12, 18): (1700, 850),
}
"""Which set-ups one office process is given; how many scores and progresses it shows at least."""
STATE_WORDS = {
    CycleState.EMPTY: "Empty",
    CycleState.PLANNED: "Planned",
    CycleState.PARTIAL: "Partial",
    CycleState.SCORED: "Scored",
    CycleState.VOID: "Void or excused",
    CycleState.NOT_EMPLOYED: "Not employed",
}


@dataclass(frozen=True)
class Kit:
    """One language and set of policies, ready for stamping."""

    layout: Layout
    policies: Policies
    template: CompiledTemplate

    @property
    def rules(self) -> Rules:
        """Give the same policies for the independent reckoning."""
        order = tuple(str(source) for source in self.policies.score_order)
        return Rules(order, self.policies.objective_method, self.policies.missing_quarter)


@dataclass(frozen=True)
class Case:
    """One random sheet: what is typed, by what kit, and where it is saved."""

    seed: int
    filled: Filled
    kit: Kit
    saved: Path

    @property
    def fields(self) -> Fields:
        """Give what is typed."""
        return self.filled.fields

    @property
    def person(self) -> Person:
        """Give whose sheet it is, employed from and to the days of the random sheet."""
        joined, left = self.filled.joined, self.filled.left
        return Person(id=str(self.seed), name="Random", joined=joined, left=left)

    @property
    def watched(self) -> Mapping[str, Place]:
        """Give the computed cells to look at: those of what exists, and the totals."""
        return {
            key: field.place
            for key, field in self.kit.layout.fields.items()
            if key.endswith((".score", ".progress", ".state"))
            and (".O" not in key or f"{key.rsplit('.', 1)[0]}.text" in self.fields)
        }


def _kit(code: str, policies: Policies, shape: str) -> Kit:
    language, options = load_language(code), read_shape(shape)
    assert options is not None
    spec = TemplateSpec(
        language=language, organisation="Random", year=YEAR, options=options, policies=policies
    )
    return Kit(build_layout(options, language), policies, compile_template(spec))


def _cases(folder: Path, part: tuple[int, int]) -> Iterator[Case]:
    seed = sum(count for *_, count in SET_UPS[: part[0]])
    for code, policies, shape, count in SET_UPS[part[0] : part[1]]:
        kit = _kit(code, policies, shape)
        for _ in range(count):
            filled = random_sheet(seed, kit.layout.options, YEAR)
            yield Case(seed, filled, kit, folder / f"{seed}.xlsx")
            seed += 1


def _job(case: Case, folder: Path) -> Job:
    template, layout = case.kit.template, case.kit.layout
    identity = SheetIdentity(
        sheet=f"{case.seed:012x}",
        person=case.person.id,
        year=YEAR,
        layout=layout.version,
        language=layout.language,
        template=template.fingerprint,
        policies=template.policies_fingerprint,
        token="0" * 20,
        shape=layout.options.code(),
    )
    stamp = Stamp(identity, case.person, away=case.filled.away)
    source = folder / f"blank-{case.seed}.xlsx"
    source.write_bytes(template.stamp(stamp))
    cells = {layout.fields[key].place: _typed(key, v, layout) for key, v in case.fields.items()}
    return Job(source, cells, tuple(case.watched.values()), case.saved)


def _typed(key: str, value: Value, layout: Layout) -> Value:
    rule = layout.fields[key].rule
    if isinstance(value, str) and rule.kind in ("choice", "actual"):
        return layout.choices[rule.choice or "yesno"][value]
    return value


def _percent(share: Fraction | None) -> str:
    return "" if share is None else f"{round_half_up(share * 100, 0)}%"


def _own(case: Case, reading: Reading) -> YearScore:
    """Give okrsheets' scores."""
    kit = case.kit
    rules = BatchRules(options=kit.layout.options, policies=kit.policies)
    submission, _ = build_submission(reading.identity, reading.cells, options=rules.options)
    assert submission is not None
    scores = score_cycles(submission, rules)
    return score_person_year(YEAR, scores, case.person, rules)


def _shown_year(year: YearScore) -> Iterator[tuple[str, str]]:
    """Yield okrsheets' displayed numbers by field key."""
    yield "annual.score", show_score(year.score)
    for cycle in year.cycles:
        yield f"annual.{cycle.cycle.tab}.score", show_score(cycle.score)
        yield from _shown_cycle(cycle)


def _shown_cycle(cycle: CycleScore) -> Iterator[tuple[str, str]]:
    tab = cycle.cycle.tab
    yield f"{tab}.score", show_score(cycle.score)
    for objective in cycle.objectives:
        yield f"{tab}.O{objective.number}.score", show_score(objective.score)
        for key_result in objective.key_results:
            prefix = f"{tab}.O{objective.number}.K{key_result.number}"
            yield f"{prefix}.score", show_score(key_result.score)
            yield f"{prefix}.progress", _percent(key_result.progress)


def _reckoned(case: Case) -> dict[str, str]:
    """Give the independent numbers; progress is the score where nothing else counts."""
    fields, cycles = case.fields, case.kit.layout.options.cycles
    alone = {key: value for key, value in fields.items() if not key.endswith(".status")}
    computed = reckon(alone, Rules(score_order=("computed",)), cycles=cycles)
    progress = {
        f"{key.removesuffix('.score')}.progress": text and f"{Fraction(text) * 100}%"
        for key, text in computed.items()
        if ".K" in key
    }
    return reckon(fields, case.kit.rules, cycles=cycles, away=case.filled.away) | progress


def _cached(reading: Reading, key: str) -> str:
    """Give the number that LibreOffice stored in the cell, as displayed."""
    cell = reading.computed[key]
    if cell.kind is not CellKind.NUMBER:
        return cell.raw
    return _percent(Fraction(cell.raw)) if key.endswith(".progress") else f"{float(cell.raw):.2f}"


def _differences(case: Case, sheet: Mapping[str, str]) -> list[str]:
    """Give a line for each number and band that is not the same everywhere."""
    reading = read_submission(case.saved.read_bytes(), options=case.kit.layout.options)
    year, reckoned = _own(case, reading), _reckoned(case)
    # a plan without results outside of the employment is no cycle: okrsheets has no lines of it
    own = dict.fromkeys(sheet, "") | dict(_shown_year(year)) | dict(_states(case, year))
    assert sheet.keys() == own.keys() == {*reckoned, *(k for k in sheet if k.endswith(".state"))}
    rows = (
        (key, text, own[key], reckoned.get(key, text), _cached(reading, key))
        for key, text in sheet.items()
    )
    faults: list[tuple[str, ...]] = [row for row in rows if len(set(row[1:])) > 1]
    faults += [row for row in _bands(case, sheet, reading) if not row[1].endswith(row[2])]
    return [f"sheet {case.seed} ({case.kit.layout.options.code()}): {row}" for row in faults]


def _states(case: Case, year: YearScore) -> Iterator[tuple[str, str]]:
    """Yield in words how far okrsheets says that the cycles and the year have come."""
    say = load_language(case.kit.layout.language).text
    for cycle in year.cycles:
        yield f"annual.{cycle.cycle.tab}.state", say(STATE_WORDS[cycle.state])
    form = "{scored} of {of}, provisional" if year.provisional else "{scored} of {of}"
    yield "annual.state", say(form, scored=year.scored, of=year.of)


def _bands(
    case: Case, sheet: Mapping[str, str], reading: Reading
) -> Iterator[tuple[str, str, str]]:
    """Yield the band that LibreOffice stored beside each score, and the word of okrsheets."""
    words = case.kit.layout.choices["band"]
    for key, text in sheet.items():
        if text and key.endswith(".score"):
            band = band_of(Decimal(text), case.kit.policies)
            name = f"{key.removesuffix('score')}band"
            yield name, reading.computed[name].raw, words[str(band)]


def test_parts__together__are_all_sheets() -> None:
    assert sum(count for *_, count in SET_UPS) == SHEETS
    taken = [number for part in PARTS for number in range(*part)]
    assert taken == list(range(len(SET_UPS)))
    assert [sum(least) for least in zip(*PARTS.values(), strict=True)] == [5050, 2570]


@pytest.mark.office
@pytest.mark.skipif(not office_is_here(), reason="LibreOffice is not installed")
@pytest.mark.parametrize(("part", "least"), PARTS.items())
def test_sheet__filled_at_random__shows_the_scores_of_okrsheets_and_of_a_second_reckoning(
    tmp_path: Path, part: tuple[int, int], least: tuple[int, int]
) -> None:
    cases = list(_cases(tmp_path, part))
    jobs = [_job(case, tmp_path) for case in cases]
    office = run_office(jobs)
    shown = [
        {key: texts[place].strip() for key, place in case.watched.items()}
        for case, texts in zip(cases, office, strict=True)
    ]

    pairs = zip(cases, shown, strict=True)
    differences = [line for case, sheet in pairs for line in _differences(case, sheet)]

    assert differences == []
    numbers = [key for sheet in shown for key, text in sheet.items() if text]
    compared = Counter(key.rsplit(".", 1)[1] for key in numbers)
    assert compared["score"] > least[0]
    assert compared["progress"] > least[1]
