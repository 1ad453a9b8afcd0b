"""Fonts of other makes for letters that the Chinese faces lack: Ł, ğ, ё, ₹.

They are cut for a batch that has such letters and stand last wherever a stylesheet, ours or a
company's own, names our fonts. A batch without them has the stylesheets as they were written.
Letters that the Chinese serif has and its base lacks (ễ, Д, α) are cut here too: a name stands in
one face, not half in the sans that serves for rare Chinese characters.
"""

import re
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from okrsheets.render.fonts import (
    OTHERS,
    base_characters,
    cut_font,
    find_faces,
    find_others,
    other_characters,
)

_SERIF = "more-serif-700"
_SERIF_FACE = "serif-700"
_FAMILIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        f"{group}-{face}": (
            f"OKR {group.title()}{' Serif' if face.startswith('serif') else ''}",
            face.removeprefix("serif-"),
        )
        for group, faces in OTHERS.items()
        for face in faces
    }
    | {_SERIF: ("OKR More Serif", "700")}
)
_FIRST_CHINESE = "\u2e80"
_FACE = '@font-face {{ font-family: "{}"; font-weight: {}; src: url(okrsheets-font:{}) }}'
_OURS = "OKR (?:Sans|Serif|More)"
_NAME = rf"""(?:"{_OURS}"|'{_OURS}'|{_OURS}\b)"""
_SERIF_NAME = re.compile(r"""(["']?)OKR Serif\b\1""", re.IGNORECASE)
_STACK = re.compile(rf"@font-face\s*\{{[^}}]*\}}|{_NAME}(?:\s*,\s*{_NAME})*", re.IGNORECASE)


def pdf_names() -> Mapping[str, str]:
    """Give the names by which a PDF has these faces, each with the face of the machine."""
    return {
        f"{family}{' Bold' * (weight == '700')}".replace(" ", "-"): _machine_role(role)
        for role, (family, weight) in _FAMILIES.items()
    }


def _machine_role(role: str) -> str:
    return _SERIF_FACE if role == _SERIF else role


def _needed(characters: AbstractSet[str]) -> Mapping[str, frozenset[str]]:
    """Give the letters of a batch by the face that prints them."""
    found: dict[str, frozenset[str]] = {}
    for group, needed in other_characters(characters).items():
        for face in OTHERS[group]:
            file = find_others().get(f"{group}-{face}")
            found[f"{group}-{face}"] = needed & file.characters if file else frozenset()
    letters = frozenset(c for c in characters - base_characters() if c < _FIRST_CHINESE)
    found[_SERIF] = letters & find_faces()[_SERIF_FACE].characters
    return {role: needed for role, needed in found.items() if needed}


def letters_of_others(characters: AbstractSet[str]) -> frozenset[str]:
    """Give those of a batch's characters that one of these faces prints."""
    return frozenset[str]().union(*_needed(characters).values())


def cut_others(characters: AbstractSet[str]) -> Mapping[str, bytes]:
    """Cut the faces that a batch needs, by role; none where it has no such letters."""
    # Between two such words the engine takes the space from their font.
    return {
        role: cut_font(_machine_role(role), needed | {" "}, keep_numbers=True)
        for role, needed in _needed(characters).items()
    }


def with_others(css: str, roles: Collection[str]) -> str:
    """Give a stylesheet in which these fonts stand behind ours wherever ours are named."""
    if not roles:
        return css
    faces = [_FACE.format(*_FAMILIES[role], role) for role in _FAMILIES if role in roles]
    return "\n".join([*faces, _STACK.sub(lambda found: _behind(found[0], roles), css)])


def _behind(stack: str, roles: Collection[str]) -> str:
    if stack.startswith("@"):
        return stack
    serif = bool(_SERIF_NAME.search(stack))
    names = [
        _FAMILIES[role][0]
        for group in OTHERS
        for role in ((f"{group}-serif-700",) if serif else ()) + (f"{group}-400",)
        if role in roles
    ]
    if _SERIF in roles:
        stack = _SERIF_NAME.sub(rf'\g<0>, "{_FAMILIES[_SERIF][0]}"', stack)
    return ", ".join([stack, *(f'"{name}"' for name in names)])
