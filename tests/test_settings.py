"""The settings file: every fault named at once, both languages, the commented file."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from okrsheets.errors import UsageError
from okrsheets.language import load_language
from okrsheets.model import Policies, ScoreSource
from okrsheets.settings import build_settings, read_settings
from okrsheets.settings.model import allowed_of, each_setting
from okrsheets.settings.text import write_settings

LEAST = {"organisation": "Brightline", "year": 2026}


def faults(values: dict[str, Any], language: str = "en") -> list[str]:
    with pytest.raises(UsageError) as stopped:
        build_settings(values)
    return load_language(language).error(stopped.value).splitlines()[1:]


def test_build_settings__least_file__defaults_are_the_methods_policies() -> None:
    settings = build_settings(LEAST)
    assert settings.policies() == Policies()
    assert (settings.sheet.objectives, settings.sheet.key_results) == (3, 3)
    assert (settings.fiscal_start, settings.language) == (1, "en")


def test_build_settings__policies_given__reach_the_record() -> None:
    given = {
        "objective_method": "mean",
        "score_order": ["self", "computed", "reviewer"],
        "band_edges": [Decimal("0.3"), Decimal("0.6"), 1],
    }
    policies = build_settings({**LEAST, "policies": given}).policies()
    assert policies.objective_method == "mean"
    assert policies.score_order == (ScoreSource.SELF, ScoreSource.COMPUTED, ScoreSource.REVIEWER)
    assert policies.band_edges == (Decimal("0.3"), Decimal("0.6"), Decimal(1))


def test_build_settings__many_faults__all_named_with_value_and_what_is_allowed() -> None:
    found = faults({"yeer": 1, "organisation": 7, "sheet": {"objectives": 6}, "language": "fr"})
    assert found == [
        "  organisation is 7. Allowed: a text of 1 to 100 characters.",
        "  year is missing. Allowed: a whole number from 2000 to 2199.",
        '  language is "fr". Allowed: “en” or “zh”.',
        "  sheet.objectives is 6. Allowed: a whole number from 1 to 5.",
        "  yeer is not a setting. Did you mean year?",
    ]


def test_build_settings__a_fault__is_said_in_chinese() -> None:
    assert faults({**LEAST, "fiscal_start": 13}, "zh") == [
        "  fiscal_start 现为 13。可取：1 到 12 的整数。"
    ]


@pytest.mark.parametrize(
    ("values", "hint"),
    [
        ({"score_use": "none"}, "score_use is not a setting. Did you mean policies.score_use?"),
        ({"policies": {"reason": "off"}}, "Did you mean reason_rule?"),
        (
            {"report": {"zzz": 1}},
            "There are: handling, prepared_by, paper, accent.",
        ),
        ({"policies": 3}, "policies is 3. Allowed: a table, written [policies]."),
    ],
)
def test_build_settings__unknown_or_misplaced_key__hint(values: dict[str, Any], hint: str) -> None:
    assert hint in faults({**LEAST, **values})[0]


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("", "year", "2026"),
        ("", "year", True),
        ("", "year", 1999),
        ("", "organisation", ""),
        ("", "organisation", " Brightline"),
        ("", "organisation", "Bright\nline"),
        ("", "organisation", "Bright\udcffline"),
        ("", "organisation", "x" * 101),
        ("sheet", "key_results", 0),
        ("sheet", "key_results", Decimal("2.5")),
        ("policies", "score_order", ["self"]),
        ("policies", "score_order", ["self", "self", "computed"]),
        ("policies", "band_edges", [Decimal("0.1"), Decimal("0.7")]),
        ("policies", "band_edges", [Decimal("0.7"), Decimal("0.1"), Decimal(1)]),
        ("policies", "band_edges", [Decimal(0), Decimal("0.7"), Decimal(1)]),
        ("policies", "band_edges", [Decimal("0.1"), Decimal("0.7"), Decimal("1.01")]),
        ("policies", "band_edges", [Decimal("0.001"), Decimal("0.7"), Decimal(1)]),
        ("policies", "band_edges", [True, 2, 3]),
        ("policies", "band_edges", "0.7"),
        ("report", "handling", 3),
    ],
)
def test_build_settings__value_not_allowed__exactly_one_fault(
    section: str, key: str, value: object
) -> None:
    given = {section: {key: value}} if section else {key: value}
    found = faults({**LEAST, **given})
    assert len(found) == 1
    assert f"{section}.{key} is ".lstrip(".") in found[0]


def test_read_settings__no_file__says_that_init_makes_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"is not a workspace.*okrsheets init"):
        read_settings(tmp_path / "okrsheets.toml")


def test_read_settings__not_toml__names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "okrsheets.toml"
    file.write_text('organisation = "A"\nyear：2026\n', encoding="utf-8")
    with pytest.raises(UsageError, match="line 2 cannot be read"):
        read_settings(file)


def test_read_settings__other_encoding__says_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "okrsheets.toml"
    file.write_bytes('organisation = "中文公司"\nyear = 2026\n'.encode("gb18030"))
    with pytest.raises(UsageError, match="UTF-8"):
        read_settings(file)


def test_read_settings__byte_order_mark_and_windows_lines__read(tmp_path: Path) -> None:
    file = tmp_path / "okrsheets.toml"
    file.write_bytes(b"\xef\xbb\xbf" + 'organisation = "远山"\r\nyear = 2026\r\n'.encode())
    assert read_settings(file).organisation == "远山"


@pytest.mark.parametrize("code", ["en", "zh"])
def test_write_settings__read_back__every_default_and_every_remark(code: str) -> None:
    language = load_language(code)
    text = write_settings({"organisation": 'A "B" \\ 远山', "year": 2026}, language)
    values = tomllib.loads(text, parse_float=Decimal)
    given = build_settings({"organisation": 'A "B" \\ 远山', "year": 2026})
    assert build_settings(values) == given
    remarks = text.replace("\n# ", " ")
    for section, name, field in each_setting():
        assert name in (values[section] if section else values)
        assert language.text(field.description or "") in remarks
        assert language.text(allowed_of(field)) in remarks
