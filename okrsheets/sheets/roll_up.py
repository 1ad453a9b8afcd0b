"""The formulas from a key result to its cycle: weights, scores, bands and the checks in words.

Each function gives the formulas of one row by column key. Hidden helper columns hold the exact
values, visible cells what is displayed. Source: docs/method.md, "From key result to year"; the
package `okrsheets.scoring` computes the same in Python.
"""

from collections.abc import Sequence

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import KeyResultType, Policies, Status
from okrsheets.sheets.formulas import Formula, Line, has_text, joined, quoted, shown, spliced
from okrsheets.sheets.lists import AWAY, EMPTY, PARTIAL, PLANNED, SCORED, VOID, Lists
from okrsheets.sheets.measures import raw_of_each_type
from okrsheets.sheets.spec import TemplateSpec

_RESULTS = ("actual", "self", "reviewer")
_VOID = list(Status).index(Status.VOID) + 1


def _own_weight(line: Line) -> dict[str, Formula]:
    """Give what was typed as a weight: the number, or whether it cannot be one."""
    weight, exists = line("weight"), line("exists")
    right = f"AND(COUNT({weight})=1,{weight}>0)"
    return {
        "given": Formula(f'IF({exists}=0,"",IFERROR(IF({right},{weight},""),""))'),
        "bad": Formula(f'IF({exists}=0,0,IFERROR(IF(TRIM({weight})="",0,IF({right},0,1)),1))', 0),
    }


def _place_in_sum(line: Line, share: str, *, weighted: bool = True) -> dict[str, Formula]:
    """Give the effective weight and what it adds to the sum above.

    `weighted` says that the row has a weight of its own to type.
    """
    exists, live, given = line("exists"), line("live"), line("given")
    effective, final = line("effective"), line("final")
    weight = f"IF(COUNT({given})=1,{given},{share})" if weighted else share
    return {
        "effective": Formula(f'IF(OR({exists}=0,COUNT({share})=0),"",{weight})'),
        "counted": Formula(f'IF({live}=1,{effective},"")'),
        "contribution": Formula(f'IF(COUNT({final},{effective})=2,{final}*{effective},"")'),
    }


def _members(line: Line, rows: Sequence[Line]) -> dict[str, Formula]:
    """Give how many rows exist below `line`, and what each blank weight among them gets."""
    given, members = joined(rows, "given"), line("members")
    left = f"ROUND(1-SUM({given}),10)"
    for_blanks = f'IF({left}>0.0001,(1-SUM({given}))/({members}-COUNT({given})),"")'
    all_given = f'IF(ABS({left})<=0.0001,0,"")'
    chosen = f"IF(COUNT({given})<{members},{for_blanks},{all_given})"
    stands = f'IF(SUM({joined(rows, "bad")})>0,"",{chosen})'
    return {
        "members": Formula(f"SUM({joined(rows, 'exists')})", 0),
        "share": Formula(f'IF({members}=0,"",{stands})'),
    }


def weight_check(line: Line, rows: Sequence[Line], language: Language) -> Formula:
    """Give in words whether the weights below `line` stand, and by how much they miss."""
    given, members, share = joined(rows, "given"), line("members"), line("share")
    points = f"ROUND(ABS(1-SUM({given}))*100,1)"
    say = language.text
    missing = spliced(say(N_("✗ {points} points missing")), points=points)
    over = spliced(say(N_("✗ {points} points too many")), points=points)
    wrong = (
        f"IF(SUM({joined(rows, 'bad')})>0,{quoted(say(N_('✗ a weight is not above 0%')))},"
        f"IF(COUNT({given})<{members},{quoted(say(N_('✗ nothing left for the blanks')))},"
        f"IF(SUM({given})<1,{missing},{over})))"
    )
    right = (
        f"IF(COUNT({given})=0,{quoted(say(N_('✓ equal weights')))},"
        f"IF(COUNT({given})<{members},{quoted(say(N_('✓ the rest is shared')))},"
        f"{quoted(say(N_('✓ weights 100%')))}))"
    )
    return Formula(f'IF({members}=0,"",IF(COUNT({share})=1,{right},{wrong}))')


def _final_score(line: Line, policies: Policies) -> str:
    """Give the first score that is there in the order of the policy; a wrong one is none."""
    expression = '""'
    for source in reversed(policies.score_order):
        if source not in line.letters:
            continue  # its column is left out of the sheet
        cell = line(source)
        if source == "computed":
            expression = f"IF(COUNT({cell})=1,{cell},{expression})"
        else:
            right = f"AND(COUNT({cell})=1,{cell}>=0,{cell}<=1)"
            expression = f'IF({has_text(cell)},IF({right},{cell},""),{expression})'
    return expression


def _band(line: Line, lists: Lists, otherwise: str) -> Formula:
    score = line("score")
    found = f"LOOKUP({score},{lists['band_edge'].range},{lists['band'].range})"
    return Formula(
        f'IF({line("exists")}=0,"",IF({line("live")}=0,{quoted(_void_word(lists))},'
        f"IF(COUNT({score})=1,{found},{otherwise})))"
    )


def _void_word(lists: Lists) -> str:
    return str(lists["status"].values[_VOID - 1])


def key_result_formulas(
    line: Line, objective: Line, lists: Lists, spec: TemplateSpec
) -> dict[str, Formula]:
    """Give the formulas of one key result's row, by column key."""
    raw, exists, live = line("raw"), line("exists"), line("live")
    of_type = raw_of_each_type(line, lists["yesno"].number_of(line("actual")))
    chosen = ",".join(of_type[code] for code in KeyResultType)
    status = lists["status"].number_of(line("status"))
    unscored = quoted(spec.language.text(N_("not scored")))
    return {
        "exists": Formula(f"IFERROR(IF({has_text(line('text'))},1,0),0)", 0),
        "live": Formula(f"IF({exists}=0,0,IF({status}={_VOID},0,1))", 0),
        "typeno": Formula(lists["type"].number_of(line("type")), 0),
        "raw": Formula(
            f'IF(OR({exists}=0,{line("typeno")}=0),"",'
            f'IFERROR(CHOOSE({line("typeno")},{chosen}),""))'
        ),
        "computed": Formula(f'IF(COUNT({raw})=1,MIN(1,MAX(0,{raw})),"")'),
        "progress": Formula(shown(line("computed"))),
        "final": Formula(f'IF({live}=0,"",IFERROR({_final_score(line, spec.policies)},""))'),
        **_own_weight(line),
        **_place_in_sum(line, objective("share")),
        "score": Formula(shown(line("final"))),
        "band": _band(line, lists, unscored),
    }


def objective_formulas(
    line: Line, rows: Sequence[Line], total: Line, *, lists: Lists, spec: TemplateSpec
) -> dict[str, Formula]:
    """Give the formulas of one objective's row, by column key; `rows` are its key results."""
    exists, open_, members = map(line, ("exists", "open", "members"))
    alive = f"SUM({joined(rows, 'live')})"
    if spec.policies.objective_method == "mean":
        blocked, mean = "", f"SUM({joined(rows, 'final')})/COUNT({joined(rows, 'final')})"
    else:
        blocked = f",COUNT({line('share')})=0"
        mean = f"SUM({joined(rows, 'contribution')})/SUM({joined(rows, 'counted')})"
    return {
        "exists": Formula(f"IFERROR(IF({has_text(line('text'))},1,0),0)", 0),
        **_members(line, rows),
        "live": Formula(f"IF({exists}=0,0,IF(AND({members}>0,{alive}=0),0,1))", 0),
        "open": Formula(f"IF({exists}=0,0,{alive}-COUNT({joined(rows, 'final')}))", 0),
        "final": Formula(f'IF(OR({exists}=0,{alive}=0,{open_}>0{blocked}),"",{mean})'),
        **(_own_weight(line) if spec.options.objective_weights else {}),
        **_place_in_sum(line, total("share"), weighted=spec.options.objective_weights),
        "hint": weight_check(line, rows, spec.language),
        "score": Formula(shown(line("final"))),
        "band": _band(line, lists, _open_text(line, spec.language)),
    }


def _open_text(line: Line, language: Language, count: str = "") -> str:
    """Give in words why there is no score yet: n not scored, or the weights."""
    open_ = count or line("open")
    some = spliced(language.text(N_("{count} not scored")), count=f"({open_})")
    none = quoted(language.text(N_("not scored")))
    weights = quoted(language.text(N_("✗ check weights")))
    return f"IF({open_}>0,{some},IF({line('members')}=0,{none},{weights}))"


def _weights(total: Line, objectives: Sequence[Line], language: Language) -> dict[str, Formula]:
    """Give what the total row says of the objectives' weights: members, share, sum, check."""
    effective, given = joined(objectives, "effective"), joined(objectives, "given")
    chosen = f"IF(COUNT({total('share')})=1,SUM({effective}),SUM({given}))"
    return {
        **_members(total, objectives),
        "weight": Formula(f'IF({total("members")}=0,"",{chosen})'),
        "hint": weight_check(total, objectives, language),
    }


def _equal_weights(total: Line, objectives: Sequence[Line], _: Language) -> dict[str, Formula]:
    """Give the same where objectives have no weights to type: nothing to say, equal shares."""
    members = total("members")
    return {
        "members": Formula(f"SUM({joined(objectives, 'exists')})", 0),
        "share": Formula(f'IF({members}=0,"",1/{members})'),
    }


def cycle_formulas(
    total: Line, objectives: Sequence[Line], *, excused: str, lists: Lists, spec: TemplateSpec
) -> dict[str, Formula]:
    """Give the formulas of a cycle's total row, by column key.

    `excused` is the hidden cell that holds 1 where the cycle is excused on its tab.
    """
    members, live, open_, final = map(total, ("members", "live", "open", "final"))
    mean = f"SUM({joined(objectives, 'contribution')})/SUM({joined(objectives, 'counted')})"
    blocked = f"OR({excused}=1,{live}=0,{open_}>0,COUNT({total('share')})=0)"
    band = f"LOOKUP({total('score')},{lists['band_edge'].range},{lists['band'].range})"
    away = f"INDEX({lists['state'].range},{AWAY})"
    missing = _open_text(total, spec.language, f"SUM({joined(objectives, 'open')})")
    void = f"OR({excused}=1,AND({members}>0,{live}=0))"
    weighted = spec.options.objective_weights
    return {
        **(_weights if weighted else _equal_weights)(total, objectives, spec.language),
        "live": Formula(f"SUM({joined(objectives, 'live')})", 0),
        "open": Formula(f"{live}-COUNT({joined(objectives, 'final')})", 0),
        "final": Formula(f'IF({blocked},"",{mean})'),
        "score": Formula(shown(final)),
        "band": Formula(
            f"IF({total('state')}={AWAY},{away},IF({void},{quoted(_void_word(lists))},"
            f'IF({members}=0,"",IF(COUNT({total("score")})=1,{band},{missing}))))'
        ),
    }


def state_formula(total: Line, key_results: Sequence[Line], excused: str, away: str) -> Formula:
    """Give the state of a cycle as a number of the list of states.

    Results count wherever they stand; without any, a cycle outside of the person's employment
    (`away` is filled) is not missing.
    """
    filled = "+".join(
        f"{k('live')}*COUNTA({','.join(k(c) for c in _RESULTS if c in k.letters)})"
        for k in key_results
    )
    members, live = total("members"), total("live")
    without = f'IF({away}="away",{AWAY},'
    return Formula(
        f"IF({excused}=1,{VOID},IF({members}=0,{without}{EMPTY}),IF({live}=0,{VOID},"
        f"IF(COUNT({total('final')})=1,{SCORED},IF({filled}>0,{PARTIAL},{without}{PLANNED}))))))",
        EMPTY,
    )
