"""A small company for the tests of the OKR book: what people planned; some planned nothing."""

from dataclasses import replace

from alignment_kit import HQ, kr, objective, year

from okrsheets.language import load_printed
from okrsheets.model import Kind, Person, PersonYear, Policies
from okrsheets.reports.records import ReportContext

HOSTILE_TEXT = (
    "</script><script>alert('1')</script>\" onmouseover=x javascript:alert(1) &amp; <b>粗</b>"
)
SALES = Person("D-S", "Sales", ("Sales",), kind=Kind.DEPARTMENT)
EAST = Person("D-SE", "East", ("Sales", "East"), kind=Kind.DEPARTMENT)
ANN = Person("E1", "Ann Lee", ("Sales",), "Seller")
BO = Person("E2", "Bo Chan", ("Sales", "East"), "Seller")
CY = Person("E3", "Cy Dean", ("Sales", "East"), "Seller")
DI = Person("E4", "Di Evans", ("People",), "Recruiter")
ED = Person("E5", "Ed Fox", (), "Chief executive")
FE = Person("E6", "Fe Grant", ("Sales",), "Seller")


def context(code: str = "en") -> ReportContext:
    """Give a report context."""
    return ReportContext("Acme", load_printed(code), Policies())


def company() -> tuple[PersonYear, ...]:
    """Give a roster whose order is not that of the book; Cy, Fe and the east have no plan."""
    return (
        year(ANN, objective(1, "Sell more", "Acme O1", krs=[kr(1, "Ten deals", "People")])),
        year(DI, objective(1, "Hire well", "Sales O1", krs=[kr(1, "Two sellers for Sales")])),
        year(BO, objective(1, "Open the east")),
        year(SALES, objective(1, "Grow", "Acme O1", krs=[kr(1, "A"), kr(2, "B", void=True)])),
        year(HQ, objective(1, "Win"), objective(2, "Last")),
        year(CY),
        year(EAST),
        year(ED, objective(1, "Lead")),
        year(FE),
    )


def hostile() -> tuple[PersonYear, ...]:
    """Give people whose names, ids and texts are markup."""
    who = Person('E"7<', HOSTILE_TEXT, (HOSTILE_TEXT, "../x"), HOSTILE_TEXT)
    bad = objective(1, HOSTILE_TEXT, HOSTILE_TEXT, krs=[kr(1, HOSTILE_TEXT, HOSTILE_TEXT)])
    named = [
        year(replace(who, id=id_, name=name), bad)
        for id_, name in (
            ('E"7<', HOSTILE_TEXT),
            ("../e8", "CON"),
            ("员工 9#?", "\u202eevil"),
            ("con", "a"),
        )
    ]
    return (*company(), *named)
