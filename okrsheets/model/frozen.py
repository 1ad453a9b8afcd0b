"""A plan as it was frozen: what was agreed, apart from what was achieved.

The canonical text of a plan is JSON with sorted keys, decimals as text, blanks left out, so that
equal plans have equal texts and equal fingerprints.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from okrsheets.model.method import Cycle, KeyResultType
from okrsheets.model.sheets import KeyResult, Objective

PLAN_TEXTS = ("text", "unit", "owner", "depends")
PLAN_NUMBERS = ("weight", "baseline", "target", "upper", "v30", "v70")
MEASURES = ("type", "baseline", "target", "upper", "v30", "v70")
"""What a key result's computed score rests on besides its actual."""
OBJECTIVE_FIELDS = ("text", "weight", "supports")
KEY_RESULT_FIELDS = ("text", "type", *PLAN_NUMBERS, "unit", "owner", "depends")


@dataclass(frozen=True, slots=True)
class FrozenPlan:
    """A person's plan of a cycle on the day of the freeze; `plan` is its canonical text.

    `sha256` is the file that it was made from, `fingerprint` the SHA-256 of `plan`.
    """

    cycle: Cycle
    at: datetime
    sha256: str
    fingerprint: str
    plan: str

    def objectives(self) -> tuple[Objective, ...]:
        """Give the objectives as they were planned, without any result."""
        return tuple(_objective(one) for one in json.loads(self.plan))


def plan_text(objectives: Sequence[Objective]) -> str:
    """Give the canonical text of a plan."""
    plan = [_planned(one) for one in objectives]
    text = json.dumps(plan, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # JSON reads such an escape


def plan_fingerprint(plan: str) -> str:
    """Give the SHA-256 of a plan's canonical text."""
    return sha256(plan.encode()).hexdigest()


def _planned(objective: Objective) -> Mapping[str, Any]:
    found = _filled(objective, OBJECTIVE_FIELDS)
    lines = [{"number": k.number} | _filled(k, KEY_RESULT_FIELDS) for k in objective.key_results]
    return {"number": objective.number, "key_results": lines} | found


def _filled(line: Objective | KeyResult, names: Sequence[str]) -> dict[str, str]:
    values = {name: getattr(line, name) for name in names}
    return {name: _written(value) for name, value in values.items() if value not in (None, "")}


def _written(value: Decimal | str) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _objective(line: Mapping[str, Any]) -> Objective:
    return Objective(
        number=line["number"],
        text=line.get("text", ""),
        weight=_number(line, "weight"),
        supports=line.get("supports", ""),
        key_results=tuple(_key_result(one) for one in line["key_results"]),
    )


def _key_result(line: Mapping[str, Any]) -> KeyResult:
    kind = line.get("type")
    blank = KeyResult(line["number"], line.get("text", ""), KeyResultType(kind) if kind else None)
    rest: dict[str, Any] = {name: line.get(name, "") for name in PLAN_TEXTS}
    rest |= {name: _number(line, name) for name in PLAN_NUMBERS}
    return replace(blank, **rest)


def _number(line: Mapping[str, Any], name: str) -> Decimal | None:
    return Decimal(line[name]) if name in line else None
