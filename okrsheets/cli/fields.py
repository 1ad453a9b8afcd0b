"""Fields and cells in people's words: `Q1 · Objective 2 · Key result 1 · Actual`, `40%`."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.layout import sheet_name, tab_rules
from okrsheets.shape import SheetOptions

_JOINT = " · "
_TABS = ("annual", "checkins")
_KEY_RESULT = re.compile(r"O(?P<o>\d+)(?:\.K(?P<k>\d+))?\.(?P<name>.+)")
_PLAN = re.compile(r"plan\.(?P<n>\d+)\.(?P<name>\w+)")
_CHECK_IN = re.compile(r"(?P<n>\d+)\.(?P<name>\w+)")
_FOUR = re.compile(r"four\.(?P<name>\w+)(?:\.(?P<n>\d+))?")
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "text": N_("Wording"),
        "supports": N_("Supports"),
        "excused": N_("Is the whole cycle excused (joined later, long leave)?"),
        "excused.reason": N_("Reason"),
        "review.how_far": N_("How far did we get?"),
        "review.how": N_("How did we get there? What worked, what did not?"),
        "review.cause": N_("The question of this band"),
        "review.self": N_("Self review"),
        "review.peers": N_("Peer review"),
        "review.manager": N_("Manager review"),
        "review.collective": N_("Collective result"),
    }
)
_PLAN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "measure": N_("Measure"),
        "date": N_("By when"),
        "effect": N_("Expected effect"),
        "owner": N_("Who"),
    }
)
_FOUR_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "cycle": N_("Cycle"),
        "must": N_("This week"),
        "next": N_("Next month"),
        "health": N_("Health"),
    }
)


def field_words(key: str, language: Language) -> str:
    """Give a field's key in words, the outermost first."""
    tab, _, rest = key.partition(".")
    shown = sheet_name(tab, language) if tab in _TABS else tab
    return _JOINT.join((shown, *_rest(tab, rest, language)))


def _rest(tab: str, rest: str, language: Language) -> tuple[str, ...]:
    if match := _KEY_RESULT.fullmatch(rest):
        numbered = [f"{language.text(N_('Objective'))} {match['o']}"]
        if match["k"]:
            numbered.append(f"{language.text(N_('Key result'))} {match['k']}")
        return (*numbered, _heading(tab, match["name"], language))
    if match := _PLAN.fullmatch(rest):
        line = language.text(N_("Improvement {number}"), number=match["n"])
        return (line, _word(_PLAN_WORDS, match["name"], language))
    if tab == "checkins" and (match := _CHECK_IN.fullmatch(rest)):
        return (match["n"], _heading(tab, match["name"], language))
    if match := _FOUR.fullmatch(rest):
        return (_word(_FOUR_WORDS, match["name"], language), *filter(None, [match["n"]]))
    return (_word(_WORDS, rest, language),)


def _heading(tab: str, name: str, language: Language) -> str:
    """Give a column's own heading, but where it says something else than the field."""
    if name in _WORDS:
        return language.text(_WORDS[name])
    options = SheetOptions(check_ins=True)
    headings = {c.key: c.heading for c in tab_rules(tab, options).columns}
    return language.text(headings.get(name, name))


def _word(words: Mapping[str, str], name: str, language: Language) -> str:
    return language.text(words.get(name, name))
