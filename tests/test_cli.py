"""The command line as people and scripts meet it: words, exit codes, start-up, endings."""

import gettext
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

import okrsheets
from okrsheets import __main__ as program
from okrsheets.__main__ import main
from okrsheets.cli import COMMANDS, lazy, words
from okrsheets.errors import N_, DataError, Line, MachineError, OkrSheetsError, UsageError


@dataclass(frozen=True)
class Ran:
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run a command in this process, with its real streams; language is `en` or `zh`."""
    handler = signal.getsignal(signal.SIGTERM)
    streams = sys.stdout, sys.stderr

    def runner(*arguments: str, language: str = "en") -> Ran:
        monkeypatch.setenv("OKRSHEETS_LANGUAGE", language)
        monkeypatch.setenv("LANGUAGE", "")
        code = main(list(arguments))
        sys.stdout, sys.stderr = streams
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    yield runner
    signal.signal(signal.SIGTERM, handler)
    sys.stdout, sys.stderr = streams
    gettext.textdomain("messages")


def start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start the program as a process of its own, with pipes."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "okrsheets", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )


def command_that(body: Callable[[], object]) -> click.Command:
    """Make a command out of a function, to stand in for `explain`."""
    return click.Command("explain", callback=body)


@pytest.fixture
def run_instead(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run `okrsheets explain` with another body; the outermost part of the program is real."""

    def runner(body: Callable[[], object], language: str = "en") -> Ran:
        command = command_that(body)
        monkeypatch.setattr(lazy.LazyGroup, "get_command", lambda *_: command)
        return run("explain", language=language)

    return runner


# ---------------------------------------------------------------- exit codes


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["explain"], 0),
        (["explain", "R203"], 0),
        (["explain", "r203", "--format", "json"], 0),
        ([], 2),
        (["explain", "E999"], 2),
        (["explain", "--format", "yaml"], 2),
        (["explain", "R203", "R204"], 2),
        (["frobnicate"], 2),
        (["--frobnicate"], 2),
        (["init"], 2),
        (["init", "x", "--organisation", "A", "--year", "soon"], 2),
        (["-C", "no/such/folder", "status"], 2),
    ],
)
def test_main__arguments__promised_exit_code(run: Run, arguments: list[str], code: int) -> None:
    assert run(*arguments).code == code


def stop(error: BaseException) -> Callable[[], object]:
    """Give a command's body that ends with this."""

    def body() -> object:
        raise error

    return body


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DataError(N_("there is no roster {file}"), file="r"), 1),
        (UsageError(N_("there is no roster {file}"), file="r"), 2),
        (MachineError(N_("there is no roster {file}"), file="r"), 3),
        (OSError(28, "No space left on device", "okrsheets.db"), 3),
        (PermissionError(13, "Permission denied", "okrsheets.db"), 3),
        (MemoryError(), 3),
        (OkrSheetsError(N_("there is no roster {file}"), file="r"), 4),
        (ZeroDivisionError("division by zero"), 4),
        (RecursionError(), 4),
        (KeyboardInterrupt(), 130),
    ],
)
def test_main__a_command_stops__one_line_and_promised_code(
    run_instead: Callable[..., Ran], error: BaseException, code: int
) -> None:
    ran = run_instead(stop(error))
    assert (ran.code, ran.out) == (code, "")
    assert len(ran.err.strip().splitlines()) == 1
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(("result", "code"), [(0, 0), (1, 1), (None, 0), ("text", 0)])
def test_main__a_command_returns__its_exit_code(
    run_instead: Callable[..., Ran], result: object, code: int
) -> None:
    assert run_instead(lambda: result).code == code


def test_main__stop_with_details__each_on_a_line_in_the_ui_language(
    run_instead: Callable[..., Ran],
) -> None:
    missing = Line(N_("there is no roster {file}"), {"file": "a.csv"})
    error = DataError(N_("{file} has wrong settings:"), missing, missing, file="x")
    assert run_instead(stop(error), "zh").err.splitlines() == [
        "x 中的设置有误：",
        "  没有花名册 a.csv",
        "  没有花名册 a.csv",
    ]


def test_main__internal_fault__details_are_where_the_line_says(
    run_instead: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ran = run_instead(stop(ZeroDivisionError("the word")))
    monkeypatch.undo()
    (file,) = tmp_path.glob("okrsheets-fault-*.txt")
    assert str(file) in ran.err
    assert "ZeroDivisionError: the word" in file.read_text(encoding="utf-8")


def test_main__internal_fault_and_no_room_for_details__still_code_4(
    run_instead: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "_write_details", full_disk(program._write_details, monkeypatch))
    ran = run_instead(stop(ZeroDivisionError()))
    assert (ran.code, ran.err.count("\n")) == (4, 1)


def full_disk(
    write: Callable[[Exception], str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Exception], str]:
    """Give the same function, on a machine where no temporary file can be made."""

    def refuse(*_: object, **__: object) -> object:
        raise OSError(28, "No space left on device")

    def written(error: Exception) -> str:
        with monkeypatch.context() as patch:
            patch.setattr("tempfile.NamedTemporaryFile", refuse)
            return write(error)

    return written


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["statsu"], "No such command 'statsu'. Did you mean 'status'"),
        (["explain", "--fromat", "json"], "No such option '--fromat'. Did you mean '--format'"),
        (["explain", "R20"], "Did you mean"),
        (["explain", "quite other"], "“okrsheets explain” lists them all"),
    ],
)
def test_main__near_miss__did_you_mean(run: Run, arguments: list[str], hint: str) -> None:
    assert hint in run(*arguments).err


def test_main__unknown_command__is_said_in_chinese(run: Run) -> None:
    ran = run("statsu", language="zh")
    assert "没有命令 'statsu'。" in ran.err
    assert "您是否想输入：'status'？" in ran.err
    assert "用法：" in ran.err


def test_main__version__name_and_number(run: Run) -> None:
    assert run("--version").out == f"okrsheets {okrsheets.__version__}\n"


def test_main__unknown_language__one_english_line(run: Run) -> None:
    ran = run("--help", language="fr")
    assert (ran.code, ran.err) == (
        2,
        "there is no language “fr”: okrsheets speaks en and zh\n",
    )


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN.GBK", "OKRSHEETS_LANGUAGE": "en"}, "en"),
    ],
)
def test_ui__variables__decide_the_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], code: str
) -> None:
    for name in ("OKRSHEETS_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert words.ui().code == code


@pytest.mark.parametrize(
    ("settings", "variables", "code"),
    [
        ('language = "zh"', {}, "zh"),
        ('language = "zh"', {"LC_ALL": "C.UTF-8"}, "zh"),
        ('language = "zh"', {"LANG": "en_US.UTF-8"}, "en"),
        ('language = "zh"', {"OKRSHEETS_LANGUAGE": "en"}, "en"),
        ('language = "fr"', {"LC_ALL": "C"}, "en"),
        ("language = ", {"LC_ALL": "POSIX"}, "en"),
    ],
)
def test_settle_language__no_variable_says_anything__the_workspace_decides(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    settings: str,
    variables: dict[str, str],
    code: str,
) -> None:
    for name in ("OKRSHEETS_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, variables.get(name, ""))
    (tmp_path / "okrsheets.toml").write_text(settings, encoding="utf-8")
    words.settle_language(["-C", str(tmp_path), "status"])
    assert words.ui().code == code


HELP_OF_ALL = """
import sys
from okrsheets.__main__ import main
from okrsheets.cli import COMMANDS
for name in COMMANDS:
    print("##", name, flush=True)
    assert main([name, "--help"]) == 0
    sys.stdout.flush()
"""


@pytest.mark.parametrize(
    ("language", "usage", "options", "help_line"),
    [
        ("en", "Usage: okrsheets", "Options:", "Show this message and exit."),
        ("zh", "用法：okrsheets", "选项：", "显示本帮助并退出。"),
    ],
)
def test_help__every_command__in_its_language(
    language: str, usage: str, options: str, help_line: str
) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", HELP_OF_ALL],
        capture_output=True,
        check=False,
        env={**os.environ, "OKRSHEETS_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr.decode()
    pages = done.stdout.decode().split("## ")[1:]
    assert [page.split()[0] for page in pages] == list(COMMANDS)
    for page in pages:
        assert usage in page
        assert options in page
        assert help_line in page
        assert any("\u4e00" <= sign <= "\u9fff" for sign in page) == (language == "zh"), page


def test_help__of_the_program__lists_every_command_in_the_order_of_work(run: Run) -> None:
    lines = run("--help").out.partition("Commands:")[2].splitlines()
    assert [line.split()[0] for line in lines if line[:3].strip()][: len(COMMANDS)] == list(
        COMMANDS
    )


def test_explain__without_code__one_line_a_code(run: Run) -> None:
    lines = run("explain", language="zh").out.splitlines()
    assert any(line.startswith("R203  错误  工号重复") for line in lines)


def test_explain__json__has_every_part(run: Run) -> None:
    (entry,) = json.loads(run("explain", "r203", "--format", "json").out)
    assert entry["code"] == "R203"
    assert entry["severity"] == "error"
    assert entry["audience"] == "hr"
    assert entry["title"] == "An id stands twice"
    assert set(entry) == {
        *("code", "title", "severity", "audience", "message", "expected", "action", "about"),
    }


def test_explain__a_code__title_kind_and_what_to_do(run: Run) -> None:
    out = run("explain", "R203").out
    assert out.startswith("R203  An id stands twice\n")
    assert "What to do: Correct one of the two ids" in out
    assert "{" not in out


# ---------------------------------------------------------------- init


def test_init__new_folder__says_what_comes_next(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "okr"
    ran = run("init", str(folder), "--organisation", "Brightline", "--year", "2026")
    assert ran.code == 0
    assert f"1. Fill in the roster: {folder / 'roster.xlsx'}" in ran.out
    assert 'language = "en"' in (folder / "okrsheets.toml").read_text(encoding="utf-8")
    again = run("init", str(folder), "--organisation", "Brightline", "--year", "2026")
    assert again.code == 2
    assert "nothing was changed" in again.err


def test_init__json__names_the_places(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "okr"
    options = ("--organisation", "远山", "--year", "2026", "--format", "json")
    ran = run("init", str(folder), *options, language="zh")
    assert json.loads(ran.out) == {
        "workspace": str(folder),
        "roster": str(folder / "roster.xlsx"),
    }
    assert 'language = "zh"' in (folder / "okrsheets.toml").read_text(encoding="utf-8")


def test_sheets__roster_with_a_warning__is_said_with_its_cell(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "okr"
    run("init", str(folder), "--organisation", "Brightline", "--year", "2026")
    (folder / "roster.xlsx").unlink()
    (folder / "roster.csv").write_text("id,name,shoe size\n1,Ann,38\n", encoding="utf-8")
    ran = run("-C", str(folder), "sheets")
    assert ran.code == 0
    assert ran.err.startswith("roster.csv › C1 — R102 okrsheets does not know the heading")


def test_sheets__roster_with_an_error__nothing_is_issued(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "okr"
    run("init", str(folder), "--organisation", "Brightline", "--year", "2026")
    (folder / "roster.xlsx").unlink()
    (folder / "roster.csv").write_text("id,name\n1,Ann\nl,Bo\n", encoding="utf-8")
    ran = run("-C", str(folder), "sheets")
    assert ran.code == 1
    assert "A3 — R204 the id l of Bo is easily taken for 1 in A2, of Ann." in ran.err
    assert list((folder / "sheets").iterdir()) == []


# ---------------------------------------------------------------- start-up and endings


def test_help__imports__none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; from okrsheets.__main__ import main; main(['--help']); "
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    heavy = {"pandas", "numpy", "weasyprint", "openpyxl", "sqlalchemy", "alembic", "pydantic"}
    assert not loaded & (heavy | {"jinja2", "pikepdf", "uharfbuzz", "rich", "asyncio"})


def test_main__reader_of_the_pipe_goes_away__quiet_and_true_code() -> None:
    process = start("explain")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait() == 0


def test_main__standard_output_is_full__code_3() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "okrsheets", "explain"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1


def test_main__no_standard_output__does_not_crash() -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        ["/bin/sh", "-c", f'"{sys.executable}" -m okrsheets explain R203 >&-'],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "utf-8"])
def test_main__any_encoding_of_the_terminal__prints(encoding: str) -> None:
    process = start("explain", "R203", PYTHONIOENCODING=encoding, OKRSHEETS_LANGUAGE="zh")
    out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    shown = out.decode("utf-8" if encoding == "ascii" else encoding)  # click takes ascii for unset
    assert shown.startswith("R203")


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_main__json_in_any_encoding__is_json(encoding: str) -> None:
    process = start(
        *("explain", "R203", "--format", "json"),
        PYTHONIOENCODING=encoding,
        OKRSHEETS_LANGUAGE="zh",
    )
    out, _ = process.communicate()
    assert json.loads(out.decode(encoding))[0]["title"] == "工号重复"


SLEEPER = """
import sys, time, click
from okrsheets.cli import lazy
def body():
    print("ready", flush=True)
    time.sleep(60)
lazy.LazyGroup.get_command = lambda *_: click.Command("explain", callback=body)
from okrsheets.__main__ import main
sys.exit(main(["explain"]))
"""


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGTERM, 143, b"asked okrsheets to end"), (signal.SIGINT, 130, b"interrupted")],
)
def test_main__signal__promised_code_and_one_line(
    number: signal.Signals, code: int, word: bytes
) -> None:
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", SLEEPER], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert word in err
    assert err.strip().count(b"\n") == 0


def test_terminate__in_a_forked_worker__ends_without_a_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(program, "_MAIN_PROCESS", -1)
    monkeypatch.setattr("os._exit", ended.append)
    with pytest.raises(program._Terminated):
        program._terminate(signal.SIGTERM, None)
    assert ended == [143]
