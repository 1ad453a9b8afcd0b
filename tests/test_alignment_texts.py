"""Whom a text names and what two texts have in common, worked by hand."""

import pytest

from okrsheets.analysis.alignment_graph import loops, reaching
from okrsheets.analysis.alignment_names import Directory, nearest
from okrsheets.analysis.alignment_texts import (
    listed_names,
    mentions,
    passages,
    plain,
    points_of,
    with_numbers,
    words_of,
)
from okrsheets.model import Kind, Person

KNOWN = dict.fromkeys(
    map(
        plain,
        ("客户支持部", "人力资源部", "渠道组", "渠道组与门店", "HR", "Customer Support", "Ann"),
    )
)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Ｓａｌｅｓ  O1", "sales o1"),
        ("让用户，愿意 留下来！", "让用户愿意留下来"),
        ("公司 · 让用户愿意留下来", "公司：让用户愿意留下来"),
        ("５Ｇ 与宽带", "5G与宽带"),
    ],
)
def test_plain__width_blanks_and_punctuation__make_no_difference(text: str, same: str) -> None:
    assert plain(text) == plain(same)


def test_plain__another_word__another_text() -> None:
    assert plain("让用户愿意留下") != plain("让用户愿意留下来")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("由 @客户支持部 复核", ["客户支持部"]),
        ("由＠客户支持部和研发一起复核", ["客户支持部"]),
        ("@客户支持部、@人力资源部：各出一人", ["客户支持部", "人力资源部"]),
        ("（@渠道组与门店）开业", ["渠道组与门店"]),
        ("@渠道组与客户", ["渠道组"]),
        ("FAQ improved with @Customer Support and others", ["Customer Support"]),
        ("checked with @Annabel", ["Annabel"]),
        ("@财务部，月底前", ["财务部"]),
        ("with @Legal Affairs by June", ["Legal Affairs"]),
        ("mail ann@example.com", []),
        ("at @ nobody", ["nobody"]),
        ("nothing here", []),
        ("ends with @", []),
    ],
)
def test_mentions__at_signs__longest_known_name_behind_each(text: str, names: list[str]) -> None:
    assert list(mentions(text, KNOWN)) == names


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("人力资源部", ["人力资源部"]),
        ("客户支持部、人力资源部", ["客户支持部", "人力资源部"]),
        ("客户支持部；@人力资源部", ["客户支持部", "人力资源部"]),
        ("客户支持部和人力资源部", ["客户支持部", "人力资源部"]),
        ("渠道组与门店", ["渠道组与门店"]),
        ("和平门店", ["和平门店"]),
        ("HR and Customer Support", ["HR", "Customer Support"]),
        ("HR, Ann", ["HR", "Ann"]),
        ("", []),
        ("—", []),
    ],
)
def test_listed_names__a_cell__split_where_names_end(cell: str, names: list[str]) -> None:
    assert list(listed_names(cell, KNOWN)) == names


def test_words_of__chinese__pairs_of_characters_without_ties_and_common_words() -> None:
    # 提升 says nothing; 的 ends a passage, so 度的 and 的客 are no pairs
    assert words_of("提升满意度的客服") == {"升满", "满意", "意度", "客服"}


def test_words_of__english__plurals_as_singulars_common_words_left_out() -> None:
    assert words_of("Staff the 30 new channels, 5 a week") == {"staff", "30", "channel"}


def test_passages__pairs_side_by_side__are_joined() -> None:
    shared = {"新渠", "渠道", "人员", "30"}
    assert passages(shared, "30 家新渠道，配齐人员") == ("30", "新渠道", "人员")


@pytest.mark.parametrize(
    ("shared", "text", "shown"),
    [
        (("30", "家新渠道"), "为 30 家新渠道配齐人员", ("30 家新渠道",)),
        (("30", "家新渠道", "人员"), "为30家新渠道配齐人员", ("30家新渠道", "人员")),
        (("30", "新渠道"), "30 家新渠道", ("30", "新渠道")),  # something stands between them
        (("30", "channel"), "30 channels", ("30", "channel")),
        ((), "30 家新渠道", ()),
    ],
)
def test_with_numbers__a_passage_right_behind_a_number__is_shown_with_it(
    shared: tuple[str, ...], text: str, shown: tuple[str, ...]
) -> None:
    assert with_numbers(shared, text) == shown


@pytest.mark.parametrize(
    ("shared", "points"), [((), 0), (("人员",), 1), (("新渠道",), 2), (("30", "channel"), 2)]
)
def test_points_of__what_is_shared__three_characters_count_two(
    shared: tuple[str, ...], points: int
) -> None:
    assert points_of(shared) == points


def test_nearest__slips_of_the_pen__found_others_not() -> None:
    others = ["让用户愿意留下来", "新业务撑起增长", "队伍跟得上业务"]
    assert nearest("让客户愿意留下来", others) == ("让用户愿意留下来",)
    assert nearest("完全不同", others) == ()


def directory(*people: Person) -> Directory:
    return Directory(people)


def test_find__ids_names_departments_paths__are_found() -> None:
    found = directory(
        Person("E1", "Ann Lee", ("销售部", "渠道组")),
        Person("D1", "销售部", ("销售部",), kind=Kind.DEPARTMENT),
        Person("HQ", "Acme", kind=Kind.COMPANY),
    )
    assert [side.lines for side in found.find("ann lee")] == [("E1",)]
    assert [side.lines for side in found.find("e1")] == [("E1",)]
    (sales,) = found.find("销售部")
    assert sales.lines == ("D1",)
    assert sales.ids == {"E1", "D1"}
    assert [side.path for side in found.find("销售部/渠道组")] == [("销售部", "渠道组")]
    assert [side.path for side in found.find("渠道")] == [("销售部", "渠道组")]
    assert [side.lines for side in found.find("公司")] == [("HQ",)]
    assert found.find("财务部") == ()


def test_find__two_of_the_same_name__both() -> None:
    found = directory(Person("E1", "张伟"), Person("E2", "张伟"))
    assert [side.lines for side in found.find("张伟")] == [("E1",), ("E2",)]


def test_find__department_sheet_without_a_path__is_the_department_of_its_name() -> None:
    found = directory(Person("D1", "HR", kind=Kind.DEPARTMENT), Person("E1", "Ann", ("HR",)))
    (side,) = found.find("HR")
    assert side.lines == ("D1",)
    assert side.ids == {"D1", "E1"}


def test_near__misspelt_department__suggested() -> None:
    found = directory(Person("E1", "Ann", ("客户支持部",)), Person("E2", "Bo", ("财务部",)))
    assert found.near("客服支持部") == ("客户支持部",)


def test_above__person_of_a_team__team_then_department_then_company() -> None:
    person = Person("E1", "Ann", ("A", "B"))
    found = directory(
        Person("HQ", "Acme", kind=Kind.COMPANY),
        Person("DA", "A", ("A",), kind=Kind.DEPARTMENT),
        Person("DB", "B", ("A", "B"), kind=Kind.DEPARTMENT),
        person,
    )
    assert found.above(person) == (("DB",), ("DA",), ("HQ",))
    assert found.above(found.people["DB"]) == (("DA",), ("HQ",))
    assert found.above(found.people["HQ"]) == ()


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ({"a": ["b"], "b": ["c"]}, []),
        ({"a": ["a"]}, [("a",)]),
        ({"b": ["a"], "a": ["b"]}, [("a", "b")]),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, [("a", "b", "c")]),
        # two ways round: the shorter is named, once
        ({"a": ["b", "c"], "b": ["c"], "c": ["a"]}, [("a", "c")]),
        ({"c": ["d"], "d": ["c"], "a": ["b"], "b": ["a", "c"]}, [("a", "b"), ("c", "d")]),
    ],
)
def test_loops__graphs__each_knot_named_once_by_its_shortest_loop(
    edges: dict[str, list[str]], found: list[tuple[str, ...]]
) -> None:
    assert loops(edges, "abcd") == found


def test_loops__a_chain_of_ten_thousand__no_recursion_to_run_out_of() -> None:
    nodes = range(10_000)
    edges = {node: [(node + 1) % 10_000] for node in nodes}
    assert loops(edges, nodes) == [tuple(nodes)]


def test_reaching__diamond__each_counted_once_and_not_itself() -> None:
    below = {"top": ["a", "b"], "a": ["c"], "b": ["c"], "c": ["top"]}
    assert reaching(below, "top") == {"a", "b", "c"}
