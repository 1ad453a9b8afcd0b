"""What stands on the cover of a review pack, and what is said of its drawings of scores."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from equality_kit import Tally
from equality_sheets import shown_score
from expected_packs import Part
from printed_sheets import plain_days
from printed_structure import PrintedPages

_DAY = "2026-10-20"
_COVER = ("The scores of this pack", "本材料的全部得分")
_DOTS = ("Each dot is one person", "每点一人")
_SCORE = re.compile(r"\d\.\d\d")
_PILE = re.compile(r"(\d\.\d\d): (\d+)")
_FEWEST, _SEVERAL, _MOST_NUMBERED = 5, 2, 20
_SCALE = ("0.00", "1.00")


def compare_cover(pages: PrintedPages, part: Part, parts: Sequence[Part], tally: Tally) -> None:
    """Compare the day, the bars of the cover and the words of all drawings.

    Args:
        pages: a pack.
        part: all of its people.
        parts: the people of each of its summaries, in their order.
        tally: where it is told.
    """
    texts = [plain_days(b.text) for b in pages.blocks if b.kind == "P" and b.page == 0]
    tally.check("day of the cover", [text for text in texts if text == _DAY], [_DAY])
    scores = [shown_score(score) for score in sorted(part.scores)]
    numbered = scores if len(scores) <= _MOST_NUMBERED else []
    bars = [b for b in pages.blocks if b.kind == "Figure" and b.alt.startswith(_COVER)]
    tally.check("bars", len(bars), int(len(scores) >= _FEWEST))
    for bar in bars:
        tally.check("said of the bars", _SCORE.findall(bar.alt), numbered)
        labels = Counter(t for m in bar.marks for t, _ in m.labels if _SCORE.fullmatch(t))
        tally.check("numbers of the bars", labels - Counter(_SCALE), Counter(numbered))
        note = pages.blocks[pages.blocks.index(bar) + 1].text
        tally.check("people of the bars", re.findall(r"\d+", note), [str(len(scores))])
    dots = [_PILE.findall(b.alt) for b in pages.blocks if b.alt.startswith(_DOTS)]
    company = part if len(parts) > 1 else None  # its dots are drawn also of one person
    wanted = [_piles(p.scores) for p in parts if len(p.scores) >= (1 if p is company else _SEVERAL)]
    tally.check("said of the dots", dots, wanted)


def _piles(scores: Sequence[Decimal]) -> list[tuple[str, str]]:
    piles = Counter(int(Decimal(shown_score(score)) * 20) for score in scores)
    return [(f"{place / 20:.2f}", str(number)) for place, number in sorted(piles.items())]
