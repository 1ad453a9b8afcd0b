"""Made-up people for the tests of reports: small, typed by hand, in both languages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from okrsheets.cells import Cell
from okrsheets.language import load_printed
from okrsheets.model import (
    AnnualReview,
    Cycle,
    CycleReview,
    CycleScore,
    CycleSheet,
    CycleState,
    Improvement,
    KeyResult,
    KeyResultType,
    Kind,
    Objective,
    Person,
    PersonYear,
    Policies,
    SheetIdentity,
    Status,
    Submission,
)
from okrsheets.reports.records import ReportContext
from okrsheets.scoring import empty_cycle, score_cycle, score_year

YEAR = 2026
Q1, Q2, Q3, Q4 = (Cycle(YEAR, "Q", n) for n in range(1, 5))
D = Decimal
T = KeyResultType


def context(code: str = "zh", **policies: object) -> ReportContext:
    """Give a report context in one language."""
    name = "远山支付" if code == "zh" else "Yuanshan Payments"
    return ReportContext(name, load_printed(code), Policies(**policies))  # type: ignore[arg-type]


def kr(number: int, text: str, kind: KeyResultType, figures: str = "", **more: object) -> KeyResult:
    """Make a key result; `figures` are baseline, target and actual, `-` for a blank."""
    values = [None if f == "-" else D(f) for f in figures.split()] + [None] * 3
    return KeyResult(
        number,
        text,
        kind,
        baseline=values[0],
        target=values[1],
        actual=values[2],
        **more,  # type: ignore[arg-type]
    )


def zh_objectives() -> tuple[Objective, ...]:
    """Give nine key results of all kinds, in Chinese, with a plain spread of scores."""
    return (
        Objective(
            1,
            "把支付成功率做成客户选择我们的理由",
            D("0.5"),
            "公司目标二：客户留存",
            (
                kr(
                    1,
                    "将主流程支付成功率由九成六提升到九成八以上，并连续四周保持",
                    T.INCREASE,
                    "96.2 98.0 98.4",
                    weight=D("0.4"),
                    unit="%",
                    evidence="支付网关日报",
                ),
                kr(
                    2,
                    "首屏到付款完成的中位时长降到 30 秒以内",
                    T.DECREASE,
                    "45 30 33",
                    weight=D("0.3"),
                    unit="秒",
                    evidence="埋点平台",
                    self_score=D("0.85"),
                    reason="九月底两周已稳定在 31 秒，按最后两周自评。",
                ),
                kr(
                    3,
                    "退款平均到账时间缩短到一个工作日",
                    T.DECREASE,
                    "52 24 38",
                    weight=D("0.3"),
                    unit="小时",
                    evidence="财务对账",
                    status=Status.AT_RISK,
                    reason="安卓端退款通道九月才切换完成，十月首周的实际值已是 26 小时。",
                ),
            ),
        ),
        Objective(
            2,
            "让新商户在一天之内上线，不再需要人工跟进",
            D("0.3"),
            "",
            (
                kr(
                    1,
                    "自助入驻占全部新商户的比例达到七成",
                    T.LINEAR,
                    "- 70 61",
                    unit="%",
                    evidence="商户后台",
                ),
                kr(
                    2,
                    "入驻材料一次通过率保持在八成五到九成之间；驳回原因须让商户看得懂、改得了",
                    T.RANGE,
                    "64 85 78",
                    upper=D(90),
                    unit="%",
                    evidence="审核系统",
                    depends="客户支持部",
                ),
                kr(
                    3,
                    "上线后首周工单数下降一半",
                    T.DECREASE,
                    "18 9 19",
                    unit="件/百户",
                    evidence="客服",
                    reason="入驻变快之后，结算周期、发票、限额三个问题集中在第一周出现。",
                ),
            ),
        ),
        Objective(
            3,
            "建成可以信赖的支付数据底座",
            D("0.2"),
            "",
            (
                kr(
                    1,
                    "核心指标口径文档覆盖全部 24 项并经财务确认",
                    T.MILESTONE,
                    "- 4 3",
                    unit="阶段",
                    evidence="数据治理组",
                ),
                kr(
                    2,
                    "对账差异自动定位比例达到六成",
                    T.ANCHORED,
                    "10 60 48",
                    v30=D(30),
                    v70=D(50),
                    unit="%",
                    evidence="对账平台",
                    owner="郑一帆",
                ),
                kr(
                    3,
                    "完成同城双活演练",
                    T.YESNO,
                    "- - -",
                    status=Status.VOID,
                    reason="机房搬迁推迟到明年，演练取消。",
                ),
            ),
        ),
    )


def en_objectives() -> tuple[Objective, ...]:
    """Give nine key results of all kinds, in English."""
    return (
        Objective(
            1,
            "Make payment success the reason customers choose us",
            D("0.5"),
            "Company objective 2: customer retention",
            (
                kr(
                    1,
                    "Raise main-flow payment success from 96% to above 98% "
                    "and hold it for four weeks",
                    T.INCREASE,
                    "96.2 98.0 98.4",
                    weight=D("0.4"),
                    unit="%",
                    evidence="gateway daily",
                ),
                kr(
                    2,
                    "Median time from first screen to paid under 30 seconds",
                    T.DECREASE,
                    "45 30 33",
                    weight=D("0.3"),
                    unit="s",
                    evidence="event tracking",
                    self_score=D("0.85"),
                    reason="The last two weeks were stable at 31 s, so I score those.",
                ),
                kr(
                    3,
                    "Refunds reach the customer within one working day",
                    T.DECREASE,
                    "52 24 38",
                    weight=D("0.3"),
                    unit="h",
                    evidence="finance ledger",
                    status=Status.AT_RISK,
                    reason="The Android refund path only switched in September; "
                    "the first week of October is already at 26 h.",
                ),
            ),
        ),
        Objective(
            2,
            "New merchants go live within a day, without a person chasing them",
            D("0.3"),
            "",
            (
                kr(
                    1,
                    "Seven in ten new merchants onboard themselves",
                    T.LINEAR,
                    "- 70 61",
                    unit="%",
                    evidence="merchant console",
                ),
                kr(
                    2,
                    "First-pass approval of documents stays between 85% and 90%, "
                    "with reasons a merchant can act on",
                    T.RANGE,
                    "64 85 78",
                    upper=D(90),
                    unit="%",
                    evidence="review system",
                    depends="Customer Support",
                ),
                kr(
                    3,
                    "Halve support tickets in the first week",
                    T.DECREASE,
                    "18 9 19",
                    unit="per 100",
                    evidence="support",
                    reason="Settlement cycle, invoices and limits all came up in the first week "
                    "once onboarding was faster.",
                ),
            ),
        ),
        Objective(
            3,
            "Build a payment data foundation people can trust",
            D("0.2"),
            "",
            (
                kr(
                    1,
                    "Definitions of all 24 core measures written and agreed with Finance",
                    T.MILESTONE,
                    "- 4 3",
                    unit="stages",
                    evidence="data governance",
                ),
                kr(
                    2,
                    "Six in ten reconciliation differences located automatically",
                    T.ANCHORED,
                    "10 60 48",
                    v30=D(30),
                    v70=D(50),
                    unit="%",
                    evidence="ledger",
                    owner="Zheng Yifan",
                ),
                kr(
                    3,
                    "Complete the two-site failover drill",
                    T.YESNO,
                    "- - -",
                    status=Status.VOID,
                    reason="The data-centre move was put off to next year; the drill is cancelled.",
                ),
            ),
        ),
    )


def make_year(
    person: Person,
    sheets: Sequence[CycleSheet | CycleScore],
    *,
    manager: str = "周启明",
    annual: AnnualReview | None = None,
) -> PersonYear:
    """Score some tabs as the product does and give the person's year."""
    policies = Policies()
    given = {s.cycle: s for s in sheets}
    scores = []
    for cycle in (Q1, Q2, Q3, Q4):
        known = given.get(cycle)
        if known is None:
            known = empty_cycle(cycle, CycleState.NOT_SUBMITTED)
        scores.append(known if isinstance(known, CycleScore) else score_cycle(known, policies))
    tabs = tuple(s for s in sheets if isinstance(s, CycleSheet))
    identity = SheetIdentity("3f2a", person.id, YEAR, 1, "zh", "t", "p", "k")
    submission = Submission(
        identity, person.name, tabs, annual or AnnualReview(), MappingProxyType({})
    )
    return PersonYear(
        person,
        manager,
        submission if tabs else None,
        score_year(YEAR, tuple(scores), policies),
        received=date(2026, 10, 8) if tabs else None,
        version=2 if tabs else None,
    )


def lin_jing(code: str = "zh") -> PersonYear:
    """Give the sample person: three scored quarters and one planned."""
    chinese = code == "zh"
    objectives = zh_objectives() if chinese else en_objectives()
    review = CycleReview(
        how_far="支付成功率越过 98% 之后，大客户续约谈判里第一次没有人再问“会不会丢单”。"
        if chinese
        else "Once payment success passed 98%, nobody in renewal talks asked about lost orders.",
        how="有效的原因不是多做了功能，而是砍掉了三条备用通道，把监控、告警与回滚收到一个人手里。"
        if chinese
        else "What worked was not more features: we cut three spare channels and gave one person "
        "monitoring, alerts and rollback.",
        plan=(
            Improvement(
                1,
                "首周三个问题写进入驻流程" if chinese else "Answer the three questions in the flow",
                "2026-11-15",
                "首周工单减半" if chinese else "tickets halved",
                "林静" if chinese else "Lin Jing",
            ),
        ),
    )
    person = (
        Person("P0147", "林静", ("产品研发部", "支付产品组"), "支付产品负责人", "P0101")
        if chinese
        else Person(
            "P0147", "Lin Jing", ("Product & Engineering",), "Payments product lead", "P0101"
        )
    )
    second = (
        Objective(
            1,
            "把渠道成本降下来" if chinese else "Bring channel cost down",
            None,
            "",
            (
                kr(
                    1,
                    "渠道费率降到千分之五" if chinese else "Channel fee down to 0.5%",
                    T.DECREASE,
                    "0.60 0.50 0.52",
                ),
            ),
        ),
    )
    planned = (
        Objective(
            1,
            objectives[0].text,
            None,
            "",
            (kr(1, objectives[0].key_results[0].text, T.INCREASE, "98.4 99 -"),),
        ),
    )
    return make_year(
        person,
        (
            CycleSheet(Q1, second),
            CycleSheet(Q2, planned),
            CycleSheet(Q3, objectives, review=review),
            CycleSheet(Q4, planned),
        ),
        manager="周启明" if chinese else "Zhou Qiming",
    )


def with_cells(year: PersonYear, cells: dict[str, Cell]) -> PersonYear:
    """Give the year with the cells that its sheet was read from."""
    assert year.submission is not None
    submission = replace(year.submission, cells=MappingProxyType(cells))
    return replace(year, submission=submission)


def team(code: str = "zh") -> tuple[PersonYear, ...]:
    """Give a department with its own sheet and seven people in many states."""
    chinese = code == "zh"
    name = "产品研发部" if chinese else "Product & Engineering"
    path = (name,)
    names = ["孙一鸣", "陈煜煊", "何雨桐", "高若彤", "马骏", "黄立"] if chinese else _ENGLISH_NAMES
    title = "产品经理" if chinese else "Product manager"
    text = "让新用户留下来" if chinese else "Make new users stay"
    result = "次月留存率达到目标" if chinese else "Next-month retention reaches the target"
    own = Person("D-PE", name, path, "", kind=Kind.DEPARTMENT)
    made = [make_year(own, (_simple(text, result, "8"),)), lin_jing(code)]
    for number, (who, actual) in enumerate(zip(names, ["10", "7", "4", "0", "-"], strict=False)):
        person = Person(f"P02{number:02}", who, path, title)
        made.append(make_year(person, (_simple(text, result, actual),)))
    made.append(make_year(Person("P0299", names[-1], path, title), ()))
    return tuple(made)


_ENGLISH_NAMES = ["Sun Yiming", "Chen Siyuan", "He Yutong", "Gao Ruotong", "Ma Jun", "Huang Li"]


def _simple(text: str, result: str, actual: str) -> CycleSheet:
    lines = (kr(1, result, T.LINEAR, f"- 10 {actual}"), kr(2, result, T.LINEAR, f"- 10 {actual}"))
    return CycleSheet(Q3, (Objective(1, text, None, "", lines),))
