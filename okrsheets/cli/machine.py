"""What okrsheets needs of a machine, looked up one by one; nothing here prints or stops.

A `Fitness` line says what was found and, where something is lacking, what to do.
"""

import ctypes
import importlib
import importlib.metadata
import platform
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from okrsheets.errors import N_, Line, MachineError

LIBRARIES = {
    "pango": (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "libpango-1.0-0"),
    "pangoft2": (
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
        "libpangoft2-1.0-0",
    ),
    "harfbuzz-subset": (
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        "libharfbuzz-subset0",
    ),
}
_OLDEST_PYTHON = (3, 11)
_NEEDED_BYTES = 200 * 1024 * 1024
_REQUIREMENT = re.compile(r"([A-Za-z0-9_.-]+)(?:.*?>=\s*([0-9.]+))?")


@dataclass(frozen=True, slots=True)
class Fitness:
    """One thing looked at: what was found, whether it is enough, and else what to do."""

    name: str
    found: str
    lacking: bool = False
    action: Line | None = None


def look_at_python() -> Fitness:
    """Look at Python's version."""
    lacking = sys.version_info[:2] < _OLDEST_PYTHON
    action = Line(N_("install Python 3.11 or newer"), {}) if lacking else None
    return Fitness("python", platform.python_version(), lacking, action)


def look_at_packages() -> Iterator[Fitness]:
    """Look at every package that okrsheets requires: is it there, is it new enough."""
    for requirement in importlib.metadata.requires("okrsheets") or ():
        match = _REQUIREMENT.match(requirement)
        if match and "extra ==" not in requirement:
            yield _look_at_package(match[1], match[2] or "0")


def _look_at_package(name: str, oldest: str) -> Fitness:
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        version = ""
    lacking = not version or _numbers(version) < _numbers(oldest)
    fields = {"name": name, "version": oldest}
    action = Line(N_("pip install “{name}>={version}”"), fields) if lacking else None
    return Fitness(name, version, lacking, action)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def look_at_libraries() -> Iterator[Fitness]:
    """Look for the system libraries that PDF needs."""
    for name, (files, package) in LIBRARIES.items():
        found = next((file for file in files if _loads(file)), "")
        action = Line(N_("install it (Debian: apt-get install {package})"), {"package": package})
        yield Fitness(name, found, not found, None if found else action)


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def look_at_fonts() -> Iterator[Fitness]:
    """Look for the three printed faces and those of other letters, as the renderer does."""
    try:
        fonts = importlib.import_module("okrsheets.render.fonts")
    except (ImportError, OSError):
        action = Line(N_("install the libraries and packages above, then look again"), {})
        yield Fitness("fonts", "", lacking=True, action=action)
        return
    for role, names in fonts.FACES.items():
        try:
            face = fonts.find_face(names)
        except MachineError as error:
            action = Line(error.template, error.fields)
            yield Fitness(f"font {role}", "", lacking=True, action=action)
        else:
            yield Fitness(f"font {role}", f"{face.name} ({face.path})")
    yield _look_at_other_fonts(fonts.find_others())


def _look_at_other_fonts(found: Mapping[str, Any]) -> Fitness:
    """Look for the fonts of letters that the printed faces lack; without them a note only."""
    if found:
        return Fitness("font other", ", ".join(f.name for f in found.values()))
    action = Line(
        N_(
            "letters such as Ł, ğ, ć and ₹ are printed as codes; "
            "install a font for other letters (Debian: apt-get install fonts-dejavu-core)"
        ),
        {},
    )
    return Fitness("font other", "", action=action)


def look_at_disk(folder: Path) -> Fitness:
    """Look at the free space where the workspace stands."""
    free = shutil.disk_usage(folder).free
    lacking = free < _NEEDED_BYTES
    action = Line(N_("make room: at least 200 MB"), {}) if lacking else None
    return Fitness("disk", f"{free // 1024**2} MB", lacking, action)


def look_at_output() -> Fitness:
    """Look at the encoding of standard output; any will do, UTF-8 shows everything."""
    encoding = (getattr(sys.stdout, "encoding", None) or "–").lower()
    if encoding.replace("-", "") == "utf8":
        return Fitness("output", encoding)
    action = Line(N_("signs it does not have are shown as codes; set PYTHONIOENCODING=utf-8"), {})
    return Fitness("output", encoding, action=action)
