"""Sets apart files that waited for a closed cycle and were taken back by a later sheet. Pure.

Findings: V403. Whoever was told that a cycle is closed and put its cells back has said so with a
newer sheet; once the cycle is open again, the file that was held must not bring its values back.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import attrgetter

from okrsheets.batch.decide import Decision, Newcomer, joining
from okrsheets.batch.locked import BLANK
from okrsheets.batch.merge import Conflict, Values, comparable, fold
from okrsheets.batch.ranking import Copy, is_newer, usable_date
from okrsheets.cells import Cell
from okrsheets.display import shown_cell
from okrsheets.errors import Line
from okrsheets.findings import Finding
from okrsheets.store import FileState, StoredVersion


def taken_back(
    history: Sequence[StoredVersion],
    newcomers: Sequence[Newcomer],
    *,
    told: Mapping[str, Collection[str]],
    closed: Collection[str],
) -> Iterator[Decision]:
    """Yield, as mere history, every newcomer of which a later sheet took a value back.

    Taken back is a cell that was held (`told`, SHA-256 → field keys) and that in the next sheet
    saved after it, of those in which it is filled, stands as before it; other files that were
    held do not count for that. A blank says nothing: that may be a copy from before the value
    was typed.

    Args:
        history: the stored versions of the person.
        newcomers: the person's files to be decided.
        told: of which cells the senders of files held before were told that their cycle is closed.
        closed: the tabs of cycles that are closed still; what was held for them stays so.
    """
    arriving = {newcomer.sha256: newcomer.contents.cells() for newcomer in newcomers}
    cells = {version.sha256: version.cells for version in history} | arriving
    copies = [*joining(history), *(_copy(one) for one in newcomers if one.sha256 not in told)]
    for newcomer in newcomers:
        keys = sorted(told.get(newcomer.sha256, ()))
        if not keys or any(key.partition(".")[0] in closed for key in keys):
            continue
        later = dict(_back(_copy(newcomer), keys, copies))
        if later:
            mine = arriving[newcomer.sha256]
            found = (_finding(k, mine.get(k), cells[n][k]) for k, n in later.items())
            yield Decision(newcomer.sha256, FileState.STORED, tuple(found), kept=True, joins=False)


def _copy(newcomer: Newcomer) -> Copy:
    dated = usable_date(newcomer.modified, newcomer.received)
    values = comparable(newcomer.contents.cells())
    return Copy(newcomer.sha256, values, dated, newcomer.received)


def _back(copy: Copy, keys: Sequence[str], copies: Sequence[Copy]) -> Iterator[tuple[str, str]]:
    """Yield the keys that were taken back, each with the name of the copy that did."""
    newer = sorted((one for one in copies if is_newer(one, copy)), key=attrgetter("order"))
    before = _before(copy, copies)
    for key in keys:
        said = next((one for one in newer if key in one.values), None)
        if said and said.values[key] == before.get(key) != copy.values.get(key):
            yield key, said.name


def _before(copy: Copy, copies: Sequence[Copy]) -> Values:
    older = sorted((one for one in copies if is_newer(copy, one)), key=attrgetter("order"))
    state = fold([(one.name, one.values) for one in older])
    return {} if isinstance(state, Conflict) else state.values


def _finding(key: str, here: Cell | None, stored: Cell) -> Finding:
    place = here.place if here else stored.place
    fields = {"here": shown_cell(here) or Line(BLANK, {}), "stored": shown_cell(stored)}
    return Finding("V403", place, key, shown_cell(here), fields)
