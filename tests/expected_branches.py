"""What an alignment report lists: what supports what, and what supports nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence

from equality_kit import Tally
from equality_sheets import Record
from printed_structure import Block, PrintedPages, squeezed

_TREE = ("Whatsupportswhat", "支撑关系")
_BARE = ("Objectivesthatsupportnothing", "没有支撑任何目标的目标")
Place = tuple[str, int]


def compare_branches(pages: PrintedPages, stored: Record, tally: Tally) -> None:
    """Compare the lines of the tree and the objectives that support nothing with the command's."""
    known = {(one["person"], one["number"]): one for one in stored["objectives"]}
    codes = {place: squeezed(f"{one['name']} O{one['number']}") for place, one in known.items()}
    _, rows = _section(pages.blocks, _TREE)
    wanted = [codes[place] for top in _tops(known) for place in _below(top, known)]
    tally.check("tree", Counter(squeezed(row[1]) for row in rows), Counter(wanted))
    title, rows = _section(pages.blocks, _BARE)
    bare = [(one["person"], one["number"]) for one in stored["orphans"]]
    tally.check("orphans", "".join(c for c in title if c.isdigit()), str(len(bare)) if bare else "")
    wanted = [codes[place] + squeezed(known[place]["text"]) for place in bare]
    tally.check("orphans", sorted(squeezed(row[0]) for row in rows), sorted(wanted))


def _section(blocks: Sequence[Block], names: tuple[str, ...]) -> tuple[str, list[list[str]]]:
    """Give a section's title and the rows of its tables; nothing where there is no such section."""
    start = next((n for n, b in enumerate(blocks) if squeezed(b.text).startswith(names)), None)
    if start is None:
        return "", []
    rows: list[list[str]] = []
    for block in blocks[start + 1 :]:
        if block.kind.startswith("H"):
            break
        if block.kind == "Table":
            rows += block.texts[1:]
    return blocks[start].text, rows


def _tops(known: dict[Place, Record]) -> Iterator[Place]:
    """Give the company's objectives, and others that are supported and support nothing."""
    below = {(o["person"], o["number"]) for one in known.values() for o in one["supported_by"]}
    for place, one in known.items():
        if place not in below and (one["top"] or one["supported_by"]):
            yield place


def _below(place: Place, known: dict[Place, Record]) -> Iterator[Place]:
    """Give an objective and all below it."""
    yield place
    for one in known[place]["supported_by"]:
        yield from _below((one["person"], one["number"]), known)
