"""The OKR book: everybody's objectives and key results as planned, without any score.

Takes people's years and gives the records of `book_records`, for paper and for the web copy.
Source: docs/method.md, "Alignment and transparency" and "Reports".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle, CycleScore, CycleSheet, CycleState, Kind, PersonYear
from okrsheets.reports.book_records import (
    BookPart,
    BookPerson,
    BookUnit,
    PlaceLink,
    PlannedCycle,
    PlannedLine,
    PlannedObjective,
)
from okrsheets.reports.key_results import SheetReader, build_objectives
from okrsheets.reports.people import find_cycle, handling_of
from okrsheets.reports.records import Fact, Head, KeyResultLine, ObjectiveBlock, ReportContext
from okrsheets.reports.shelves import (
    PARTED,
    Shelf,
    Shelves,
    Unit,
    missing_state,
    planned_sheets,
)
from okrsheets.reports.words import STATE_WORDS, cycle_label, cycle_title, void_chip

MISSING_STATES = (
    CycleState.NOT_SUBMITTED,
    CycleState.EMPTY,
    CycleState.VOID,
    CycleState.NOT_EMPLOYED,
)


@dataclass(frozen=True)
class Ties:
    """What an objective is tied to, by the anchor of its objective; empty on paper."""

    supported: Mapping[str, tuple[PlaceLink, ...]] = field(default_factory=dict)
    supporters: Mapping[str, tuple[PlaceLink, ...]] = field(default_factory=dict)
    asked: Mapping[str, tuple[PlaceLink, ...]] = field(default_factory=dict)


def dot_of(language: Language) -> str:
    """Give the sign between two words of a line."""
    return "·" if language.code == "zh" else " · "


def book_head(title: str, cycle: Cycle, context: ReportContext) -> Head:
    """Give running heads, foot and title; `title` is a department or the organisation."""
    language = context.language
    dot, kind = dot_of(language), language.text(N_("OKR book"))
    when = cycle_title(cycle, context)
    return Head(
        language=language.code,
        document_title=f"{title}{dot}{kind}{dot}{when}",
        organisation=context.organisation,
        running=f"{kind if title == context.organisation else title}{dot}{when}",
        footer=f"{handling_of(context)}{dot}{kind}",
        kicker=f"{kind}{dot}{when}",
        title=title,
    )


def objective_anchor(person: str, cycle: Cycle, number: int) -> str:
    """Give the anchor of an objective; `person` is the anchor of whose it is."""
    return f"{person}-{cycle.tab.lower()}-o{number}"


def build_person(
    year: PersonYear, shelves: Shelves, context: ReportContext, ties: Ties | None = None
) -> BookPerson:
    """Give somebody's OKRs as planned."""
    anchor, who = shelves.anchors[year.person.id], year.person
    own = who.kind is not Kind.PERSON
    note = context.language.text(N_("The department's own OKRs")) if own else who.title
    if who.kind is Kind.COMPANY:
        note = context.language.text(N_("The company's own OKRs"))
    cycles = tuple(
        _cycle(sheet, year, anchor, shelves.cycle, context=context, ties=ties or Ties())
        for sheet in planned_sheets(year, shelves.cycle)
    )
    return BookPerson(anchor, who.id, who.name, note, own, cycles)


def _cycle(  # noqa: PLR0913 - whose, which and how it is shown
    sheet: CycleSheet,
    year: PersonYear,
    anchor: str,
    asked: Cycle,
    *,
    context: ReportContext,
    ties: Ties,
) -> PlannedCycle:
    score = find_cycle(year, sheet.cycle)
    own = context.of(score)
    cells = year.submission.cells if year.submission else {}
    reader = SheetReader(own, year.person.name, cells)
    blocks = build_objectives(sheet, score, reader) if score.objectives else ()
    return PlannedCycle(
        label=cycle_title(sheet.cycle, own) if asked.kind == "Y" else "",
        note=_excused(score, sheet, own),
        objectives=tuple(
            _objective(
                block, objective_anchor(anchor, sheet.cycle, o.number), o.supports, own, ties
            )
            for o, block in zip(sheet.objectives, blocks, strict=False)
        ),
    )


def _excused(score: CycleScore, sheet: CycleSheet, context: ReportContext) -> str:
    """Say that a cycle counts nothing; why is nobody else's business."""
    if not sheet.excused:
        return ""
    label = cycle_label(score.cycle, context)
    return context.language.text(N_("{cycle} is excused for this sheet."), cycle=label)


def _objective(
    block: ObjectiveBlock, anchor: str, supports: str, context: ReportContext, ties: Ties
) -> PlannedObjective:
    lines = tuple(_line(k, context.language) for k in block.key_results)
    return PlannedObjective(
        anchor=anchor,
        number=block.number,
        text=block.text,
        weight=block.weight,
        supports=supports.strip(),
        lines=lines,
        supported=ties.supported.get(anchor, ()),
        supporters=ties.supporters.get(anchor, ()),
        asked=ties.asked.get(anchor, ()),
    )


def _line(line: KeyResultLine, language: Language) -> PlannedLine:
    said = (void_chip(language).word if line.void else "", line.details)
    return PlannedLine(
        number=line.number,
        text=line.text,
        details=dot_of(language).join(filter(None, said)),
        baseline=line.baseline,
        target=line.target,
        weight=line.weight,
        void=line.void,
    )


def build_part(
    shelf: Shelf, units: Sequence[Unit], shelves: Shelves, context: ReportContext, *, whole: str
) -> BookPart:
    """Give a part of the book.

    Args:
        shelf: whose it is.
        units: who stands in it.
        shelves: the whole book.
        context: language and settings.
        whole: `first`, `last`, `only` or `middle` part of its shelf.
    """
    first, last = whole in ("first", "only"), whole in ("last", "only")
    return BookPart(
        head=book_head(shelf.title, shelves.cycle, context),
        anchor=shelf.anchor,
        title=shelf.title if first else "",
        figures=shelf_figures(shelf, shelves.cycle, context) if first else "",
        units=tuple(build_unit(unit, shelves, context) for unit in units),
        missing=missing_of(shelf, shelves.cycle, context) if last else (),
        without=context.language.text(N_("{name}: without OKRs"), name=shelf.title),
    )


def build_together(
    title: str, shelves: Sequence[Shelf], book: Shelves, context: ReportContext
) -> BookPart:
    """Give small departments that follow each other; `title` stands in the running head."""
    first, *others = (
        build_part(shelf, shelf.units, book, context, whole="only") for shelf in shelves
    )
    return replace(first, head=book_head(title, book.cycle, context), others=tuple(others))


def build_unit(
    unit: Unit, shelves: Shelves, context: ReportContext, ties: Ties | None = None
) -> BookUnit:
    """Give a department on a shelf with its people's OKRs."""
    title = PARTED.join(unit.path) if len(unit.path) > 1 else ""
    people = tuple(build_person(y, shelves, context, ties) for y in unit.people)
    return BookUnit(unit.anchor, title, people)


def missing_of(shelf: Shelf, cycle: Cycle, context: ReportContext) -> tuple[Fact, ...]:
    """Name those without objectives, by the reason."""
    language = context.language
    named = {
        state: [y.person.name for y in shelf.missing if missing_state(y, cycle) is state]
        for state in MISSING_STATES
    }
    return tuple(
        Fact(language.text(STATE_WORDS[state]), language.listed(names), str(len(names)))
        for state, names in named.items()
        if names
    )


def shelf_figures(shelf: Shelf, cycle: Cycle, context: ReportContext) -> str:
    """Give a shelf's counts in a line."""
    objectives, results = counts_of(shelf.people, cycle)
    language = context.language
    whole = len(shelf.people) + len(shelf.missing)
    return dot_of(language).join(
        (
            language.text(
                N_("{number} of {whole} with OKRs"), number=len(shelf.people), whole=whole
            ),
            language.count("{number} objective", "{number} objectives", objectives),
            language.count("{number} key result", "{number} key results", results),
        )
    )


def counts_of(people: Iterable[PersonYear], cycle: Cycle) -> tuple[int, int]:
    """Count objectives and key results."""
    sheets = [s for y in people for s in planned_sheets(y, cycle)]
    objectives = [o for s in sheets for o in s.objectives]
    return len(objectives), sum(len(o.key_results) for o in objectives)
