"""The three printed faces, found on the machine and cut down once for a whole batch.

The base of each face is the same for every batch: Latin, the common Chinese characters and the
templates' marks. So a person's pages come out alike whoever else is printed. Rarer characters
stand in further faces, made for the batch, that keep the numbering of the machine's font. So do
letters that the Chinese faces lack (Ł, ğ, ё) in fonts of other makes, where the machine has them.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from unicodedata import bidirectional, category

import uharfbuzz as hb

from okrsheets.errors import N_, MachineError
from okrsheets.render.cff import number_glyphs_plainly
from okrsheets.render.fontconfig import find_font_file

FACES: Mapping[str, tuple[str, ...]] = {
    "sans-400": ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN"),
    "sans-700": ("Noto Sans CJK SC Bold", "Source Han Sans SC Bold", "Source Han Sans CN Bold"),
    "serif-700": ("Noto Serif CJK SC Bold", "Source Han Serif SC Bold", "Source Han Serif CN Bold"),
}
OTHERS: Mapping[str, Mapping[str, str]] = {
    "other": {"400": "Noto Sans", "700": "Noto Sans Bold", "serif-700": "Noto Serif Bold"},
    "spare": {"400": "DejaVu Sans", "700": "DejaVu Sans Bold", "serif-700": "DejaVu Serif Bold"},
}
"""Fonts for what the Chinese faces lack, the best first. One counts with sans regular and bold."""
_BOLD = " Bold"
_FEATURES = ("halt", "palt", "pwid", "kern", "ccmp", "mark", "mkmk")
_DROPPED = ("BASE", "VORG", "vhea", "vmtx", "DSIG")
_FIRST_COMMON, _LAST_COMMON = 0xB0A1, 0xD7F9
_LAST_SYMBOL_ROW = 0xA3
_MARKS = "○△●★×—·−–÷‘’“”…€±≤≥≈→✓✗〈〉"
_LAST_OTHER = "\uffff"
_RIGHT_TO_LEFT = ("R", "AL", "AN")
_NOT_KNOWN = ("Co", "Cn")  # private use, and what is younger than this Python: fonts may differ


@dataclass(frozen=True)
class FontFile:
    """One face of a font file, with the characters it has."""

    name: str
    path: Path
    index: int
    characters: AbstractSet[str]


@cache
def find_faces() -> Mapping[str, FontFile]:
    """Find the three faces on this machine.

    Raises:
        MachineError: a face is missing; without it Chinese would be printed as boxes.
    """
    return {role: find_face(names) for role, names in FACES.items()}


def find_face(names: Iterable[str]) -> FontFile:
    """Find a face by the first of its full names that is there.

    Raises:
        MachineError: there is none of them.
    """
    for name in names:
        face = _find(name)
        if face is not None and "张" in face.characters:
            return face
    raise MachineError(
        N_(
            "the font “{name}” is not on this machine, so Chinese cannot be printed. "
            "Install it (Debian, Ubuntu: apt-get install fonts-noto-cjk fonts-noto-cjk-extra)."
        ),
        name=next(iter(names)),
    )


@cache
def find_others() -> Mapping[str, FontFile]:
    """Find the fonts for what the Chinese faces lack; empty where the machine has none.

    Gives them by a key of `OTHERS` and one of its faces, `other-400`.
    """
    found: dict[str, FontFile] = {}
    for group, names in OTHERS.items():
        faces = {f"{group}-{face}": _find(name) for face, name in names.items()}
        if faces[f"{group}-400"] and faces[f"{group}-700"]:
            found |= {role: file for role, file in faces.items() if file}
    return found


def _find(name: str) -> FontFile | None:
    path = find_font_file(name.removesuffix(_BOLD), "Bold" if _BOLD in name else "Regular")
    return _open(path, name) if path else None


def _open(path: Path, name: str) -> FontFile | None:
    blob = hb.Blob.from_file_path(path)
    for index in range(hb.Face(blob, 0).count):
        face = hb.Face(blob, index)
        full = face.get_name(hb.OTNameIdPredefined.FULL_NAME)
        if full in {name, f"{name} Regular"} and not face.has_var_data:
            return FontFile(name, path, index, frozenset(map(chr, face.unicodes)))
    return None


@cache
def base_characters() -> frozenset[str]:
    """Give the characters that every batch's fonts have: Latin, marks, GB 2312's common part."""
    latin = [chr(c) for c in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028))]
    pairs = [(high, low) for high in range(0xA1, 0xD8) for low in range(0xA1, 0xFF)]
    wanted = [
        bytes(pair).decode("gb2312", errors="ignore")
        for pair in pairs
        if pair[0] <= _LAST_SYMBOL_ROW or _FIRST_COMMON <= pair[0] << 8 | pair[1] <= _LAST_COMMON
    ]
    return frozenset("".join([*latin, *wanted, _MARKS]))


def other_characters(characters: AbstractSet[str]) -> Mapping[str, frozenset[str]]:
    """Give those characters that the Chinese faces lack and a font of another make prints.

    By the key of `OTHERS`: each character once, with the best font that has it. What is read from
    right to left is not among them, nor are private use and everything beyond the first plane
    (emoji, old scripts): two machines' fonts show too different things there.
    """
    left = {c for c in characters - _chinese() if _may_be_other(c)}
    found: dict[str, frozenset[str]] = {}
    for group in OTHERS if left else ():
        faces = [find_others().get(f"{group}-{weight}") for weight in (400, 700)]
        for_group = frozenset(left).intersection(*(f.characters if f else () for f in faces))
        if for_group:
            found[group] = for_group
            left -= for_group
    return found


def _chinese() -> AbstractSet[str]:
    return find_faces()["sans-400"].characters


def _may_be_other(character: str) -> bool:
    return (
        character <= _LAST_OTHER
        and character.isprintable()
        and bidirectional(character) not in _RIGHT_TO_LEFT
    )


def missing_characters(characters: AbstractSet[str]) -> frozenset[str]:
    """Give those characters that no face has and that would be printed as a box."""
    lacking = frozenset(
        c
        for c in characters - _chinese()
        if (c.isprintable() or category(c) in _NOT_KNOWN) and c != " "
    )
    return lacking.difference(*other_characters(lacking).values())


def cut_font(role: str, characters: AbstractSet[str], *, keep_numbers: bool = False) -> bytes:
    """Cut a face down to some characters.

    Args:
        role: a key of `FACES` or of what `find_others` gives.
        characters: what to keep.
        keep_numbers: keep the glyph numbers of the machine's font; larger, but the same in
            every batch.
    """
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(map(_tag, _FEATURES))
    wanted.drop_table_tag_set.update(map(_tag, _DROPPED))
    flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
    wanted.flags = flags | hb.SubsetFlags.RETAIN_GIDS if keep_numbers else flags
    return number_glyphs_plainly(bytes(hb.subset(machine_face(role), wanted).blob.data))


def machine_face(role: str) -> hb.Face:
    """Give a face of the machine, whole."""
    file = find_faces().get(role) or find_others()[role]
    return hb.Face(hb.Blob.from_file_path(file.path), file.index)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")


@cache
def base_fonts() -> Mapping[str, bytes]:
    """Give the three faces cut down to `base_characters`."""
    return {role: cut_font(role, base_characters()) for role in FACES}


@cache
def fonts_fingerprint() -> str:
    """Give a short name of exactly these font files."""
    parts = b"".join(sha256(data).digest() for data in base_fonts().values())
    return sha256(parts).hexdigest()[:16]


@cache
def others_fingerprint() -> str:
    """Give a short name of exactly these fonts of other makes."""
    paths = sorted({file.path for file in find_others().values()})
    return sha256(b"".join(sha256(p.read_bytes()).digest() for p in paths)).hexdigest()[:16]
