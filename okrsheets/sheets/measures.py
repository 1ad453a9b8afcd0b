"""The formula of each key result type: unclamped progress, or blank where it has none.

One expression a type, in the order of the sheet's list of types. Source: docs/method.md, "Types
and progress"; `okrsheets.scoring.measures` computes the same in Python.
"""

from okrsheets.sheets.formulas import Line


def raw_of_each_type(line: Line, yesno: str) -> dict[str, str]:
    """Give type code → expression for one row; `yesno` is one for 1 yes, 2 no, 0 neither."""
    s, t, u, a = line("baseline"), line("target"), line("upper"), line("actual")
    all_three = f"COUNT({s},{t},{a})=3"
    way = f"({a}-{s})/({t}-{s})"
    return {
        "increase": f'IF({all_three},IF({t}>{s},{way},""),"")',
        "decrease": f'IF({all_three},IF({t}<{s},{way},""),"")',
        "linear": f'IF(COUNT({t},{a})=2,IF({t}>0,{a}/{t},""),"")',
        "range": _range(s, t, u, a),
        "milestone": (
            f'IF(COUNT({t},{a})=2,IF(AND({t}>=1,{t}=INT({t}),{a}>=0,{a}=INT({a})),{a}/{t},""),"")'
        ),
        "yesno": f'IF({yesno}=0,"",2-{yesno})',
        "anchored": _anchored(line) if "v30" in line.letters else '""',
        "judged": '""',
    }


def _range(s: str, low: str, high: str, a: str) -> str:
    """Give 1 inside the band, else 1 - distance / span; a span of 0 gives 0."""
    outside = f"IF(COUNT({s})=1,MAX(0,{low}-{s},{s}-{high}),0)"
    span = f"IF({outside}>0,{outside},{high}-{low})"
    score = f"IF(AND({a}>={low},{a}<={high}),1,IFERROR(1-MAX({low}-{a},{a}-{high})/{span},0))"
    whole = f"AND(COUNT({low},{high},{a})=3,COUNT({s})=COUNTA({s}))"
    return f'IF({whole},IF({low}<={high},{score},""),"")'


def _anchored(line: Line) -> str:
    """Give the way through (s,0) (v30,0.3) (v70,0.7) (t,1); the outer pieces go on."""
    s, v30, v70, t, a = map(line, ("baseline", "v30", "v70", "target", "actual"))
    rising = f"AND({s}<{v30},{v30}<{v70},{v70}<{t})"
    falling = f"AND({s}>{v30},{v30}>{v70},{v70}>{t})"
    first = f"({a}-{s})/({v30}-{s})*0.3"
    middle = f"0.3+({a}-{v30})/({v70}-{v30})*0.4"
    last = f"0.7+({a}-{v70})/({t}-{v70})*0.3"
    pieces = (
        f"IF(({a}-{v30})*SIGN({t}-{s})<=0,{first},IF(({a}-{v70})*SIGN({t}-{s})<=0,{middle},{last}))"
    )
    return f'IF(COUNT({s},{v30},{v70},{t},{a})=5,IF(OR({rising},{falling}),{pieces},""),"")'
