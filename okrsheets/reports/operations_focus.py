"""Where to look first: the departments in which most is missing or thinly used.

Everybody is counted once, in the department that the roster names: no line holds another's people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from okrsheets.analysis.groups import score_in
from okrsheets.display import show_percent
from okrsheets.errors import N_
from okrsheets.model import CycleState
from okrsheets.reports.document_records import Block, Column, Listing, rows
from okrsheets.reports.operations_input import Operations
from okrsheets.reports.operations_people import shown
from okrsheets.reports.records import ReportContext

FOCUS = "focus"
_MOST = 10


@dataclass(frozen=True, slots=True)
class _Place:
    """A department with those right in it: how many are employed, and what they lack."""

    path: tuple[str, ...]
    employed: int
    missing: int
    weak: int
    either: int


def focus_blocks(operations: Operations, context: ReportContext) -> Iterator[Block]:
    """Give the departments to begin with; nothing where nothing is missing or thin."""
    places = _places(operations)
    if not places:
        return
    language, first = context.language, places[:_MOST]
    said = language.text(
        N_(
            "Lacking: no sheet, a blank plan, or no score after the last day. With a "
            "sign: what “Thin use” counts. The names stand in the lists of this report."
        )
    )
    after = language.text(
        N_(
            "Departments in which something is missing or thin: {all}, all listed here; people and "
            "sheets in them: {whole}. Everybody counts once, in the department of the roster. The "
            "order is by number times share."
        )
        if len(first) == len(places)
        else N_(
            "Departments in which something is missing or thin: {shown} of {all}; people and "
            "sheets in them: {part} of {whole}. Everybody counts once, in the department of the "
            "roster. The order is by number times share."
        ),
        shown=len(first),
        all=len(places),
        part=sum(one.either for one in first),
        whole=sum(one.either for one in places),
    )
    title = language.text(N_("Where to look first"))
    yield Block(title, FOCUS, lines=(said,), tables=(_table(first, context),), after=(after,))


def _table(places: Sequence[_Place], context: ReportContext) -> Listing:
    language = context.language
    heads = (
        Column(language.text(N_("Department")), "80"),
        Column(language.text(N_("Employed")), "18", number=True),
        Column(language.text(N_("Lacking")), "18", number=True),
        Column(language.text(N_("With a sign")), "18", number=True),
        Column(language.text(N_("Either")), "18", number=True),
        Column(language.text(N_("Share")), "18", number=True),
    )
    none = language.text(N_("Without a department"))
    lines = [
        (
            " / ".join(one.path) or none,
            str(one.employed),
            shown(one.missing),
            shown(one.weak),
            str(one.either),
            show_percent(Fraction(one.either, one.employed)),
        )
        for one in places
    ]
    return Listing(heads, rows(*lines))


def _places(operations: Operations) -> list[_Place]:
    """Give the departments in which something is missing or thin, the weightiest first."""
    missing = {one.person.id for one in operations.missing}
    weak = {one.person.person.id for one in operations.weak}
    members: dict[tuple[str, ...], set[str]] = {unit.path: set() for unit in operations.units}
    for one in operations.people:
        away = score_in(one, operations.cycle).state is CycleState.NOT_EMPLOYED
        if not away or one.person.id in missing | weak:
            members[one.person.department].add(one.person.id)
    found = []
    for path, here in members.items():
        counts = (len(here & missing), len(here & weak), len(here & (missing | weak)))
        if counts[-1]:
            found.append(_Place(path, len(here), *counts))
    return sorted(found, key=lambda one: (-(one.either**2) / one.employed, -one.either))
