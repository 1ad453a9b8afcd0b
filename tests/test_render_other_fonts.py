"""Letters that the Chinese faces lack: a name stands as it is spelt, in a font of another make."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import page as validator
import pikepdf
import pytest
from pdf_structure import structure_faults
from report_kit import html_of, pages_of, setter, text_of
from report_people import Q3, context, kr, lin_jing, make_year

from okrsheets.batch.report_pages import PageRules, PageWorker, PersonTask
from okrsheets.model import CycleSheet, KeyResultType, Objective, Person, PersonYear, Policies
from okrsheets.render import fonts, quick_steps
from okrsheets.render.archive import make_archive
from okrsheets.render.binding import Section, bind_pack, finish_single
from okrsheets.render.characters import characters_of, find_missing
from okrsheets.render.look import Look
from okrsheets.render.other_fonts import cut_others, letters_of_others, with_others
from okrsheets.render.pdf import PageSetter
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.reports.records import QuarterlyReport

ANN = Person("P1", "Ann", ("Sales",))
NAMES = "Łukasz Żółć · Nguyễn Thị Hường · Şükrü Güneş · Đặng · Αλέξανδρος · Дмитрий Ёлкин"
SIGNS = "ﬁ ₹ ₺ ₽ ₩ ✔ ➜ ½ ‰ №"
CODED = "😀\ue000𪚥\u05d0\u0645"  # emoji, private use, extension B, Hebrew, Arabic


def lukasz() -> PersonYear:
    """Give a person whose name, title and words need other letters in every face."""
    lines = (kr(1, f"{NAMES} {SIGNS}", KeyResultType.LINEAR, "- 10 8"),)
    objective = Objective(1, f"Słownik: {NAMES}", None, "", lines)
    person = replace(ANN, id="P7", name="Łukasz Żółć", title="Główny inżynier ₺")
    return make_year(person, (CycleSheet(Q3, (objective,)),))


def report(code: str = "en") -> QuarterlyReport:
    """Give the report of that person."""
    return build_quarterly(lukasz(), Q3, context(code))


def pages(code: str = "en") -> bytes:
    """Give that report's pages."""
    made = report(code)
    return pages_of(made, "".join(sorted(characters_of(made)))).pdf


def faces(pdf: bytes) -> dict[str, str]:
    """Give every face of a PDF with the kind of its outlines."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {
            str(o.BaseFont).partition("+")[2]: str(o.Subtype)
            for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and "/CIDSystemInfo" in o and "/BaseFont" in o
        }


def failures(pdf: bytes, profile: str) -> list[str]:
    """Give what a validator has against a file."""
    return [f.message for f in validator.validate_pdf_bytes(pdf, profile=profile).failures]


@pytest.fixture
def no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every font but the Chinese ones off the machine."""
    monkeypatch.setattr(fonts, "find_others", dict)
    monkeypatch.setattr("okrsheets.render.other_fonts.find_others", dict)


def test_missing_characters__letters_of_names_and_signs__are_none() -> None:
    assert fonts.missing_characters(set(NAMES + SIGNS)) == frozenset()


def test_missing_characters__what_no_font_has_or_shows_alike__is_coded() -> None:
    assert fonts.missing_characters(set(CODED)) == set(CODED)


def test_missing_characters__rare_chinese_names__only_one_is_coded() -> None:
    assert fonts.missing_characters(set("𠮷䶮㛃𬭎𪚥")) == {"𪚥"}


def test_other_characters__each_one__has_one_font_and_the_chinese_faces_lack_it() -> None:
    found = fonts.other_characters(set(NAMES + SIGNS + CODED))
    each = [c for some in found.values() for c in some]
    assert len(each) == len(set(each))
    assert set(each) == set("ŁŻłćŞşέ₹₺₽✔➜")


def test_pages__name_with_other_letters__stands_in_every_face() -> None:
    pdf = pages()
    text = text_of(pdf)
    assert "Łukasz Żółć" in text
    assert "Główny inżynier ₺" in text
    assert "〈U+" not in text
    kinds = {name: kind for name, kind in faces(pdf).items() if "Spare" in name or "Other" in name}
    assert kinds
    assert any("Serif" in name for name in kinds)
    assert any("Serif" not in name for name in kinds)
    assert set(faces(pdf)) - set(kinds) <= {
        "OKR-Sans",
        "OKR-Sans-Bold",
        "OKR-Serif-Bold",
        "OKR-More",
        "OKR-More-Bold",
        "OKR-More-Serif-Bold",
    }


def test_pages__heading_in_letters_beyond_the_base__is_in_one_serif_face() -> None:
    sheet = CycleSheet(Q3, (Objective(1, "Дмитрий Nguyễn", None, "", ()),))
    made = build_quarterly(make_year(ANN, (sheet,)), Q3, context("en"))
    names = set(faces(pages_of(made, "Дмитрий Nguyễn").pdf))
    assert "OKR-More-Serif-Bold" in names
    assert not names & {"OKR-More", "OKR-More-Bold"}


def test_pages__of_somebody_else_in_such_a_batch__are_byte_for_byte_as_without() -> None:
    html = html_of(build_quarterly(lin_jing(), Q3, context()))
    batch = setter(frozenset(characters_of(report())))
    assert batch.set_pages(html).pdf == setter().set_pages(html).pdf


def test_pages__set_twice_by_engines_of_their_own__are_the_same_bytes() -> None:
    html, characters = html_of(report()), frozenset(characters_of(report()))
    first, second = (PageSetter(characters).set_pages(html).pdf for _ in range(2))
    assert first == second


def test_quick_steps__other_letters__are_byte_for_byte_the_engines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    documents = [html_of(report("en")), html_of(report("zh"))]
    characters = frozenset(characters_of(report()))
    quick = PageSetter(characters)
    made = [quick.set_pages(html).pdf for html in documents * 2]
    monkeypatch.setattr(quick_steps, "fits_engine", lambda: False)
    engine = PageSetter(characters)
    assert made == [engine.set_pages(html).pdf for html in documents] * 2


def test_bind_pack__two_people_with_other_letters__share_one_copy_of_each_face() -> None:
    own, other = pages("zh"), pages_of(build_quarterly(lin_jing(), Q3, context())).pdf
    pack = bind_pack(Section("a", "a", other), {}, [Section("b", "b", own), Section("c", "c", own)])
    with pikepdf.open(BytesIO(pack)) as document:
        names = [
            str(o.FontName)
            for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
    assert len(names) == len(set(names))
    assert {name for name in faces(own) if "OKR" in name} <= set(faces(pack))
    assert text_of(pack).count("Łukasz Żółć") == 2 * text_of(own).count("Łukasz Żółć")
    assert {faces(pack)[name] for name in faces(own)} == set(faces(own).values())


@pytest.mark.parametrize("code", ["en", "zh"])
def test_make_archive__other_letters_alone_and_in_a_pack__is_pdf_a_3a_and_pdf_ua_1(
    code: str,
) -> None:
    own = pages(code)
    for pdf in (
        finish_single(own),
        bind_pack(Section("a", "a", own), {}, [Section("b", "b", own)]),
    ):
        archive = make_archive(pdf, [])
        assert failures(archive, "3a") == []
        assert failures(archive, "ua1") == []
        assert structure_faults(pdf) == []


@pytest.mark.usefixtures("no_others")
def test_find_missing__no_other_font_on_the_machine__codes_as_before() -> None:
    missing = fonts.missing_characters(characters_of(lukasz()))
    assert {"Ł", "Ż", "ł", "ć", "₺"} <= missing
    named = [f for f in find_missing(lukasz(), missing) if f.value == "Łukasz Żółć"]
    assert [f.fields["code"] for f in named] == ["U+0141", "U+017B", "U+0142", "U+0107"]
    assert "〈U+0141〉ukasz" in html_of(report())
    assert cut_others(frozenset("Łukasz")) == {}


def test_letters_of_others__chinese_and_everyday_latin__are_none() -> None:
    characters = characters_of(lin_jing()) | set("张䶮𠮷 Müller, ★ 100%")
    assert letters_of_others(characters) == frozenset()
    assert cut_others(characters) == {}


def test_characters_of__accent_typed_apart__has_the_letter_as_it_is_printed() -> None:
    characters = characters_of(replace(ANN, name="Z\u0307o\u0301łw"))
    assert {"Ż", "ó"} <= characters


ROLES = ("spare-400", "spare-700", "spare-serif-700")


@pytest.mark.parametrize(
    ("stack", "wanted"),
    [
        ('p { font: 700 9pt "OKR Sans" }', 'p { font: 700 9pt "OKR Sans", "OKR Spare" }'),
        (
            "p { font-family: 'OKR Sans','OKR More', serif }",
            "p { font-family: 'OKR Sans','OKR More', \"OKR Spare\", serif }",
        ),
        (
            "p{font-family:OKR Serif,Acme}",
            'p{font-family:OKR Serif, "OKR Spare Serif", "OKR Spare",Acme}',
        ),
        ("p { font-family: Acme }", "p { font-family: Acme }"),
        ('@font-face { font-family: "OKR Sans" }', '@font-face { font-family: "OKR Sans" }'),
    ],
)
def test_with_others__a_stack_of_our_fonts__has_them_behind(stack: str, wanted: str) -> None:
    assert with_others(stack, ROLES).splitlines()[len(ROLES) :] == [wanted]
    assert with_others(stack, ()) == stack


def test_with_others__letters_of_the_chinese_serif__stand_behind_it() -> None:
    css = with_others('p { font: 700 9pt "OKR Serif", "OKR More" }', ("more-serif-700",))
    assert css.endswith('p { font: 700 9pt "OKR Serif", "OKR More Serif", "OKR More" }')


def test_pages__own_stylesheet_that_names_our_fonts__has_the_letters_as_well(
    tmp_path: Path,
) -> None:
    own = "h1 { font-family: 'OKR Sans' }"
    (tmp_path / "own.css").write_text(own, encoding="utf-8")
    characters = frozenset(characters_of(report()))
    made = PageSetter(characters, Look(templates=str(tmp_path))).set_pages(html_of(report()))
    assert made.remarks == ()
    assert all(name.startswith("OKR-") for name in faces(made.pdf))
    assert any(name.endswith(("Spare-Bold", "Other-Bold")) for name in faces(made.pdf))


def test_cache__a_colleague_with_other_letters_comes__only_their_pages_have_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def files(year: PersonYear, characters: set[str]) -> Path:
        rules = PageRules(
            cycle=Q3,
            organisation="A",
            policies=Policies(),
            fiscal_start=1,
            handling="",
            prepared_by="",
            characters=frozenset(characters),
            missing=frozenset(),
            cache=tmp_path,
        )
        task = PersonTask(year, "en")
        return PageWorker(rules)._cache_file(task, task.html(rules))

    everybody = characters_of(lin_jing("en")) | characters_of(lukasz())
    before = files(lin_jing("en"), characters_of(lin_jing("en")))
    assert files(lin_jing("en"), everybody) == before
    with_these_fonts = files(lukasz(), everybody)
    monkeypatch.setattr("okrsheets.batch.report_pages.others_fingerprint", lambda: "others")
    assert files(lin_jing("en"), everybody) == before
    assert files(lukasz(), everybody) != with_these_fonts
