"""Join and compile the translation catalogues, and say what has no translation.

`python scripts/catalogues.py` writes `okrsheets/locale/<language>/LC_MESSAGES/okrsheets.mo`;
`--check` writes nothing and ends with 1 where the compiled file is stale, a message of the code,
the templates or the workbook's words is missing, or two rooms translate the same text differently.
"""

import argparse
import ast
import io
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "okrsheets" / "locale"
METHODS = [("**.html", "jinja2.ext:babel_extract")]
MARKS = {"N_": 1, "text": 1, "word": 2, "count": 2, "n_count": 2}  # mark → its strings
KEYWORDS: dict[str, Any] = {
    "text": None,
    "word": ((1, "c"), 2),
    "count": (1, 2),
}
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # the same messages give the same bytes
WORD_KEYS = ("heading", "hint", "comment", "title", "body", "prompt", "error", "word", "label")


def words_of_templates() -> Iterator[str]:
    """Yield every English text of the workbook's TOML files."""
    for file in sorted((ROOT / "workbook_templates").glob("*.toml")):
        yield from _words(tomllib.loads(file.read_text(encoding="utf-8")))


def _words(value: Any, key: str = "") -> Iterator[str]:  # noqa: ANN401 - a parsed TOML value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _words(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner, key)
    elif isinstance(value, str) and value and key in WORD_KEYS:
        yield value


def words_of_code() -> Iterator[tuple[str | None, str]]:
    """Yield (context, English text) of every marked string of the Python code."""
    for file in sorted((ROOT / "okrsheets").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _marked(node)


def _marked(call: ast.Call) -> Iterator[tuple[str | None, str]]:
    name = _mark_of(call.func)
    texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if name in MARKS and len(texts) == len(call.args[: MARKS[name]]) == MARKS[name]:
        yield (texts[0], texts[1]) if name == "word" else (None, texts[0])


def _mark_of(called: ast.expr) -> str:
    """Give a mark's name: `N_` stands alone, the others are methods (`sa.text` is not ours)."""
    if isinstance(called, ast.Attribute) and ast.unparse(called.value) != "sa":
        return called.attr
    return called.id if isinstance(called, ast.Name) and called.id in ("N_", "n_count") else ""


def extracted() -> set[tuple[str | None, str]]:
    """Give every (context, English text) that the product may show."""
    found: set[tuple[str | None, str]] = {(None, w) for w in words_of_templates()}
    found.update(words_of_code())
    for _, _, message, _, context in extract_from_dir(
        str(ROOT / "report_templates"), METHODS, keywords=KEYWORDS, comment_tags=()
    ):
        found.add((context, message[0] if isinstance(message, tuple) else message))
    return {pair for pair in found if pair[1]}


def joined(folder: Path, faults: list[str]) -> Catalog:
    """Join the rooms' `.po` files of one language, noting contradictions."""
    catalog = Catalog(locale=folder.name, fuzzy=False, creation_date=NO_DATE)
    for file in sorted(folder.glob("*.po")):
        with file.open("rb") as stream:
            room = read_po(stream, locale=folder.name, abort_invalid=True)
        for message in room:
            if not message.id:
                continue
            known = catalog.get(message.id, message.context)
            if known and known.string != message.string:
                faults.append(f"{file.name}: two translations of {message.id!r}")
            catalog.add(message.id, message.string, context=message.context)
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """Give the catalogue's binary form, the same bytes for the same messages."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def _text_of(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def main() -> int:
    """Write or check every language's compiled catalogue."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    faults: list[str] = []
    needed = extracted()
    for folder in sorted(p for p in LOCALE.iterdir() if p.is_dir()):
        catalog = joined(folder, faults)
        have = {(m.context, _text_of(m.id)) for m in catalog if m.id and m.string}
        faults += [f"{folder.name}: not translated: {m!r}" for m in sorted(map(str, needed - have))]
        faults += [f"{folder.name}: no longer used: {m!r}" for m in sorted(map(str, have - needed))]
        target = folder / "LC_MESSAGES" / "okrsheets.mo"
        content = compiled(catalog)
        if not check:
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
        elif not target.exists() or target.read_bytes() != content:
            faults.append(f"{folder.name}: okrsheets.mo is stale: run scripts/catalogues.py")
    print("\n".join(faults) or "all messages are translated")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
