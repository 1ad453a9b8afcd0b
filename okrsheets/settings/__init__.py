"""The settings of a workspace: `okrsheets.toml`, checked as a whole.

Every fault is named in one pass, with the key, the value found and what is allowed. An unknown
key is refused, with the nearest known one. Level 1: only pydantic, errors and the model's policies.
"""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from okrsheets.errors import N_, UsageError
from okrsheets.settings.faults import fault_of
from okrsheets.settings.model import Settings

__all__ = ["SETTINGS_FILE", "Settings", "build_settings", "parse_settings", "read_settings"]
SETTINGS_FILE = "okrsheets.toml"


def read_settings(path: Path) -> Settings:
    """Read and check a settings file.

    Raises:
        UsageError: the file is missing, is not TOML, or some settings are wrong; names them all.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UsageError(
            N_("{folder} is not a workspace: it has no {file}. “okrsheets init” makes one."),
            folder=path.parent.resolve(),
            file=path.name,
        ) from None
    except UnicodeDecodeError:
        raise UsageError(N_("{file} is not saved as UTF-8: save it again so"), file=path) from None
    return parse_settings(text, path)


def parse_settings(text: str, path: Path) -> Settings:
    """Check the text of a settings file; `path` is what findings call it.

    Raises:
        UsageError: the text is not TOML, or some settings are wrong; names them all.
    """
    return build_settings(_parse(text, path), str(path))


def _parse(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise UsageError(
            N_("{file}, line {line} cannot be read. A setting is written: name = value"),
            file=path,
            line=line[1] if line else text.count("\n") + 1,
        ) from None


def build_settings(values: Mapping[str, Any], file: str = SETTINGS_FILE) -> Settings:
    """Check the values of a settings file.

    Raises:
        UsageError: names every fault, one line each.
    """
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        lines = dict(fault_of(values, details) for details in error.errors(include_input=False))
        raise UsageError(N_("{file} has wrong settings:"), *lines.values(), file=file) from None
