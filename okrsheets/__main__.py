"""The program `okrsheets`: runs the command line and turns every ending into an exit code.

0 all accepted · 1 data faults · 2 wrong usage or settings · 3 the machine lacks something ·
4 an internal fault · 130 interrupted · 143 terminated. People never see a traceback.
"""

import os
import signal
import sys
import tempfile
import traceback
from types import FrameType

import click

from okrsheets.cli import build_root
from okrsheets.cli.console import complain, prepare_streams
from okrsheets.cli.words import settle_language, speak_click, ui
from okrsheets.errors import OkrSheetsError, UsageError
from okrsheets.language import Language, load_language

MACHINE_FAULT = 3
INTERNAL_FAULT = 4
INTERRUPTED = 130
TERMINATED = 143
_MAIN_PROCESS = os.getpid()


class _Terminated(BaseException):
    """The process was asked to end (SIGTERM)."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give the process's exit code; for `sys.exit`."""
    prepare_streams()
    signal.signal(signal.SIGTERM, _terminate)
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except _Terminated:
        complain(_words().text("stopped: the system asked okrsheets to end"))
        code = TERMINATED
    except OSError as error:
        code = _machine_fault(error)
    sys.stderr.flush()
    return code


def _terminate(number: int, frame: FrameType | None) -> None:
    del number, frame
    if os.getpid() != _MAIN_PROCESS:  # a worker forked from here ends without a word
        os._exit(TERMINATED)
    raise _Terminated


def _words() -> Language:
    """Give the terminal's language; English where even that is set wrongly."""
    try:
        return ui()
    except UsageError:
        return load_language("en")


def _run(arguments: list[str] | None) -> int:
    try:
        settle_language(sys.argv[1:] if arguments is None else arguments)
        speak_click()
        result = build_root().main(arguments, prog_name="okrsheets", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain(_words().text("interrupted"))
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line of defence: nobody sees a traceback
        return _fault(error)
    return result if isinstance(result, int) else 0


def _fault(error: Exception) -> int:
    """Say in one line what stopped the command, and give its exit code."""
    if isinstance(error, OkrSheetsError):
        complain(_words().error(error))
        return error.exit_code
    if isinstance(error, OSError | MemoryError):
        return _machine_fault(error)
    return _internal_fault(error)


def _machine_fault(error: OSError | MemoryError) -> int:
    speech = _words()
    if isinstance(error, MemoryError):
        complain(speech.text("the memory of this machine was not enough"))
        return MACHINE_FAULT
    where = f": {error.filename}" if error.filename else ""
    reason = f"{error.strerror or error}{where}"
    complain(speech.text("the machine did not let okrsheets go on: {reason}", reason=reason))
    return MACHINE_FAULT


def _internal_fault(error: Exception) -> int:
    complain(
        _words().text(
            "an internal fault of okrsheets stopped the command ({kind}); details are in {file}",
            kind=type(error).__name__,
            file=_write_details(error),
        )
    )
    return INTERNAL_FAULT


def _write_details(error: Exception) -> str:
    """Write the traceback to a new file and give its path; a dash where nothing can be written."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="okrsheets-fault-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.writelines(traceback.format_exception(error))
    except OSError:
        return "–"
    return file.name


if __name__ == "__main__":
    sys.exit(main())
