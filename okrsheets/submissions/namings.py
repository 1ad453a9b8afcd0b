"""How rows and columns of the form are named to people: by what they see, never by their keys."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from okrsheets.errors import N_, Line
from okrsheets.layout import row_of_key, tab_rules

_NAMED = 8
_ROWS: Mapping[str, str] = MappingProxyType(
    {
        "objective": N_("objective {first}"),
        "key_result": N_("key result {second} of objective {first}"),
        "plan": N_("line {first} of the improvement plan"),
        "check_in": N_("check-in line {first}"),
        "cycle": "{key}",
        "total": N_("the total"),
        "excused": N_("Is the whole cycle excused (joined later, long leave)?"),
        "how_far": N_("How far did we get?"),
        "how": N_("How did we get there? What worked, what did not?"),
        "cause": N_("The question of this band"),
        "self": N_("Self review"),
        "peers": N_("Peer review"),
        "manager": N_("Manager review"),
        "collective": N_("Collective result"),
        "four": N_("a line of the four-square"),
    }
)


def row_name(key: str) -> Line:
    """Give the name of the row with a hidden key: `O1.K2` → key result 2 of objective 1."""
    row = row_of_key(key)
    kind = "" if row is None else "four" if key.startswith("four.") else row.kind
    numbers = [*"".join(c if c.isdigit() else " " for c in key).split(), "", ""]
    fields = {"first": numbers[0], "second": numbers[1], "key": key}
    return Line(_ROWS.get(kind, "{key}"), fields)


def column_name(tab: str, key: str) -> Line:
    """Give the heading that stands above the column with a hidden key."""
    headings = {column.key: column.heading for column in tab_rules(tab).columns}
    return Line(headings.get(key) or "{key}", {"key": key})


def names(keys: Sequence[str], name: Callable[[str], Line]) -> tuple[Line, ...]:
    """Name the first ones of a list."""
    more = (Line("…", {}),) if len(keys) > _NAMED else ()
    return (*map(name, keys[:_NAMED]), *more)
