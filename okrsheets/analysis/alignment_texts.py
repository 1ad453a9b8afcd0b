"""What two texts have in common, and whom a text names: the plain rules of alignment. Pure.

Nothing here understands a language; docs/alignment.md says how far the rules reach.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z][a-z0-9]+|[0-9]+(?:\.[0-9]+)?")
_AT = re.compile(r"[@＠]")
_NAME_ENDS = re.compile(r"[\s,，、;；。.!！?？:：()（）“”\"@＠/]")
_CAPITALS = re.compile(r"[A-Z][\w’'-]*(?: (?:& )?[A-Z][\w’'-]*)*")
_SEPARATORS = re.compile(r"[\n,，、;；/&＆@＠]+|\s+(?:and|or)\s+", re.IGNORECASE)
_CHINESE_AND = re.compile(r"和|与|及")
_LONGEST_NAME = 60
_LONGEST_PASSAGE_POINTS = 2
_SHORTEST_WORD = 3
ENOUGH = 2
"""Points from which two texts are taken to be about the same."""
_TIES = re.compile(
    r"[的了和与及或在为是把被让使对将从到以于等并且而其各每个按由向给就也都不中内上下后前]"
)
"""Characters that tie words together, at which a passage ends."""
_SAYS_NOTHING = """
提升 提高 完成 达到 降低 减少 增加 增长 建立 建设 推动 推进 实现 优化 改善 加强 开展 做好 保持 以上
以内 以下 目标 关键 结果 工作 项目 季度 本季 月底 年底 上线 部门 公司 我们 团队 进行
the and for with from into our your their its this that all each every than more most less not are
via raise increase improve reduce lower grow make get keep build launch complete deliver reach
achieve ensure help new better best end quarter month year week day team company department
objective key result target least over under out down who what when which can will per
"""
_COMMON = frozenset(_SAYS_NOTHING.split())


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Give a text's letters and digits alone: no blanks, punctuation, case, forms of characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN")


def words_of(text: str) -> frozenset[str]:
    """Give the words by which texts are compared.

    Latin words of three letters and more without a plural's s, numbers of two digits and more, and
    every pair of neighbouring Chinese characters. Words that say nothing in an OKR are left out.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = {_stem(word) for word in _WORD.findall(folded) if _counts(word)}
    for run in _HAN.findall(folded):
        for passage in _TIES.split(run):
            found.update(passage[at : at + 2] for at in range(len(passage) - 1))
    return frozenset(found - _COMMON)


def _counts(word: str) -> bool:
    return len(word) >= (2 if word[0].isdigit() or not word.isalpha() else _SHORTEST_WORD)


def _stem(word: str) -> str:
    """Take a plural's s off: `channels` → `channel`; `process` stays."""
    long = len(word) > _SHORTEST_WORD
    return word[:-1] if long and word.endswith("s") and not word.endswith(("ss", "us")) else word


def passages(shared: Collection[str], text: str) -> tuple[str, ...]:
    """Join shared pairs of characters that stand side by side in a text; in the text's order.

    `新渠` and `渠道` in `30 家新渠道` make `新渠道`. Latin words and numbers stay as they are.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = {w: folded.find(w) for w in shared if not _HAN.match(w)}
    begin = end = -1
    for at in range(len(folded) - 1):
        if folded[at : at + 2] not in shared or not _HAN.fullmatch(folded[at : at + 2]):
            continue
        if at > end:
            begin = at
        end = at + 1
        _keep_longest(found, folded[begin : end + 1], begin)
    return tuple(sorted(found, key=lambda word: (found[word], word)))


def _keep_longest(found: dict[str, int], passage: str, begin: int) -> None:
    """Put a passage in the place of the shorter one that begins at the same character."""
    for word in [w for w, at in found.items() if at == begin and passage.startswith(w)]:
        del found[word]
    found[passage] = begin


def with_numbers(shared: Sequence[str], text: str) -> tuple[str, ...]:
    """Join a number with the passage right behind it in a text: `30`, `家新渠道` → `30 家新渠道`.

    This is for people's eyes: a passage that begins with a measure word reads as cut off.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    found: list[str] = []
    for word in shared:
        number = found[-1] if found and found[-1][-1].isdigit() and _HAN.match(word) else ""
        at = re.search(rf"(?<!\d){re.escape(number)}\s*{re.escape(word)}", folded)
        if number and at:
            found[-1] = " ".join(at[0].split())
        else:
            found.append(word)
    return tuple(found)


def points_of(found: Collection[str]) -> int:
    """Weigh what is shared: a word, a number or two Chinese characters 1, more characters 2."""
    return sum(
        _LONGEST_PASSAGE_POINTS if _HAN.match(one) and len(one) > 2 else 1  # noqa: PLR2004 - a pair
        for one in found
    )


def listed_names(text: str, known: Mapping[str, object]) -> Iterator[str]:
    """Split a cell into the names it lists; a part that is a name stays whole.

    Parts end at commas, semicolons, slashes, line ends, “and”, and at 和, 与, 及 where what stands
    on both sides is a name that is known.
    """
    if plain(text) in known:
        yield text.strip()
        return
    for part in filter(plain, _SEPARATORS.split(text)):
        below = _CHINESE_AND.split(part)
        if plain(part) not in known and len(below) > 1 and all(plain(b) in known for b in below):
            yield from (one.strip() for one in below)
        else:
            yield part.strip()


def mentions(text: str, known: Mapping[str, object]) -> Iterator[str]:
    """Yield the names behind each `@` of a text: the longest that is known, else what looks it.

    An e-mail address is no mention.
    """
    for sign in _AT.finditer(text):
        before, rest = text[: sign.start()], text[sign.end() : sign.end() + _LONGEST_NAME].lstrip()
        if before[-1:].isascii() and before[-1:].isalnum():
            continue
        name = _known_beginning(rest, known) or _unknown_beginning(rest)
        if plain(name):
            yield name


def _unknown_beginning(text: str) -> str:
    """Give the words with capitals at the beginning, else what stands before a blank or sign."""
    capitals = _CAPITALS.match(text)
    return capitals[0] if capitals else _NAME_ENDS.split(text, maxsplit=1)[0]


def _known_beginning(text: str, known: Mapping[str, object]) -> str:
    """Give the longest beginning that is a known name; a Latin one ends with its word."""
    for end in range(len(text), 0, -1):
        within = text[end - 1 : end + 1]
        if len(within) > 1 and within.isascii() and within.isalnum():
            continue
        if plain(text[:end]) in known and plain(text[end - 1]):
            return text[:end]
    return ""
