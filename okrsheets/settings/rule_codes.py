"""Which rules about texts a settings file may name."""

from difflib import get_close_matches
from typing import LiteralString

from pydantic_core import PydanticCustomError

from okrsheets.findings.wording import WORDING

NOT_A_RULE: LiteralString = "not_a_rule"
_NOT_A_LIST: LiteralString = "not_allowed"
_NEAR = 0.7


def are_rule_codes(value: object) -> object:
    """Take a list of rule codes; an unknown one is told with the nearest there is."""
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise PydanticCustomError(_NOT_A_LIST, "")
    known = [entry.code for entry in WORDING]
    for code in value:
        if code not in known:
            near = get_close_matches(code.upper(), known, n=1, cutoff=_NEAR)
            raise PydanticCustomError(NOT_A_RULE, "", {"found": code, "near": tuple(near)})
    return tuple(sorted(set(value)))
