"""The order of names in an index: by letters, Chinese names by the sound of their first character.

The 3755 common characters of GB 2312 stand there in the order of their sounds (pinyin), so their
codes sort names and tell the letter. A few surnames sound otherwise than their character does
elsewhere, or are not among the common ones; they stand where the same sound stands.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from types import MappingProxyType

OTHERS = "#"
_LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_FIRST = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
_LAST = 0xD7F9
_SAME_SOUND: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            "单解仇查区翟盖佟闫阎邬嵇岑覃瞿佘闵冼隗芮郦鄢晏濮逄亓郗褚仝逯臧訾缪邝",
            "山谢求扎欧宅葛同延延乌机策秦渠舌民险葵锐力烟燕葡旁齐西楚同路脏紫妙矿",
            strict=True,
        )
    )
)

Order = tuple[int, str, int, tuple[int, ...], str]


def name_order(name: str) -> Order:
    """Give the key by which names are sorted; its second part is the letter of `letter_of`."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    codes = tuple(_code(c) for c in plain)
    letter = letter_of(name)
    chinese = bool(codes) and codes[0] >= _FIRST[0]
    return int(letter == OTHERS), letter, int(chinese), codes, name


def letter_of(name: str) -> str:
    """Give the letter A-Z under which a name stands, `#` where there is none."""
    plain = unicodedata.normalize("NFKD", name).strip()
    first = plain[:1]
    if first.isascii() and first.isalpha():
        return first.upper()
    code = _code(first)
    if _FIRST[0] <= code <= _LAST:
        return _LETTERS[bisect_right(_FIRST, code) - 1]
    return OTHERS


def _code(character: str) -> int:
    """Give a character's GB 2312 code; one that it does not have stands behind all, by Unicode."""
    if character.isascii():
        return ord(character or "\0")
    try:
        high, low = _SAME_SOUND.get(character, character).encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return 0x10000 + ord(character)
    return high << 8 | low
