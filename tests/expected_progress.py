"""What a progress report must say: every line by the stored progress and the day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from equality_sheets import KeyResult, Record, Sheet, shown_score
from expected_documents import quarter_days
from printed_figures import Key
from printed_structure import squeezed

_STALE = 14


@dataclass(frozen=True)
class Pace:
    """The progress of a quarter on a day: who stands how, the expected progress, each line."""

    people: Sequence[Sheet]
    cycle: str
    day: date
    excused: frozenset[str]
    known: date
    """The day of the sheets: from it no movement is counted."""

    @property
    def elapsed(self) -> tuple[int, int]:
        """The days that are over, and those of the quarter."""
        first, last = quarter_days(self.cycle)
        days = (last - first).days + 1
        return min(days, max(0, (self.day - first).days + 1)), days

    @property
    def expected(self) -> Decimal:
        """The share of the quarter that is over."""
        return Decimal(self.elapsed[0]) / self.elapsed[1]

    @property
    def still(self) -> bool:
        """Whether nothing moved for fourteen days, in the running quarter."""
        first, last = quarter_days(self.cycle)
        return first <= self.day <= last and (self.day - max(first, self.known)).days >= _STALE

    def standing(self, one: Sheet, line: Record) -> str:
        """Say whether a key result is judged: `live`, or why not."""
        first, last = quarter_days(self.cycle)
        day = min(last, max(first, self.day))
        if one.id in self.excused:
            return "excused"
        if (one.joined and day < one.joined) or (one.left and one.left < day):
            return "not_employed"
        return "void" if line["status"] == "void" else "live"

    def progress(self, one: Sheet, line: Record) -> Decimal | None:
        """Give a key result's progress, 0-1, where it is judged."""
        if line["progress"] is None or self.standing(one, line) != "live":
            return None
        return Decimal(str(line["progress"]))

    def of_objective(self, one: Sheet, objective: Record) -> Decimal | None:
        """Give the weighted mean of the live key results' progress; None where one has none."""
        live = [line for line in objective["key_results"] if line["status"] != "void"]
        known = [(line["weight"], self.progress(one, line)) for line in live]
        if not known or any(w is None or p is None for w, p in known):
            return None
        weights = [Decimal(str(w)) for w, _ in known]
        top = sum(w * (p or 0) for w, (_, p) in zip(weights, known, strict=True))
        return Decimal(top) / sum(weights)

    def word(self, progress: Decimal | None) -> str | None:
        """Give the computed word."""
        if progress is None:
            return None
        behind = (self.expected - progress).quantize(Decimal("1e-9"))
        return "at_risk" if behind > Decimal("0.25") else "on_track"

    def reasons(self, one: Sheet, line: Record) -> set[str]:
        """Say why a key result stands out."""
        if self.standing(one, line) != "live":
            return set()
        word, computed = line["status"], self.word(self.progress(one, line))
        differ = None not in (word, computed) and (word == "on_track") != (computed == "on_track")
        found = {"off_track": word == "off_track", "at_risk": word == "at_risk"}
        found |= {"behind": computed == "at_risk", "differ": differ}
        found["stale"] = line["type"] != "judged" and line["progress"] != 1 and self.still
        return {name for name, true in found.items() if true}


def whole_percent(share: Decimal | None) -> str:
    """A share in whole percent, half up; a dash where there is none."""
    if share is None:
        return "—"
    return f"{(share.quantize(Decimal('1e-9')) * 100).quantize(Decimal(1), ROUND_HALF_UP)}%"


def all_lines(one: Sheet, cycle: str) -> list[KeyResult]:
    """Give the key results of the plan, also of one that does not count."""
    return [
        KeyResult(cycle, f"{o['number']}.{k['number']}", k)
        for o in one.records[cycle]["objectives"]
        for k in o["key_results"]
    ]


def who_line(one: Sheet, cycle: str, state: str) -> str:
    """Give the line over somebody's objectives, without blanks; `state` is the state's word."""
    said = f"{state} {shown_score(one.score(cycle))}"
    return squeezed(one.name + "·".join(part for part in (one.title, one.id, said) if part))


def expected_lines(pace: Pace, one: Sheet, who: str) -> Iterator[tuple[Key, str]]:
    """Give somebody's lines."""
    for objective in one.records[pace.cycle]["objectives"]:
        lines = objective["key_results"]
        standings = {pace.standing(one, line) for line in lines}
        words = [line["status"] for line in lines if pace.standing(one, line) == "live"]
        grave = next((w for w in ("off_track", "at_risk", "on_track") if w in words), "—")
        progress = pace.of_objective(one, objective)
        at = (who, f"O{objective['number']}", "")
        yield (*at, "line progress"), whole_percent(progress)
        yield (
            (*at, "line owner"),
            grave if "live" in standings or len(standings) != 1 else next(iter(standings)),
        )
        yield (*at, "line computed"), (pace.word(progress) if words else None) or "—"
        yield (*at, "line score"), shown_score(objective["score"]) or "—"
        for line in lines:
            at = (who, f"{objective['number']}.{line['number']}", "")
            progress, standing = pace.progress(one, line), pace.standing(one, line)
            word = line["status"] or "—"
            yield (*at, "line progress"), whole_percent(progress)
            yield (*at, "line owner"), word if standing == "live" else standing
            yield (*at, "line computed"), pace.word(progress) or "—"
            yield (*at, "line score"), shown_score(line["score"]) or "—"
