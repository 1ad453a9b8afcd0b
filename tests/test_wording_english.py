"""English by the table: idioms, names with digits, dates and mixed texts, each with its codes."""

from datetime import date

import pytest

from okrsheets.model import Cycle, KeyResult, Objective
from okrsheets.periods import cycle_dates
from okrsheets.wording import codes_of
from okrsheets.wording.case import Period, WordingCase, language_of
from okrsheets.wording.dates import find_outside, mentions_of
from okrsheets.wording.figures import find_figure


def period_of(cycle: str) -> Period:
    """Give a cycle of a calendar year with its dates."""
    named = Cycle.parse(cycle)
    return Period(named, *cycle_dates(named))


def codes(text: str, *, key_result: bool) -> set[str]:
    """Give the codes of a text in the third quarter of 2026."""
    one = KeyResult(1, text) if key_result else None
    others = (one,) if one else ()
    objective = Objective(1, text)
    case = WordingCase(text, language_of(text), period_of("2026Q3"), objective, one, others)
    return set(codes_of(case))


@pytest.mark.parametrize(
    "name",
    [
        "5G", "4G", "2FA", "3PL", "24/7", "80/20", "COVID-19", "CO2", "PM2.5", "HbA1c", "B2B",
        "O2O", "ISO 9001", "ISO 9001:2015", "ISO/IEC 27001", "IFRS 17", "SOC 2", "GB/T 19001",
        "CMMI 5", "Web 2.0", "Web3", "Industry 4.0", "Windows 11", "Office 365", "version 3.2",
        "v2.0.1", "Q3", "H2 2026", "FY2026", "31 July 2026", "in three months", "the third quarter",
        "Fortune 500", "number one", "No. 1", "#1", "1-on-1", "360-degree", "two-way", "five-star",
        "six-sigma", "zero-defect", "Zero Trust", "net-zero", "type 2", "grades 7 to 9", "K-12",
        "Tier 1", "model X3", "4S", "5S", "Boeing 737", "half-hearted", "one", "the one and only",
    ],
)  # fmt: skip
def test_find_figure__a_name_with_digits__is_no_number(name: str) -> None:
    assert find_figure("en", f"Work on {name} with everyone") == ""


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Sales up 30 %", "30 %"),
        ("Revenue of €1.2m", "€1.2m"),
        ("Revenue of USD20m", "20m"),
        ("Top 3 in its class", "3"),
        ("top-10 supplier", "10"),
        ("1,200 visitors", "1,200"),
        ("three new dealers", "three"),
        ("Twenty-five new dealers", "Twenty"),
        ("double the turnover", "double"),
        ("waiting time halved", "halved"),
        ("twice a week by rail", "twice a"),
        ("cut by a third", "by a third"),
        ("half of all chats", "half"),
        ("two-thirds of the staff", "two-thirds"),
        ("zero defects", "zero"),
        ("a dozen pilots", "dozen"),
        ("3x the quota", "3"),
        ("NPS of 42", "42"),
        ("90 % of logins with 2FA", "90 %"),
        ("５０％ of the routes", "５０％"),
    ],
)
def test_find_figure__a_number_in_digits_or_words__as_written(text: str, figure: str) -> None:
    assert find_figure("en", text) == figure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t lose touch with our dealers", {"W103"}),
        ("Avoid losing touch with our dealers", {"W103"}),
        ("We must not lose touch with our dealers", {"W103"}),
        ("Grow in Asia, never at the price of safety", {"W103"}),
        ("Not only sell machines but help customers run them", set()),
        ("Build a hotline that never lets a caller down", set()),
        ("Grow without adding headcount", set()),
        ("Once installed, nobody wants it gone", set()),
        ("Get 30 new shops off the ground", {"W101"}),
        ("Run a no-code platform that teams love", set()),
        ("Help donors trust our non-profit work", set()),
        ("Reduce the paperwork of nurses", set()),
        ("Keep our place in the market", {"W102"}),
        ("Win new dealers and keep the old ones", {"W102"}),
        ("Carry on with the archive", {"W102"}),
        ("Make a home where people keep learning", set()),
        ("Make maintenance of the presses predictable", set()),
        ("Build a sustainable network of suppliers", set()),
        ("Turn continuous improvement into a habit", set()),
        ("Keep our promises to every customer", set()),
        ("Become the third-largest maker of valves in Asia", set()),
        ("Become a maker of valves with 3 plants in Asia", {"W101"}),
        ("Cut the cost of freight by 8 %", {"W104"}),
        ("IMPROVE QUALITY!", {"W105"}),
        ("Optimize our processes", {"W105"}),
        ("Optimise our processes", {"W105"}),
    ],
)
def test_codes_of__english_objective__as_a_coach_would_say(text: str, expected: set[str]) -> None:
    assert codes(text, key_result=False) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Discounts of no more than 15 %", set()),
        ("Not more than 5 escalations a month", set()),
        ("No ticket waits longer than 24 hours", set()),
        ("No falls on the ward", {"W205"}),
        ("Zero falls on the ward", set()),
        ("Do not lose more than two dealers", {"W205"}),
        ("Organise a trade fair", {"W201", "W202"}),
        ("Organize a trade fair", {"W201", "W202"}),
        ("Analyze the margins", {"W201", "W202"}),
        ("Set up a hotline", {"W201", "W202"}),
        ("Roll out the new tool", {"W201", "W202"}),
        ("Visit 40 dealers", {"W202"}),
        ("Visit 40 dealers so that 12 of them order", set()),
        ("Launch an app that wins 4,000 subscribers", set()),
        ("Test coverage of 85 %", set()),
        ("Order intake of ¥3m", set()),
        ("4,000 visits a day", set()),
        ("Check-in time below 3 minutes", set()),
        ("24/7 hotline in place", {"W201", "W202"}),
        ("Revenue of X million", {"W203"}),
        ("Reach ___ dealers", {"W203"}),
        ("Churn below [target] %", {"W203"}),
        ("Daily users up 15 %, from 460,000 to 529,000", set()),
        ("Lower scrap from 5 % to 3 % and rework from 8 % to 4 %", {"W206"}),
        ("Share at TBD", {"W203"}),
        ("X-rays read within 30 minutes", set()),
        ("Generation Z buyers up by 18 %", set()),
        ("3 x more buyers of Model Y", set()),
        ("8,000 followers on X", set()),
        ("Raise margin from 12 % to 10 %", {"W209"}),
        ("Cut set-up time from 2 days to 3 hours", set()),
        ("Sales up 10 %, cost down 5 %", {"W206"}),
        ("500 buyers and 40 % of them from abroad", set()),
    ],
)
def test_codes_of__english_key_result__as_a_coach_would_say(text: str, expected: set[str]) -> None:
    assert codes(text, key_result=True) == expected


@pytest.mark.parametrize(
    ("text", "cycle", "outside"),
    [
        ("90 dealers by 30 September 2026", "2026Q3", ""),
        ("90 dealers by September 30", "2026Q3", ""),
        ("90 dealers by 1 October", "2026Q3", "1 October"),
        ("90 dealers by Oct. 1st, 2026", "2026Q3", "Oct. 1st, 2026"),
        ("90 dealers before October", "2026Q3", ""),
        ("90 dealers before July", "2026Q3", "before July"),
        ("90 dealers by 31/07/2026", "2026Q3", ""),
        ("90 dealers by 31.10.2026", "2026Q3", "31.10.2026"),
        ("90 dealers by 2026-10-01", "2026Q3", "2026-10-01"),
        ("90 dealers in Q4", "2026Q3", "Q4"),
        ("90 dealers in 2026Q4", "2026Q3", "2026Q4"),
        ("90 dealers in the fourth quarter", "2026Q3", "fourth quarter"),
        ("90 dealers in H1", "2026Q3", "H1"),
        ("90 dealers within three months", "2026Q3", ""),
        ("90 dealers within half a year", "2026Q3", "within half a year"),
        ("90 dealers next quarter", "2026Q3", "next quarter"),
        ("2040 dealers won", "2026Q3", ""),
        ("2000 dealers won by August", "2026Q3", ""),
        ("Grow to 2030 dealers", "2026Q3", ""),
        ("Dealers up 8 % on 2025", "2026Q3", ""),
        ("8 % more dealers than in 2025", "2026Q3", ""),
        ("Sales up from 12m in Q2 to 15m", "2026Q3", ""),
        ("Hand over 90 keys on 12 November", "2026Q3", "12 November"),
        ("May 90 dealers join us", "2026Q3", ""),
        ("May our dealers be proud", "2026Q3", ""),
        ("90 dealers may join", "2026Q3", ""),
        ("90 dealers by May", "2026Q3", "May"),
        ("90 dealers march with us", "2026Q3", ""),
        ("Carbon neutral by 2035", "2026Q3", "2035"),
        ("Order of work for Q4 settled", "2026Q3", ""),
        ("Next year's budget approved", "2026Q3", ""),
        ("The 2027 plan is open to all by 15 September", "2026Q3", ""),
        ("The 2027 plan is open to all by 15 December", "2026Q3", "15 December"),
        ("Complaints 30 % below January", "2026Q3", ""),
    ],
)
def test_find_outside__english_dates__the_first_outside(
    text: str, cycle: str, outside: str
) -> None:
    assert find_outside("en", text, period_of(cycle)) == outside


def test_mentions_of__several_dates__each_at_its_place() -> None:
    text = "From 5 May to 15 May, then May 5"
    assert [(m.words, m.at) for m in mentions_of("en", text)] == [
        ("5 May", 5),
        ("15 May", 14),
        ("May 5", 27),
    ]


def test_find_outside__fiscal_year_from_april__its_own_quarters() -> None:
    cycle = Cycle.parse("2026Q1")
    period = Period(cycle, date(2026, 4, 1), date(2026, 6, 30), fiscal_start=4)
    assert find_outside("en", "60 dealers by the end of June", period) == ""
    assert find_outside("en", "60 dealers in Q1", period) == ""
    assert find_outside("en", "60 dealers by March", period) == "March"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Visit customers in 上海", "en"),
        ("Keep 王小明's key accounts in 华东", "en"),
        ("大王卡 telesales: 315 orders per person", "en"),
        ("Make @客户支持部 and engineering work as one team", "en"),
        ("提升DAU至50万", "zh"),
        ("完成 Internet of Things 平台", "zh"),
        ("上线 Point of Sale 系统", "zh"),
        ("优化 machine learning 平台", "zh"),
        ("NPS ≥ 50 分", "zh"),
        ("Raise NPS to 50", "en"),
        ("42", "en"),
        ("", "en"),
    ],
)
def test_language_of__mixed_text__that_of_its_sentence(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Visit customers in 上海", {"W201", "W202"}),
        ("客户支持 answers 95 % of chats within 2 minutes", set()),
        ("Raise NPS of 大王卡 from 40 to 30 in the 华东 region", {"W209"}),
        ("Reach X shops in 深圳 and 广州", {"W203"}),
    ],
)
def test_codes_of__english_with_chinese_names__english_rules(text: str, expected: set[str]) -> None:
    assert codes(text, key_result=True) == expected
