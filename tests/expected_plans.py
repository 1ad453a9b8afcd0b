"""What the OKR book must say: everybody's plan as it is stored, and nothing of the results."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from equality_sheets import Record, Sheet, shown_percent
from printed_figures import Key
from printed_structure import squeezed

_YES = ("Yes", "是")


def expected_plans(people: Sequence[Sheet], cycle: str) -> dict[Key, object]:
    """Give every line of every plan; numbers as numbers, a range as two."""
    found: dict[Key, object] = {}
    for one in people:
        for part in one.cycles(cycle):
            if one.state(part) != "not_employed":
                label = part[4:] if len(cycle) == 4 else ""
                found |= dict(_plan(squeezed(one.name), label, one.records[part]))
    return found


def _plan(name: str, label: str, record: Record) -> Iterator[tuple[Key, object]]:
    for objective in record["objectives"]:
        at = (name, label, f"O{objective['number']}")
        yield (*at, "plan text"), objective["text"]
        yield (*at, "plan weight"), shown_percent(objective["weight"])
        for line in objective["key_results"]:
            at = (name, label, f"{objective['number']}.{line['number']}")
            yes = line["type"] == "yesno"
            both = line["type"] == "range" and line["upper"] is not None
            yield (*at, "plan text"), line["text"]
            yield (*at, "plan weight"), shown_percent(line["weight"])
            yield (*at, "plan baseline"), None if yes else line["baseline"]
            target = (line["target"], line["upper"]) if both else line["target"]
            yield (*at, "plan target"), _YES if yes else target


def same_number(text: str, stored: object) -> bool:
    """Tell whether a printed number is the stored one, to as many places as are printed."""
    if isinstance(stored, tuple):
        if stored == _YES:
            return text in _YES
        parts = text.split("–")
        return len(parts) == len(stored) and all(map(same_number, parts, stored))
    if stored is None or text == "":
        return stored is None and text == ""
    share = text.endswith("%")
    plain = text.rstrip("%").replace(",", "").replace("−", "-")
    number, given = Decimal(plain), Decimal(str(stored)) * (100 if share else 1)
    return given.quantize(number, ROUND_HALF_UP) == number
