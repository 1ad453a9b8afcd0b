"""Texts and names of files as they may stand in the settings."""

from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

NOT_ALLOWED = PydanticCustomError("not_allowed", "not allowed")
"""Raised for any wrong value: what may stand there says the setting's own `allowed`."""


def _is_text(value: object) -> object:
    if not isinstance(value, str) or not value.isprintable() or value != value.strip():
        raise NOT_ALLOWED
    return value


def _is_file_name(value: object) -> object:
    name = _is_text(value)
    if set(str(name)) & set("/\\:"):
        raise NOT_ALLOWED
    return name


Text = Annotated[str, BeforeValidator(_is_text)]
FileName = Annotated[str, BeforeValidator(_is_file_name)]
