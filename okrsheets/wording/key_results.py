"""W2: how a key result is worded. Source of the rules: docs/method.md."""

from okrsheets.errors import N_, Line
from okrsheets.model import KeyResult, KeyResultType
from okrsheets.wording.case import Match, WordingCase, length_of
from okrsheets.wording.dates import find_outside
from okrsheets.wording.direction import is_easier
from okrsheets.wording.figures import find_figure
from okrsheets.wording.parts import find_second_thing, main_part
from okrsheets.wording.words import find_word, limit, pairs

_WITHOUT_FIGURE = (KeyResultType.YESNO, KeyResultType.JUDGED)
_FORM_HOLDS = 9


def has_no_number(case: WordingCase) -> Match | None:
    """What is not counted cannot be scored; a yes or no and a judgement need no number."""
    k = _key_result(case)
    if k.type in _WITHOUT_FIGURE or k.target is not None or find_figure(case.language, case.text):
        return None
    return None if find_word(case.language, "count_of_none", case.text) else Match(case.text)


def is_task(case: WordingCase) -> Match | None:
    """Doing a thing is no result; a judgement says how well, a milestone counts its stages.

    What is said to be done (`portal online`) is what a yes or no answers.
    """
    k = _key_result(case)
    if k.type is KeyResultType.JUDGED:
        return None
    stages = k.type is KeyResultType.MILESTONE and k.target is not None and k.target > 1
    task = find_word(case.language, "task", case.text)
    done = k.type is not KeyResultType.YESNO and not find_figure(case.language, case.text)
    if not task and done:
        task = find_word(case.language, "task_done", case.text)
    if not task or stages or find_word(case.language, "outcome", case.text):
        return None
    return Match(task)


def has_placeholder(case: WordingCase) -> Match | None:
    """X and Y wait for their numbers."""
    word = find_word(case.language, "placeholder", case.text)
    return Match(word) if word else None


def names_other_date(case: WordingCase) -> Match | None:
    """A date outside the cycle cannot be scored in it."""
    outside = find_outside(case.language, case.text, case.period)
    return Match(outside, case.period.fields()) if outside else None


def is_negative(case: WordingCase) -> Match | None:
    """A hint only: say what should rise instead of what should not be."""
    for word, better in pairs(case.language, "positive_pairs").items():
        if word in case.text.lower():
            return Match(word, {"better": Line(N_("for example by “{word}”"), {"word": better})})
    word = find_word(case.language, "negative", main_part(case.text))
    hint = Line(N_("for example “on time” instead of “not late”"), {})
    return Match(word, {"better": hint}) if word else None


def is_long(case: WordingCase) -> Match | None:
    """One key result is one thing, said briefly."""
    second = find_second_thing(case.language, case.text)
    if second:
        return Match(second, {"what": Line(N_("holds a second thing: “{part}”"), {"part": second})})
    length = length_of(case.language, case.text)
    if length <= limit(case.language, "longest_key_result"):
        return None
    long = N_("has {length} characters") if case.language == "zh" else N_("has {length} words")
    return Match(case.text, {"what": Line(long, {"length": length})})


def has_no_owner(case: WordingCase) -> Match | None:
    """Where the cycle names owners, every key result has one."""
    filled = [bool(k.owner.strip()) for k in case.others]
    missing = _is_used(filled) and not _key_result(case).owner.strip()
    return Match(column="owner") if missing else None


def has_no_evidence(case: WordingCase) -> Match | None:
    """Where the cycle names sources, every key result has one."""
    filled = [bool(k.evidence.strip()) for k in case.others]
    missing = _is_used(filled) and not _key_result(case).evidence.strip()
    return Match(column="evidence") if missing else None


def _is_used(filled: list[bool]) -> bool:
    """Tell whether a cycle uses a column: at least half of its key results have it filled."""
    return any(filled) and 2 * sum(filled) >= len(filled)


def is_easy(case: WordingCase) -> Match | None:
    """The target asks for no more than there is already."""
    words = is_easier(case.language, case.text, _key_result(case))
    return Match(words) if words else None


def is_one_too_many(case: WordingCase) -> Match | None:
    """Ten things at a time have no first one; said once a cycle, at the tenth."""
    if len(case.others) <= _FORM_HOLDS or case.others[_FORM_HOLDS] is not case.key_result:
        return None
    return Match(fields={"count": len(case.others), "most": _FORM_HOLDS})


def _key_result(case: WordingCase) -> KeyResult:
    if case.key_result is None:
        raise TypeError(case)
    return case.key_result
