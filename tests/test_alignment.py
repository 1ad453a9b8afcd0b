"""Supports, dependencies, coverage and loops of small companies, worked by hand."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from alignment_kit import ANN, BO, CY, HQ, HR, Q1, SALES, kr, objective, year
from command_kit import run_in
from filled_sheets import PLAN, make_workspace, send, write_people

from okrsheets.analysis.alignment import Alignment, align, part_of
from okrsheets.analysis.alignment_needs import Need
from okrsheets.analysis.alignment_supports import GoalKey
from okrsheets.batch.alignments import alignment_record
from okrsheets.batch.ingest import ingest_paths
from okrsheets.model import CycleState, Kind, Person, PersonYear
from okrsheets.scoring import empty_cycle

STAY = "让用户愿意留下来"
GROW = "新业务撑起增长"
COMPANY = year(HQ, objective(1, STAY), objective(2, GROW))
OUTLETS = "30 家新渠道站稳脚跟"
UNIT = year(SALES, objective(1, OUTLETS, "公司 O2"))


def of(*people: PersonYear) -> Alignment:
    return align(people, Q1)


def told(found: Alignment, person: str) -> list[str]:
    """Give what became of somebody's supports: `1 matched HQ2`."""
    return [
        f"{one.goal.key.number} {one.claim} "
        + " ".join(f"{key.person}{key.number}" for key in one.targets or one.near)
        for one in found.supports
        if one.goal.key.person == person
    ]


def claim(written: str, *others: PersonYear, owner: Person = ANN) -> str:
    """Give what becomes of one text in “supports” on Ann's sheet."""
    found = of(COMPANY, UNIT, year(HR, objective(1, "人人发展")), *others, *_alone(owner, written))
    return told(found, owner.id)[0]


def _alone(owner: Person, written: str) -> Sequence[PersonYear]:
    return [year(owner, objective(1, "线索翻倍", written))]


@pytest.mark.parametrize(
    ("written", "became"),
    [
        (f"公司 · {STAY}", "1 matched HQ1"),
        (f"Acme · {STAY}", "1 matched HQ1"),
        (f"Company: {STAY}！", "1 matched HQ1"),
        ("  公司·让用户 愿意留下来 ", "1 matched HQ1"),
        (STAY, "1 matched HQ1"),
        ("公司 O2", "1 matched HQ2"),
        ("公司Ｏ２", "1 matched HQ2"),
        ("Company O2", "1 matched HQ2"),
        ("公司目标2", "1 matched HQ2"),
        (f"公司 O2 {GROW}", "1 matched HQ2"),
        (f"公司 O1 {GROW}", "1 near HQ2"),
        ("销售部 O1", "1 matched D-S1"),
        ("D-S O1", "1 matched D-S1"),
        (f"销售部 · {OUTLETS}", "1 matched D-S1"),
        ("销售部 · 30 家新渠道站…", "1 matched D-S1"),
        ("O1", "1 matched D-S1"),  # whose is not said: the nearest above
        ("公司 O1、公司 O2", "1 matched HQ1 HQ2"),
        ("公司 O1；销售部 O1", "1 matched HQ1 D-S1"),
        ("公司 · 让客户愿意留下来", "1 near HQ1"),
        ("销售部 · 30家新渠道站稳", "1 near D-S1"),
        ("公司 O9", "1 unmatched "),
        ("公司", "1 unit "),
        ("销售部", "1 unit "),
        ("明天会更好", "1 unmatched "),
        ("", "1 blank "),
        ("—", "1 blank "),
    ],
)
def test_align__what_may_stand_in_supports__is_resolved(written: str, became: str) -> None:
    assert claim(written) == became


def test_align__unit_without_objectives__absent() -> None:
    found = of(COMPANY, year(SALES), year(ANN, objective(1, "线索翻倍", "销售部 O1")))
    assert told(found, "E1") == ["1 absent "]
    assert found.supports[-1].unit == "销售部"


def test_align__plan_for_a_time_after_leaving__supports_nobody() -> None:
    ann = year(ANN, objective(1, "线索翻倍", f"公司 · {STAY}"))
    gone = empty_cycle(Q1, CycleState.NOT_EMPLOYED)
    left = replace(ann, year=replace(ann.year, cycles=(gone, *ann.year.cycles[1:])))
    assert told(of(COMPANY, ann), "E1") == ["1 matched HQ1"]
    found = of(COMPANY, left)
    assert told(found, "E1") == []
    assert {key.person for key in found.goals} == {"HQ"}


def test_align__sheet_of_somebody_off_the_roster__is_not_found() -> None:
    # the department's line was taken off the roster: nobody there is called 销售部 but its people
    found = of(COMPANY, year(ANN, objective(1, "线索翻倍", f"销售部 · {OUTLETS}")))
    assert told(found, "E1") == ["1 absent "]


def test_align__same_text_on_two_sheets__the_nearest_above_counts() -> None:
    found = of(COMPANY, year(SALES, objective(1, STAY)), year(ANN, objective(1, "线索", STAY)))
    assert told(found, "E1") == ["1 matched D-S1"]


def test_align__same_text_on_two_sheets_as_near__ambiguous() -> None:
    twin = Person("D-S2", "销售部", ("销售部",), kind=Kind.DEPARTMENT)
    ann = year(ANN, objective(1, "线索", OUTLETS))
    found = of(COMPANY, UNIT, year(twin, objective(1, OUTLETS, "公司 O2")), ann)
    assert told(found, "E1") == ["1 ambiguous D-S1 D-S21"]
    assert [one.goal.key.person for one in found.unsettled] == ["E1"]


def test_align__own_text__itself_and_an_orphan() -> None:
    found = of(COMPANY, year(ANN, objective(1, "线索翻倍", "线索翻倍")))
    assert told(found, "E1") == ["1 itself E11"]
    assert [one.goal.key for one in found.orphans] == [GoalKey("E1", 1)]
    assert found.support_loops == ((GoalKey("E1", 1),),)


def test_align__same_text_as_the_one_above__supports_that_one() -> None:
    found = of(COMPANY, year(ANN, objective(1, STAY, f"公司 · {STAY}")))
    assert told(found, "E1") == ["1 matched HQ1"]


def test_align__colleagues_objective_by_name__matched() -> None:
    found = of(COMPANY, year(BO, objective(1, "开店")), year(ANN, objective(1, "线索", "张三 O1")))
    assert told(found, "E1") == ["1 matched E21"]


def test_align__void_objective__supported_is_told_own_is_left_out() -> None:
    company = year(HQ, objective(1, STAY, krs=[kr(1, "x", void=True)]), objective(2, GROW))
    dead = year(BO, objective(1, "开店", krs=[kr(1, "店", "人力资源部", void=True)]))
    found = of(company, year(HR), year(ANN, objective(1, "线索", "公司 O1")), dead)
    assert told(found, "E1") == ["1 void HQ1"]
    assert told(found, "E2") == ["1 blank "]
    assert found.orphans == ()
    assert found.needs == ()
    assert [one.goal.key.number for one in found.coverage] == [2]


def test_align__excused_cycle__its_objectives_count_as_void() -> None:
    found = of(COMPANY, year(ANN, objective(1, "线索"), excused=True))
    assert found.orphans == ()


def test_align__supports_of_supports__counted_once_for_the_company() -> None:
    found = of(
        COMPANY,
        UNIT,
        year(ANN, objective(1, "线索", "销售部 O1"), objective(2, "回访", "公司 O2")),
        year(BO, objective(1, "开店", "销售部 O1")),
        year(CY, objective(1, "招人", "公司 O2")),
    )
    first, second = found.coverage
    assert (first.direct, first.objectives, first.people, first.departments) == (0, 0, 0, 0)
    # directly: 销售部 O1, Ann's 回访, 李四's 招人; through 销售部: Ann's 线索, 张三's 开店
    assert (second.direct, second.objectives, second.people, second.departments) == (3, 5, 3, 2)


def test_align__no_company_on_the_roster__departments_are_the_top() -> None:
    found = of(year(SALES, objective(1, OUTLETS)), year(ANN, objective(1, "线索")))
    assert [one.goal.key for one in found.orphans] == [GoalKey("E1", 1)]
    assert [one.goal.key for one in found.coverage] == [GoalKey("D-S", 1)]


def test_align__support_in_a_circle__found_and_named() -> None:
    found = of(
        COMPANY,
        year(ANN, objective(1, "甲", "张三 O1")),
        year(BO, objective(1, "乙", "李四 O1")),
        year(CY, objective(1, "丙", "Ann Lee O1")),
    )
    keys = tuple(GoalKey(one, 1) for one in ("E1", "E2", "E3"))
    assert found.support_loops == (keys,)
    assert [one.objectives for one in found.coverage] == [0, 0]


def need(*people: PersonYear) -> Need:
    """Give the first dependency."""
    return of(COMPANY, *people).needs[0]


ASKING = year(SALES, objective(1, OUTLETS, krs=[kr(1, "新渠道累计开业 30 家", "人力资源部")]))


def test_align__other_side_says_nothing__not_found() -> None:
    found = need(ASKING, year(HR, objective(1, "让管理者会带队伍")))
    assert (found.answer, found.counterpart) == ("not_found", None)


def test_align__other_side_shares_words__found_with_the_words() -> None:
    found = need(ASKING, year(HR, objective(1, "为 30 家新渠道配齐人员")))
    assert found.answer == "found"
    assert found.counterpart is not None
    assert (found.counterpart.basis, found.counterpart.place.goal) == ("words", GoalKey("D-H", 1))
    assert found.counterpart.shared == ("30", "家新渠道")


def test_align__only_a_number_in_common__not_found() -> None:
    assert need(ASKING, year(HR, objective(1, "面谈 30 人"))).answer == "not_found"


def test_align__other_side_names_the_asker__found() -> None:
    back = objective(1, "让管理者会带队伍", krs=[kr(1, "与 @销售部 面谈")])
    found = need(ASKING, year(CY, back))
    assert found.counterpart is not None
    assert (found.counterpart.basis, found.counterpart.place.key_result) == ("names", 1)


def test_align__other_side_supports_the_objective__found() -> None:
    found = need(ASKING, year(HR, objective(1, "招聘到位", "销售部 O1")))
    assert found.counterpart is not None
    assert (found.counterpart.basis, found.counterpart.place.goal.person) == ("supports", "D-H")


def test_align__counterpart_void__not_found() -> None:
    dead = objective(1, "为 30 家新渠道配齐人员", krs=[kr(1, "人员", void=True)])
    found = need(ASKING, year(HR, dead, objective(2, "让管理者会带队伍")))
    assert found.answer == "not_found"


def test_align__other_side_without_sheets__no_objectives() -> None:
    assert need(ASKING, year(HR), year(CY)).answer == "no_objectives"


def test_align__department_without_own_sheet__its_people_answer() -> None:
    found = need(ASKING, year(CY, objective(1, "为新渠道招人")))
    assert found.counterpart is not None
    assert found.counterpart.place.goal == GoalKey("E3", 1)


def test_align__unknown_name__suggestions() -> None:
    asking = year(ANN, objective(1, "甲", krs=[kr(1, "乙", "人力资源"), kr(2, "丙", "人利资源部")]))
    found = of(COMPANY, asking, year(HR, objective(1, "丁"))).needs
    assert [one.answer for one in found] == ["not_found", "unknown"]
    assert found[1].near == ("人力资源部",)


def test_align__homonyms__both_are_asked() -> None:
    twins = [Person("E8", "王芳", ("甲",)), Person("E9", "王芳", ("乙",))]
    asking = year(ANN, objective(1, "甲", krs=[kr(1, "新渠道开业", "王芳")]))
    found = need(
        asking, year(twins[0], objective(1, "别的")), year(twins[1], objective(1, "新渠道装修"))
    )
    assert [side.lines for side in found.sides] == [("E8",), ("E9",)]
    assert found.counterpart is not None
    assert found.counterpart.place.goal.person == "E9"


def test_align__oneself__is_no_dependency_on_others() -> None:
    asking = year(ANN, objective(1, "甲", krs=[kr(1, "乙 @Ann Lee", "E1")]))
    found = of(COMPANY, asking)
    assert [one.answer for one in found.needs] == ["itself"]
    assert found.unanswered == ()
    assert found.need_loops == ()


def test_align__cell_and_mention_of_the_same__one_dependency_and_void_ones_none() -> None:
    asking = year(
        ANN,
        objective(
            1,
            "甲",
            krs=[kr(1, "与 @人力资源部 一起", "人力资源部、张三"), kr(2, "@张三", void=True)],
        ),
    )
    found = of(COMPANY, asking, year(HR), year(BO)).needs
    assert [(one.name, one.mentioned) for one in found] == [("人力资源部", False), ("张三", False)]


def test_align__waiting_for_each_other__circle_of_sheets() -> None:
    found = of(
        year(HR, objective(1, "甲", krs=[kr(1, "乙", "销售部")])),
        ASKING,
        year(ANN, objective(1, "丙", krs=[kr(1, "丁", "人力资源部")])),
    )
    assert found.need_loops == (("D-H", "D-S"),)


def test_align__void_key_result_has_the_words__no_counterpart() -> None:
    krs = [kr(1, "为 30 家新渠道配齐人员", void=True), kr(2, "面谈")]
    found = need(ASKING, year(HR, objective(1, "让管理者会带队伍", krs=krs)))
    assert found.answer == "not_found"


@pytest.mark.parametrize(("others", "answer"), [(8, "found"), (9, "not_found")])
def test_align__words_on_more_than_ten_sheets__say_nothing(others: int, answer: str) -> None:
    # with the asking sheet and that of HR they stand on ten sheets, or on eleven
    more = [year(Person(f"E{n}", f"员工{n}"), objective(1, "30 家新渠道")) for n in range(others)]
    assert need(ASKING, year(HR, objective(1, "为 30 家新渠道配齐人员")), *more).answer == answer


def test_align__own_department_asked__ones_own_sheet_is_no_answer() -> None:
    asking = objective(1, "为新渠道招人", krs=[kr(1, "新渠道到岗", "人力资源部")])
    found = need(year(HR, objective(1, "让管理者会带队伍")), year(CY, asking))
    assert found.answer == "not_found"


def test_align__text_of_ones_own_and_of_a_colleague__the_colleague_is_meant() -> None:
    ann = year(ANN, objective(1, "线索", "开店"), objective(2, "开店"))
    assert told(of(COMPANY, year(CY, objective(1, "开店")), ann), "E1")[0] == "1 matched E31"


def test_align__two_of_ones_own_with_the_same_text__the_other_is_meant() -> None:
    ann = year(ANN, objective(1, "开店", "开店"), objective(2, "开店"))
    assert told(of(COMPANY, ann), "E1")[0] == "1 matched E12"


def test_align__void_supporter__does_not_count() -> None:
    dead = objective(1, "线索", "公司 O1", krs=[kr(1, "x", void=True)])
    assert [one.direct for one in of(COMPANY, year(ANN, dead)).coverage] == [0, 0]


def test_part_of__team__what_the_whole_department_is_asked_is_not_theirs() -> None:
    asking = year(CY, objective(1, "甲", krs=[kr(1, "乙", "销售部"), kr(2, "丙", "渠道组")]))
    found = of(COMPANY, UNIT, year(ANN, objective(1, "丁")), year(BO, objective(1, "戊")), asking)
    assert [one.name for one in part_of(found, frozenset({"E2"})).needs] == ["渠道组"]


def test_part_of__department__its_own_and_what_others_ask_of_it() -> None:
    found = of(
        COMPANY,
        ASKING,
        year(HR, objective(1, "为 30 家新渠道配齐人员", "公司 O2", krs=[kr(1, "面谈", "E1")])),
        year(ANN, objective(1, "线索", krs=[kr(1, "合同", "张三")])),
        year(BO, objective(1, "开店")),
    )
    part = part_of(found, frozenset({"D-H", "E3"}))
    assert [one.goal.key.person for one in part.supports] == ["D-H"]
    assert [(one.asker, one.name) for one in part.needs] == [("D-S", "人力资源部"), ("D-H", "E1")]
    assert part.coverage == found.coverage


def test_align__nobody_has_objectives__nothing_is_said() -> None:
    found = of(year(HQ), year(ANN))
    assert (found.sheets, found.roster, found.supports, found.needs) == (0, 2, (), ())


def test_align__order_of_nothing__same_answer_again() -> None:
    people = (COMPANY, ASKING, year(HR, objective(1, "为 30 家新渠道配齐人员")), year(CY))
    assert alignment_record(of(*people)) == alignment_record(of(*people))


def test_align__ten_thousand_people__every_one_is_answered() -> None:
    unit = "销售部"
    people = [
        year(
            Person(f"E{n}", f"员工{n}", (unit,)),
            objective(
                1, f"线索{n}", f"{unit} · {OUTLETS}", krs=[kr(1, f"网点{n}", f"员工{n + 1}")]
            ),
        )
        for n in range(10_000)
    ]
    found = of(COMPANY, UNIT, *people)
    assert found.coverage[1].objectives == 10_001
    assert found.coverage[1].people == 10_000
    # the last one names 员工10000, who is nobody
    assert [one.asker for one in found.needs if one.answer == "unknown"] == ["E9999"]


def test_alignment__a_workspace__tree_orphans_and_json(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1771200000")  # 16 February 2026
    workspace = make_workspace(tmp_path / "w")
    write_people(workspace, ("E1", "E2"), more="HQ,Acme,,,,,,,company\n")
    send(workspace, "HQ", PLAN)
    send(workspace, "E1", {**PLAN, "Q1.O1.text": "More leads", "Q1.O1.supports": "Company O1"})
    send(
        workspace,
        "E2",
        {
            **PLAN,
            "Q1.O1.text": "Calls",
            "Q1.O1.supports": "Hapier customers",
            "Q1.O1.K2.depends": "E1",
        },
    )
    ingest_paths(workspace, [workspace.inbox])
    code, out, _ = run_in(workspace.root, capfd, "alignment")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "Alignment of 2026Q1: objectives are on 3 of 3 sheets"
    at = lines.index("Acme O1 Happier customers")
    assert lines[at + 1] == "  E1 O1 More leads"
    assert "“Supports” that cannot be resolved: 1" in lines
    assert any(line.endswith("Did you mean Acme O1 Happier customers?") for line in lines)
    _, out, _ = run_in(
        workspace.root, capfd, "alignment", "2026Q1", "--person", "E2", "--format", "json"
    )
    record = json.loads(out)
    (one,) = record["objectives"]
    assert one["supports"] == {
        "written": "Hapier customers",
        "state": "near",
        "unit": "",
        "objectives": [],
        "near": [{"person": "HQ", "number": 1}],
    }
    (need_of_e2,) = record["dependencies"]
    assert (need_of_e2["name"], need_of_e2["key_result"]) == ("E1", 2)
    assert need_of_e2["state"] == "found"  # both want 50 visits
    assert need_of_e2["counterpart"]["shared"] == ["50", "visit"]


def test_alignment__the_year__exit_2_with_an_example(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    workspace = make_workspace(tmp_path / "w")
    code, _, err = run_in(workspace.root, capfd, "alignment", "2026")
    assert code == 2
    assert "name one such as 2026Q" in err


def test_alignment__nothing_stored__said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workspace = make_workspace(tmp_path / "w")
    code, out, _ = run_in(workspace.root, capfd, "alignment", "2026Q1")
    assert code == 0
    assert "No objectives are stored for this cycle." in out.splitlines()
