"""File and folder names that every system takes, unique by person id."""

import hashlib
import re
import unicodedata

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Person

_LONGEST_BYTES = 60
_LONGEST_ID_BYTES = 60
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_UNLINKABLE = str.maketrans("#", "＃")  # Excel opens no link to a file with “#” in its path
_FILES = (".xlsx", ".zip", ".eml", ".txt")
_HASH = 6


def safe_name(text: str, longest: int = _LONGEST_BYTES) -> str:
    """Give a text as one part of a path that Windows, macOS and Linux take; may be empty.

    Invisible and directional signs are dropped, unsafe ones become `_`; no dot, blank or `-`
    stands at an end, no reserved device name is left, and it is at most `longest` bytes.
    """
    plain = unicodedata.normalize("NFC", text).translate(_UNLINKABLE)
    shown = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    flat = " ".join(_UNSAFE.sub("_", shown).split())
    cut = flat.encode()[:longest].decode(errors="ignore").strip(" .~$-")
    return f"_{cut}" if _RESERVED.fullmatch(cut) else cut


def safe_id(person_id: str) -> str:
    """Give an id as a part of a file name: unique even where names ignore case.

    An id of digits and capital letters stands as it is; any other carries a short hash, so that
    `ann` and `Ann`, or two ways to write one letter, do not meet in one file.
    """
    safe = safe_name(person_id, _LONGEST_ID_BYTES)
    plain = safe == person_id and safe == safe.upper() and safe.isascii()
    return safe if plain and safe else _marked(safe, person_id)


def safe_folder(department: str) -> str:
    """Give one part of a department's path as a folder's name.

    One that had to be changed or cut carries a short hash, so that two departments do not meet in
    one folder; nor does a folder meet a file beside it. Names that differ only in upper and lower
    case still are one folder where the system says so (`shared_folders` of okrsheets.issuing).
    """
    safe = safe_name(department)
    wanted = unicodedata.normalize("NFC", department).translate(_UNLINKABLE)
    plain = safe == wanted and not safe.lower().endswith(_FILES)
    return safe if plain and safe else _marked(safe, department)


def _marked(safe: str, text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
    return f"{safe}~{digest}".lstrip("~")


def sheet_file_name(person: Person, year: int, language: Language) -> str:
    """Give a sheet's file name, with id and name inside: `E1001_Ann Lee_OKR_2026.xlsx`."""
    kind = language.text(N_("OKR score sheet"))
    parts = (safe_id(person.id), safe_name(person.name), f"{kind} {year}")
    return "_".join(part for part in parts if part) + ".xlsx"
