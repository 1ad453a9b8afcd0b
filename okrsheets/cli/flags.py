"""Words about frozen plans and closed cycles, and about locked scores that differ."""

from collections.abc import Sequence

from okrsheets.batch.flags import Flags, flags_of
from okrsheets.batch.year import Drift
from okrsheets.cli.console import complain
from okrsheets.display import cut
from okrsheets.errors import N_, Line
from okrsheets.language import Language
from okrsheets.model import Cycle, PersonYear

_NAMED = 5
DRIFT = N_(
    "the locked scores of {cycles} are reckoned otherwise now ({count} people: {people}). This must"
    " not be: keep the workspace as it is, make a backup and report it with the version of"
    " okrsheets"
)
OTHER_CYCLES = N_(
    "{cycles} are closed, and the settings know no such cycles: put “cycles” in the section [sheet]"
    " of okrsheets.toml back as it was, else the locked scores are shown nowhere"
)


def flag_rows(
    people: Sequence[PersonYear], cycles: Sequence[Cycle], speech: Language
) -> list[tuple[str, ...]]:
    """Give a row with the frozen plans and one with the day of closing, where there is any."""
    found = flags_of(people, cycles)
    flags = found.values()
    rows = []
    if any(one.frozen for one in flags):
        rows.append((speech.text("frozen plans"), *(_count(c, one) for c, one in found.items())))
    if any(one.closed for one in flags):
        days = (f"{one.closed.at:%Y-%m-%d}" if one.closed else "–" for one in flags)
        rows.append((speech.text("closed on"), *days))
    return rows


def _count(cycle: Cycle, flags: Flags) -> str:
    """Give the number of frozen plans; the year has none of its own."""
    return "–" if cycle.kind == "Y" else str(flags.frozen)


def drift_line(drift: Sequence[Drift]) -> Line:
    """Say that locked scores differ: that is never as it should be.

    Where quarters were closed and the settings say months by now, or the other way round, there
    is nothing that they could be compared with.
    """
    unknown = tuple(dict.fromkeys(str(one.cycle) for one in drift if not one.now.state))
    if unknown:
        return Line(OTHER_CYCLES, {"cycles": unknown})
    cycles = tuple(dict.fromkeys(str(one.cycle) for one in drift))
    people = list(dict.fromkeys(one.then.person for one in drift))
    names = tuple(cut(one) for one in people[:_NAMED]) + ("…",) * (len(people) > _NAMED)
    return Line(DRIFT, {"cycles": cycles, "count": len(people), "people": names})


def warn_of_drift(drift: Sequence[Drift], speech: Language) -> None:
    """Say so on standard error, where there is any."""
    if drift:
        complain(speech.line(drift_line(drift)))
