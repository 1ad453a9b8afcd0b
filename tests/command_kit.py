"""Runs a command in a workspace, in this process: exit code, standard output, standard error."""

import signal
import sys
from pathlib import Path

import pytest

from okrsheets.__main__ import main


def run_in(
    root: Path, capfd: pytest.CaptureFixture[str], *arguments: object
) -> tuple[int, str, str]:
    """Run `okrsheets -C root …` as from a shell, and put back what it changes of the process."""
    handler = signal.getsignal(signal.SIGTERM)
    streams = sys.stdout, sys.stderr
    try:
        code = main(["-C", str(root), *map(str, arguments)])
    finally:
        sys.stdout, sys.stderr = streams
        signal.signal(signal.SIGTERM, handler)
    out, err = capfd.readouterr()
    return code, out, err
