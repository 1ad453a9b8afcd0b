"""What every test shares: English messages unless a test says otherwise, and Ctrl-C at work."""

import gc
import os
import signal
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from okrsheets.language import Language

os.environ["OKRSHEETS_LANGUAGE"] = "en"

# Started in the background of a shell, this process and the programs that tests start would not
# hear an interrupt; those that are told to end by one would run for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Have the garbage collector pass over what lives as long as the run: modules and tests.

    It would go through all of that, without end, while tests make garbage: a sixth of the time
    of those which set pages.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _made_once() -> Iterator[None]:
    """Have what hundreds of tests need alike made by the product once in each process.

    A sheet's form takes most of a second and depends on its specification alone; a workspace's
    blank roster depends on the language. Tests of the two themselves make them anew.
    """
    # imported here: what is imported before the measuring begins would count as never run
    from okrsheets.roster import write_roster_form  # noqa: PLC0415 - see above
    from okrsheets.sheets import compile_template  # noqa: PLC0415 - see above

    once, copied = lru_cache(32)(compile_template), _copied(write_roster_form)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("okrsheets.issuing.template.compile_template", once)
        patch.setattr("okrsheets.workspace.write_roster_form", copied)
        yield


def _copied(write: "Callable[[Path, Language], None]") -> "Callable[[Path, Language], None]":
    """Write a language's file once, and its copy wherever it is wanted again."""
    first: dict[str, bytes] = {}

    def copied(path: Path, language: "Language") -> None:
        if language.code in first:
            path.write_bytes(first[language.code])
        else:
            write(path, language)
            first[language.code] = path.read_bytes()

    return copied
