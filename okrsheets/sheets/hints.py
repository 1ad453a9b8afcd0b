"""Live hints between the two halves: what is still missing in a row, in a few plain words.

The first that applies is shown: `✗` must be put right before the sheet is accepted with scores,
`→` asks, `·` only remarks; nothing wrong shows nothing. The conditions are those of
`okrsheets.checks`, so that a hint and a finding never disagree. Source: docs/method.md.
"""

from collections.abc import Iterator, Sequence

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.layout import KEY_COLUMN
from okrsheets.model import KeyResultType
from okrsheets.sheets.conditions import reason_is_needed
from okrsheets.sheets.formulas import Formula, Line, has_text, joined, quoted
from okrsheets.sheets.spec import TemplateSpec

USUAL = 3
Case = tuple[str, str]
_ENTRIES = ("weight", "type", "baseline", "target", "upper", "actual", "self", "reviewer")


def _is(line: Line, *codes: str) -> str:
    """Give the condition that a row is of one of these types."""
    numbers = [list(KeyResultType).index(KeyResultType(code)) + 1 for code in codes]
    each = [f"{line('typeno')}={number}" for number in numbers]
    return each[0] if len(each) == 1 else f"OR({','.join(each)})"


def _first(cases: Sequence[Case], language: Language, otherwise: str = '""') -> str:
    """Give the words of the first case whose condition holds."""
    expression = otherwise
    for condition, words in reversed(cases):
        expression = f"IF({condition},{quoted(language.text(words))},{expression})"
    return expression


def key_result_hint(line: Line, excused: str, spec: TemplateSpec) -> Formula:
    """Give the hint of a key result's row; an excused cycle asks for nothing."""
    entries = ",".join(line(key) for key in _ENTRIES if key in line.letters)
    absent = _first([(f"COUNTA({entries})>0", N_("✗ no text"))], spec.language)
    no_reason = f"{has_text(line('reason'))}=FALSE"
    void = _first([*_wrong_scores(line), (no_reason, N_("✗ why void?"))], spec.language)
    results = (_wrong_actual(line), *_wrong_scores(line), *_no_reason(line, spec))
    cases = [*_missing(line), *_wrong_plan(line), *results]
    live = _first(cases, spec.language)
    return Formula(
        f'IFERROR(IF({excused}=1,"",IF({line("exists")}=0,{absent},'
        f'IF({line("live")}=0,{void},{live}))),"")'
    )


def _missing(line: Line) -> Iterator[Case]:
    """Yield what a type needs and a row lacks: K201, K202, K203, K210, K217."""
    s, t, u = line("baseline"), line("target"), line("upper")
    from_baseline = _is(line, "increase", "decrease", "anchored")
    yield f"{line('typeno')}=0", N_("✗ choose a type")
    yield f"AND({from_baseline},COUNT({s})=0)", N_("✗ no baseline")
    yield f"AND({_is(line, 'yesno', 'judged')}=FALSE,COUNT({t})=0)", N_("✗ no target")
    yield f"AND({_is(line, 'range')},COUNT({u})=0)", N_("✗ no upper bound")
    if "v30" in line.letters:
        anchors = f"COUNT({line('v30')},{line('v70')})<2"
        yield f"AND({_is(line, 'anchored')},{anchors})", N_("✗ no anchors")


def _wrong_plan(line: Line) -> Iterator[Case]:
    """Yield figures that do not go together: K205 to K207, K209, K211, K214, K218."""
    s, t, u = line("baseline"), line("target"), line("upper")
    from_baseline = _is(line, "increase", "decrease", "anchored")
    whole = f"AND({t}>=1,{t}=INT({t}))"
    yield f"AND({from_baseline},{t}={s})", N_("✗ target equals baseline")
    yield f"AND({_is(line, 'increase')},{t}<{s})", N_("✗ target is below baseline")
    yield f"AND({_is(line, 'decrease')},{t}>{s})", N_("✗ target is above baseline")
    yield f"AND({_is(line, 'linear')},{t}<=0)", N_("✗ target must be above 0")
    yield f"AND({_is(line, 'range')},{t}>{u})", N_("✗ upper bound is below the lower")
    yield f"IF({_is(line, 'milestone')},{whole}=FALSE,FALSE)", N_("✗ stages: 1, 2, 3 …")
    if "v30" in line.letters:
        v30, v70 = line("v30"), line("v70")
        steady = f"AND(({v30}-{s})*({v70}-{v30})>0,({v70}-{v30})*({t}-{v70})>0)"
        yield f"IF({_is(line, 'anchored')},{steady}=FALSE,FALSE)", N_("✗ anchors out of order")


def _wrong_actual(line: Line) -> Case:
    """Give the case of an actual that cannot be measured with."""
    measured = f"{_is(line, 'judged')}=FALSE"
    filled = has_text(line("actual"))
    return f"AND({measured},{filled},COUNT({line('raw')})=0)", N_("✗ check the actual")


def _wrong_scores(line: Line) -> Iterator[Case]:
    """Yield a typed score that is none."""
    for key in ("self", "reviewer"):
        if key in line.letters:
            cell = line(key)
            right = f"AND(COUNT({cell})=1,{cell}>=0,{cell}<=1)"
            yield f"IF({has_text(cell)},{right}=FALSE,FALSE)", N_("✗ scores: 0 to 1")


def _no_reason(line: Line, spec: TemplateSpec) -> Iterator[Case]:
    """Yield a reason that is asked for and missing: K401 to K403, by the policy."""
    rule = spec.policies.reason_rule
    if rule != "off":
        needed = reason_is_needed(line, f"{spec.policies.band_edges[1]:f}")
        words = N_("✗ give a reason") if rule == "require" else N_("→ give a reason")
        yield f"AND({has_text(line('reason'))}=FALSE,{needed})", words


def objective_hint(
    line: Line, rows: Sequence[Line], weights: Formula, excused: str, spec: TemplateSpec
) -> Formula:
    """Give the hint of an objective's row: its text, its key results, then their weights."""
    below = f"SUM({joined(rows, 'exists')})"
    say = spec.language
    keys = ("weight", "baseline") if spec.options.objective_weights else ("baseline",)
    entries = f"COUNTA({','.join(map(line, keys))})"
    absent = _first([(f"{below}+{entries}>0", N_("✗ no text"))], say)
    there = _first([(f"{below}=0", N_("✗ no key result"))], say, weights.text)
    return Formula(f'IF({excused}=1,"",IF({line("exists")}=0,{absent},{there}))')


def total_hint(
    total: Line, rows: Sequence[Line], weights: Formula | None, excused: str, spec: TemplateSpec
) -> Formula:
    """Give the hint of the total: lines without a key, the objectives' weights, their number.

    `rows` are all rows of the table; a line that somebody inserted between them stands in their
    range, but is none of them. A company's own lines have keys of their own (`own.1`).
    """
    text, first, last = rows[0].letters["text"], rows[0].number, rows[-1].number
    area, keys = f"{text}{first}:{text}{last}", f"{KEY_COLUMN}{first}:{KEY_COLUMN}{last}"
    own = f'SUMPRODUCT((LEFT({keys},4)="own.")*(LEN({area})>0))'
    added = f"COUNTA({area})>COUNTA({joined(rows, 'text')})+{own}"
    many = f"AND({total('members')}>{USUAL},COUNT({total('share')})=1)"
    cases = [(added, N_("✗ inserted lines are not read"))]
    if spec.options.objectives > USUAL:
        cases.append((many, N_("· more than 3 objectives")))
    standing = weights.text if weights else '""'
    return Formula(f'IF({excused}=1,"",{_first(cases, spec.language, standing)})')
