"""The flags beside the states of a cycle: how many plans are frozen, and whether it is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from okrsheets.batch.export import Record, every_score
from okrsheets.model import Closing, Cycle, PersonYear


@dataclass(frozen=True, slots=True)
class Flags:
    """A cycle's flags; `closed` is its closing, None while it is open."""

    frozen: int
    closed: Closing | None


def flags_of(people: Sequence[PersonYear], cycles: Sequence[Cycle]) -> Mapping[Cycle, Flags]:
    """Give the flags of cycles, in their order."""
    closings = {score.cycle: score.closed for person in people for score in every_score(person)}
    return {
        cycle: Flags(sum(cycle in person.frozen for person in people), closings.get(cycle))
        for cycle in cycles
    }


def flags_record(people: Sequence[PersonYear], cycles: Sequence[Cycle]) -> Record:
    """Give the flags for programs; `closed_at` is None while the cycle is open."""
    found = flags_of(people, cycles)
    return {
        "flags": {
            str(cycle): {
                "frozen": flags.frozen,
                "closed": flags.closed is not None,
                "closed_at": flags.closed.at.isoformat() if flags.closed else None,
            }
            for cycle, flags in found.items()
        }
    }
