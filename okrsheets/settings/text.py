"""The settings file as `okrsheets init` writes it: every key with its default and a comment."""

import json
import re
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pydantic.fields import FieldInfo

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.settings.model import allowed_of, each_setting

_WIDTH = 96
_SECTION = re.compile(r"^[ \t]*\[", re.MULTILINE)
_HEAD = N_("The settings of this okrsheets workspace. A line after “#” is a remark.")
_SECTIONS: Mapping[str, str] = {
    "policies": N_("How scores are reckoned and read."),
    "questions": N_("What the review of each band asks, where not the built-in questions."),
    "sheet": N_("The shape of the score sheet."),
    "wording": N_("Which rules about the wording of texts are off."),
    "report": N_("What is printed on every page of a report."),
}


def write_settings(values: Mapping[str, object], language: Language) -> str:
    """Give the text of a settings file.

    Args:
        values: what differs from the defaults, by key (`organisation`, `sheet.objectives`).
        language: of the comments.
    """
    lines = [_comment(language.text(_HEAD))]
    last = ""
    for section, name, field in each_setting():
        if section != last:
            lines += ["", "", _comment(language.text(_SECTIONS[section])), f"[{section}]"]
            last = section
        key = f"{section}.{name}".lstrip(".")
        value = values.get(key, field.default)
        lines += ["", *_about(field, language), f"{name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


def change_settings(text: str, values: Mapping[str, object]) -> str:
    """Give a settings file's text with other values of top keys; every remark stays.

    Args:
        text: of a right settings file.
        values: by top key (`year`, `organisation`, `language`).

    Raises:
        ValueError: the text is written so that this cannot be done.
    """
    wanted = tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal) | dict(values)
    section = _SECTION.search(text)
    end = section.start() if section else len(text)
    top, rest = text[:end], text[end:]
    for name, value in values.items():
        line = re.compile(
            rf"^[ \t]*{re.escape(name)}[ \t]*=[^#\r\n]*?(?=[ \t]*(?:#|\r|$))", re.MULTILINE
        )
        new = f"{name} = {_toml(value)}"
        found = line.search(top)
        top = f"{top[: found.start()]}{new}{top[found.end() :]}" if found else f"{new}\n{top}"
    changed = top + rest
    if tomllib.loads(changed.replace("\r\n", "\n"), parse_float=Decimal) != wanted:
        raise ValueError(text)
    return changed


def _about(field: FieldInfo, language: Language) -> Iterator[str]:
    yield _comment(language.text(field.description or ""))
    allowed = language.text(allowed_of(field))
    yield _comment(language.text("Allowed: {allowed}.", allowed=allowed))


def _comment(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="# ", subsequent_indent="# ")


def _toml(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)
