"""People's words on paper: escaped, complete, with Chinese marks set well."""

import re

import pytest

from okrsheets.render.typography import Typesetter, clean, set_figure

ZH, EN = Typesetter("zh"), Typesetter("en")
SPACE = "<span> </span>"


def test_set__markup_and_templates__stay_words() -> None:
    text = "<img src=x onerror=1> {{7*7}} & “quotation”"
    assert str(EN.set(text)) == "&lt;img src=x onerror=1&gt; {{7*7}} &amp; “quotation”"


def test_set__line_breaks__are_kept_without_the_spaces_before_them() -> None:
    assert str(EN.set("one \n\n two\n")) == "one<br/><br/>two"


def test_set__adjacent_full_width_marks__the_first_is_narrowed() -> None:
    assert '<span class="half">”</span>。' in ZH.set("他说“好”。")
    assert '<span class="half">。</span>”' in ZH.set("“好。”")
    assert "half" not in EN.set("“好。”")


def test_fit__as_long_as_its_line_at_most__keeps_nothing_together() -> None:
    text = "首周三个问题·写进入驻流程 30 秒"
    assert "keep" in ZH.set(text)
    assert str(ZH.fit(text, len(text))) == text
    assert ZH.fit(text, len(text) - 1) == ZH.set(text)
    assert str(EN.fit("within 30 s", 11)) == "within 30 s"


def test_fit__short_text__is_escaped_and_its_marks_are_set_as_ever() -> None:
    assert str(ZH.fit(" 他说“好”。<b> ", 20)) == '他说“好<span class="half">”</span>。&lt;b&gt;'
    assert str(EN.fit("“好”。", 20)) == "“好”。"
    assert str(ZH.fit("", 20)) == ""


def test_fit__line_break_or_sign_that_no_font_has__is_set_as_usual() -> None:
    assert str(ZH.fit("一\n二", 20)) == "一<br/>二"
    lacking = Typesetter("zh", frozenset("𠮷"))
    assert str(lacking.fit("𠮷", 9)) == "〈U+20BB7〉"
    assert lacking.fit("𠮷野 30 家", 8) == lacking.set("𠮷野 30 家")


def test_set__long_word_behind_a_figure__is_left_to_break() -> None:
    assert str(EN.set("within 30 seconds")) == f'within{SPACE}<span class="keep">30 s</span>econds'
    assert str(ZH.set("每 30 h一次")) == f'每{SPACE}<span class="keep">30 h</span>一次'
    assert "keep" not in EN.set("see 30 https://example.com/a/long/address")


def test_set__run_of_marks__is_one_span_and_a_long_one_is_left_to_break() -> None:
    assert '<span class="half">”）</span>。' in ZH.set("（他说“好”）。")
    assert "half" not in ZH.set("，。；：、！？，。；：、！？")


def test_set__long_chinese_line__keeps_its_last_characters_together() -> None:
    assert str(ZH.set("退款平均到账时间缩短到一个工作日")).endswith(
        '<span class="keep">工作日</span>'
    )
    assert "keep" not in ZH.set("短句不动")


def test_set__number_and_unit__stay_together() -> None:
    assert str(ZH.set("降到 30 秒以内")) == f'降到{SPACE}<span class="keep">30 秒</span>以内'


HOSTILE = {
    "words with figures": "word1 word2 " * 800,
    "units": "1 a 2 b 3 c " * 800,
    "units without spaces": "1 a,2 b-3 c" * 800,
    "chinese units": "项1 项2 项3 " * 800,
    "digits": "1" * 9_000 + " a",
    "figures": "1 2 3 4 " * 1_000 + "5 kg",
}


def unbroken(html: str) -> list[str]:
    """Give what has no place to break: between spaces that no span keeps, Latin text's breaks."""
    kept = re.sub(
        r'<span class="keep">(.*?)</span>', lambda found: found[1].replace(" ", "_"), html
    )
    return kept.replace(SPACE, " ").split(" ")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("setter", [ZH, EN], ids=["zh", "en"])
def test_set__thousands_of_figures__nothing_long_is_kept_together(
    setter: Typesetter, text: str
) -> None:
    """A figure of 15 digits, a space and a letter is the most that is kept, and 40 times."""
    html = str(setter.set(text))
    assert re.sub(r"<.*?>", "", html) == text.strip()
    assert max(map(len, re.findall(r'<span class="keep">(.*?)</span>', html)), default=0) <= 17
    assert '</span><span class="keep">' not in html.replace(SPACE, " ")
    assert html.count("<span") <= 2 * 40
    longest = max(map(len, text.split()))
    assert max(map(len, unbroken(html))) <= longest + 31


def test_set__words_that_end_in_figures__are_not_tied_together() -> None:
    assert str(EN.set("phase1 then2 done")) == "phase1 then2 done"


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("Build a payment data foundation people can trust", "can trust"),
        ("Complete the two-site failover drill", "failover drill"),
        ("Become the team's trusted partner for data, soon", "data, soon"),
        ("What pays for research & development in R&D", "in R&amp;D"),
    ],
)
def test_set__short_last_word_in_english__keeps_the_word_before_it(text: str, tail: str) -> None:
    assert str(EN.set(text)).endswith(f'{SPACE}<span class="keep">{tail}</span>')


@pytest.mark.parametrize(
    "text",
    [
        "Wanda Ayers",  # a name: short, and often in a narrow cell
        "Six in ten differences located automatically",  # long enough to stand alone
        "The proof is in such extraordinary lengths",  # together longer than a narrow column
        "Decrease · per hundred · support",  # a dot never begins a line
        "Everything else is in the ledger of 30 kg",  # its unit is kept already
    ],
)
def test_set__last_words_that_are_long_or_few__are_left_to_break(text: str) -> None:
    html = str(EN.set(text))
    assert html.replace(f'{SPACE}<span class="keep">30 k</span>g', " 30 kg") == text


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2066", "\x00", "\x1b", "\ufeff", "\ud800"])
def test_clean__invisible_and_turning_signs__are_left_out(sign: str) -> None:
    assert clean(f"a{sign}b") == "ab"


def test_plain__tabs_and_breaks__become_one_line() -> None:
    assert EN.plain("a\tb\nc\u2028d") == "a b c d"


def test_set__character_without_a_glyph__prints_its_code() -> None:
    setter = Typesetter("zh", frozenset("𠮷"))
    assert str(setter.set("𠮷野家")) == "〈U+20BB7〉野家"
    assert setter.plain("𠮷") == "〈U+20BB7〉"


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        ("98.0", "98.0"),
        ("1,234,567.50", "1,234,<br/>567.50"),
        ("99.95–99.99", "99.95–<br/>99.99"),
        ("123456789", "123456789"),
    ],
)
def test_set_figure__long__breaks_where_a_reader_expects_it(figure: str, shown: str) -> None:
    assert str(set_figure(figure)) == shown


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("新业务收入占比由 21% 提高到 23%", "提高到 23%"),
        ("团队对目标的清晰度评分由 3.9 提高到 4.3", "提高到 4.3"),
    ],
)
def test_set__chinese_line_that_ends_in_a_figure__keeps_its_verb(text: str, tail: str) -> None:
    assert str(ZH.set(text)).endswith(f'{SPACE}<span class="keep">{tail}</span>')


def test_set__figures_with_units_one_after_another__keeps_each_with_its_own() -> None:
    html = str(ZH.set("6 万算起步，9 万算不错，10 万达标"))
    assert re.findall(r'<span class="keep">(.*?)</span>', html) == ["6 万", "9 万", "10 万"]


def test_set__figure_before_to__is_not_kept_with_it() -> None:
    html = str(EN.set("Team rating of clear goals up from 3.9 to 4.3"))
    assert html.endswith(f'up from 3.9{SPACE}<span class="keep">to 4.3</span>')


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("阿依古丽·吐尔逊", '阿依古<span class="keep">丽·</span>吐尔逊'),
        ("（园区）·R0034", '（园区<span class="keep">）·</span>R0034'),
        ("A·B", "A·B"),
    ],
)
def test_set__dot_between_chinese_words__never_begins_a_line(text: str, html: str) -> None:
    assert str(ZH.set(text)) == html
