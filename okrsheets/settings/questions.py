"""`[questions]`: what the review of each band asks."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from okrsheets.errors import N_
from okrsheets.settings.section import Section

MOST, LONGEST = 3, 200
_NOT_ALLOWED = PydanticCustomError("not_allowed", "not allowed")


def _are_questions(value: object) -> object:
    if not isinstance(value, list) or len(value) > MOST:
        raise _NOT_ALLOWED
    return tuple(map(_question, value))


def _question(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or value != value.strip():
        raise _NOT_ALLOWED
    if not 1 <= len(value) <= LONGEST:
        raise _NOT_ALLOWED
    return value


Questions = Annotated[tuple[str, ...], BeforeValidator(_are_questions)]


def _field(description: str) -> Any:  # noqa: ANN401 - as pydantic's own Field
    allowed = N_("at most 3 texts of 1 to 200 characters, or none, [], for the built-in questions")
    return Field(default=(), description=description, json_schema_extra={"allowed": allowed})


class QuestionSettings(Section):
    """The table; every text stands on sheets and reports as it is written."""

    outstanding: Questions = _field(
        N_("What the review asks where the score is outstanding, in the company's own words.")
    )
    on_target: Questions = _field(N_("What it asks where the score is on target."))
    below: Questions = _field(N_("What it asks where the score is below the target line."))
    no_progress: Questions = _field(N_("What it asks where there is no progress."))
