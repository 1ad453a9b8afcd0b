"""What is printed: people's lines and tables, programs' JSON. Nothing else in okrsheets prints."""

import io
import json
import os
import re
import sys
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import cast

import click

_LONGEST_WORD = 20


class _Patient(io.FileIO):
    """A file that lets the work go on, to its true exit code, when the reader has gone away.

    Another fault (a full disk) is raised once; what is still to be written is then dropped, so
    that the interpreter does not stumble over it again at its end.
    """

    _broken = False

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        if self._broken:
            return memoryview(data).nbytes
        try:
            return super().write(data) or 0
        except BrokenPipeError:
            return memoryview(data).nbytes
        except OSError:
            self._broken = True
            raise


def prepare_streams() -> None:
    """Make standard output and error safe: any encoding, a closed pipe, none at all."""
    sys.stdout = _prepared(sys.stdout, 1)
    sys.stderr = _prepared(sys.stderr, 2)


def _prepared(stream: object, descriptor: int) -> io.TextIOWrapper:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    if stream is None:
        return open(os.devnull, "w", encoding=encoding)  # noqa: PTH123 - open to the end
    raw = io.BufferedWriter(cast("io.RawIOBase", _Patient(descriptor, "w", closefd=False)))
    return io.TextIOWrapper(
        raw, encoding=encoding, errors="backslashreplace", line_buffering=raw.isatty()
    )


def say(text: str = "") -> None:
    """Print one line for people on standard output."""
    click.echo(text)


def print_text(text: str) -> None:
    """Print a whole text, its own line ends and nothing more, on standard output."""
    click.echo(text, nl=False)


def complain(text: str) -> None:
    """Print one line for people on standard error."""
    click.echo(text, err=True)


def print_json(value: object) -> None:
    """Print a value as JSON on standard output; pure ASCII where the terminal is not UTF-8."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    click.echo(json.dumps(value, ensure_ascii=encoding != "utf8", indent=2, allow_nan=False))


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table for people; the last column takes what room is left.

    Widths count Chinese characters as two. On a terminal that is narrower than the table, cells
    are wrapped in their columns. Into a file or pipe nothing is wrapped or cut.
    """
    columns = list(zip(headings, *rows, strict=True))
    widths = [max(map(_width, column)) for column in columns]
    if sys.stdout.isatty() and (narrow := _narrowed(columns, widths)):
        _print_wrapped(headings, rows, narrow)
        return
    for row in (headings, ["─" * width for width in widths], *rows):
        cells = (cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _narrowed(columns: Sequence[Sequence[str]], widths: Sequence[int]) -> list[int]:
    """Give widths that fit the terminal, the widest narrowed first; none to leave all as it is.

    No column becomes narrower than its longest word: a table that does not fit even so is better
    left to the terminal, which can be made wider.
    """
    room = get_terminal_size().columns - 2 * (len(columns) - 1)
    least = [min(_LONGEST_WORD, max(map(_longest_word, column))) for column in columns]
    found = list(widths)
    if sum(found) <= room or sum(map(min, found, least)) > room:
        return []
    while sum(found) > room:
        at = max(range(len(found)), key=lambda n: (found[n] > least[n], found[n]))
        found[at] -= 1
    return found


def _longest_word(text: str) -> int:
    """Give the width of the longest piece of a text that should stand in one line."""
    words = re.findall(r"[\u3000-\u9fff\uff00-\uffef]{1,4}|[^\s\u3000-\u9fff\uff00-\uffef]+", text)
    return max(map(_width, words), default=0)


def _print_wrapped(
    headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]
) -> None:
    from rich.console import Console  # noqa: PLC0415 - costs start-up; only narrow terminals need it
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading, width in zip(headings, widths, strict=True):
        table.add_column(Text(heading), width=width, overflow="fold")
    table.add_row(*("─" * width for width in widths))
    for row in rows:
        table.add_row(*map(Text, row))
    Console(color_system=None, width=get_terminal_size().columns).print(table)


def _width(text: str) -> int:
    from rich.cells import cell_len  # noqa: PLC0415 - only tables need it, and it costs start-up

    return cell_len(text)
