"""Join and compile the translation catalogues, and say what has no translation.

`python scripts/catalogues.py` writes `okrsheets/locale/<language>/LC_MESSAGES/okrsheets.mo`;
`--check` writes nothing and ends with 1 where the compiled file is stale, a message of the code,
the templates or the workbook's words is missing, or two rooms translate the same text differently.
"""

import argparse
import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "okrsheets" / "locale"
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
KEYWORDS: dict[str, Any] = {
    "N_": None,
    "text": None,
    "word": ((1, "c"), 2),
    "count": (1, 2),
    "n_count": (1, 2),
}
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


def extracted() -> set[tuple[str | None, str]]:
    """Give every (context, English text) that the product may show."""
    found: set[tuple[str | None, str]] = {(None, w) for w in words_of_templates()}
    for folder in ("okrsheets", "report_templates"):
        for _, _, message, _, context in extract_from_dir(
            str(ROOT / folder), METHODS, keywords=KEYWORDS, comment_tags=()
        ):
            singular = message[0] if isinstance(message, tuple) else message
            found.add((context, singular))
    return {pair for pair in found if pair[1]}


def joined(folder: Path, faults: list[str]) -> Catalog:
    """Join the rooms' `.po` files of one language, noting contradictions."""
    catalog = Catalog(locale=folder.name, fuzzy=False)
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
