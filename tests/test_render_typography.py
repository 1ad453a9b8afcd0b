"""People's words on paper: escaped, complete, with Chinese marks set well."""

import pytest

from okrsheets.render.typography import Typesetter, clean, set_figure

ZH, EN = Typesetter("zh"), Typesetter("en")


def test_set__markup_and_templates__stay_words() -> None:
    text = "<img src=x onerror=1> {{7*7}} & “q”"
    assert str(EN.set(text)) == "&lt;img src=x onerror=1&gt; {{7*7}} &amp; “q”"


def test_set__line_breaks__are_kept() -> None:
    assert str(EN.set("one\n\ntwo\n")) == "one<br/><br/>two"


def test_set__adjacent_full_width_marks__the_first_is_narrowed() -> None:
    assert '<span class="half">”</span>。' in ZH.set("他说“好”。")
    assert '<span class="half">。</span>”' in ZH.set("“好。”")
    assert "half" not in EN.set("“好。”")


def test_set__long_word_behind_a_figure__is_left_to_break() -> None:
    assert str(EN.set("within 30 seconds")) == 'within <span class="keep">30 s</span>econds'
    assert str(ZH.set("每 30 h一次")) == '每 <span class="keep">30 h</span>一次'
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
    assert str(ZH.set("降到 30 秒以内")) == '降到 <span class="keep">30 秒</span>以内'


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
