"""What is wrong with a settings file, said so that the person can repair it."""

import difflib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic_core import ErrorDetails

from okrsheets.display import cut
from okrsheets.errors import N_, Line
from okrsheets.settings.model import allowed_of, each_setting, sections
from okrsheets.settings.rule_codes import NOT_A_RULE

_LONGEST = 100


def fault_of(values: Mapping[str, Any], details: ErrorDetails) -> tuple[str, Line]:
    """Give the wrong setting's key and the sentence about it.

    Args:
        values: the whole file's values.
        details: one fault as pydantic found it.
    """
    path = [part for part in details["loc"] if isinstance(part, str)][:2]
    key = ".".join(path)
    if details["type"] == "extra_forbidden":
        return key, _unknown(path)
    allowed = _allowed(path)
    if details["type"] == NOT_A_RULE:
        return key, _unknown_rule(key, details["ctx"], allowed)
    if details["type"] == "missing":
        fields: dict[str, object] = {"key": key, "allowed": allowed}
        return key, Line(N_("{key} is missing. Allowed: {allowed}."), fields)
    found: Any = values
    for part in path:
        found = found[part]
    shown = cut(json.dumps(found, ensure_ascii=False, default=_plain), _LONGEST)
    fields = {"key": key, "found": shown, "allowed": allowed}
    return key, Line(N_("{key} is {found}. Allowed: {allowed}."), fields)


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


def _allowed(path: list[str]) -> Line:
    section = path[0] if len(path) > 1 else ""
    for where, name, field in each_setting():
        if (where, name) == (section, path[-1]):
            return Line(allowed_of(field), {})
    return Line(N_("a table, written [{key}]"), {"key": path[-1]})


def _unknown_rule(key: str, found: Mapping[str, Any], allowed: Line) -> Line:
    fields = {"key": key, "found": found["found"], "near": found["near"], "allowed": allowed}
    if found["near"]:
        return Line(N_("{key} names “{found}”, which is not a rule. Did you mean {near}?"), fields)
    return Line(N_("{key} names “{found}”, which is not a rule. Allowed: {allowed}."), fields)


def _unknown(path: list[str]) -> Line:
    section = path[0] if len(path) > 1 else ""
    known = [name for where, name, _ in each_setting() if where == section]
    known += [] if section else [name for name, _ in sections() if name]
    elsewhere = [f"{where}.{name}".lstrip(".") for where, name, _ in each_setting()]
    near = difflib.get_close_matches(path[-1], known, n=1) or [
        full for full in elsewhere if full.rpartition(".")[2] == path[-1]
    ]
    fields = {"key": ".".join(path), "near": tuple(near), "known": tuple(known)}
    if near:
        return Line(N_("{key} is not a setting. Did you mean {near}?"), fields)
    return Line(N_("{key} is not a setting. There are: {known}."), fields)
