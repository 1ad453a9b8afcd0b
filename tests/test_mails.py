"""Draft e-mails: the sheet to the right person, a letter HR edits, nothing lost or slipped in."""

import json
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from test_distribution import make

from okrsheets.batch.ingest import ingest_paths
from okrsheets.cli.sheets import command
from okrsheets.errors import UsageError
from okrsheets.issuing.eml import Mail, is_as_written, one_line, usable_address, write_mail
from okrsheets.issuing.issue import IssueState, issue_sheets
from okrsheets.issuing.letters import PLACEHOLDERS, prepare_letters
from okrsheets.issuing.mails import Draft, draft_mails, plan_due
from okrsheets.issuing.places import sheet_path
from okrsheets.language import load_language
from okrsheets.layout import HOW_TO_SHEET
from okrsheets.model import Person
from okrsheets.resources import find_resource
from okrsheets.workspace import Workspace

ROSTER = """id,name,department,manager,email,language
E1,Ann Lee,Product,E2,ann@example.com,
E2,张伟,Product,,wei@example.com,zh
E3,Bo Zhang,,E2,,
"""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make(tmp_path / "2026", roster=ROSTER)


def draft(workspace: Workspace, *, force: bool = False) -> tuple[Draft, ...]:
    roster = workspace.roster()
    issue_sheets(workspace, roster.people)
    return draft_mails(workspace, roster, roster.people, force=force)


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def read(made: Draft) -> EmailMessage:
    assert made.path is not None
    return parsed(made.path.read_bytes())


def parts(message: EmailMessage) -> tuple[EmailMessage, EmailMessage]:
    text, file = message.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(file, EmailMessage)
    return text, file


def mail(**changes: str) -> Mail:
    values = {"name": "Ann", "address": "a@example.com", "subject": "S", "text": "T\n"}
    return Mail(**{**values, "file": "E1.xlsx", **changes}, content=b"sheet")


def test_draft_mails__person_with_address__sheet_attached_as_it_is(workspace: Workspace) -> None:
    ann = workspace.roster().people[0]
    made = draft(workspace)[0]
    assert made.path == workspace.mail / "Product" / "E1_Ann Lee_OKR score sheet 2026.eml"
    message = read(made)
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == ("Ann Lee", "ann@example.com")
    assert message["Subject"] == "Your OKR score sheet 2026"
    assert message["X-Unsent"] == "1"
    assert [message[head] for head in ("From", "Date", "Message-ID")] == [None, None, None]
    text, file = parts(message)
    assert (file.get_content_type(), file.get_filename()) == (
        XLSX,
        "E1_Ann Lee_OKR score sheet 2026.xlsx",
    )
    assert file.get_content() == sheet_path(workspace, ann).read_bytes()
    words = text.get_content()
    assert "Dear Ann Lee," in words
    assert "by 2025-12-31, and agree them with 张伟." in words
    assert "{" not in words


def test_draft_mails__chinese_name__every_head_reads_right(workspace: Workspace) -> None:
    message = read(draft(workspace)[1])
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == ("张伟", "wei@example.com")
    assert message["Subject"] == "2026 年度 OKR 评分表（张伟）"
    text, file = parts(message)
    assert file.get_filename() == "E2_张伟_OKR评分表 2026.xlsx"
    assert file["Content-Type"].params["name"] == "E2_张伟_OKR评分表 2026.xlsx"
    assert "张伟，您好：" in text.get_content()
    assert "并与您的直属上级沟通确认" in text.get_content()


def test_write_mail__long_chinese_file_name__stands_once_encoded_and_once_in_one_piece() -> None:
    name = f"E1_{'欧阳' * 10}_OKR评分表 2026.xlsx"
    content = write_mail(mail(file=name))
    assert b" filename*=UTF-8''E1_%E6%AC%A7" in content
    assert b"filename*0" not in content
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    file = parts(parsed(content))[1]
    assert (file.get_filename(), file["Content-Type"].params["name"]) == (name, name)


def test_write_mail__line_ends_in_name_and_subject__add_no_head() -> None:
    message = parsed(
        write_mail(
            mail(name="Ann\r\nBcc: x@example.com", subject="S\nX-Evil: 1\u2028X-Worse: 1\x85Y: 1")
        )
    )
    assert message.keys() == [
        "MIME-Version",
        "X-Okrsheets-Draft",
        "X-Unsent",
        "To",
        "Subject",
        "Content-Type",
    ]
    assert message["Subject"] == "S X-Evil: 1 X-Worse: 1 Y: 1"
    assert [a.addr_spec for a in message["To"].addresses] == ["a@example.com"]


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=200))
def test_write_mail__any_text__one_address_the_same_heads_and_the_text(
    name: str, subject: str, text: str
) -> None:
    content = write_mail(mail(name=name, subject=subject, text=text))
    message = parsed(content)
    assert len(message.keys()) == 6
    assert [a.addr_spec for a in message["To"].addresses] == ["a@example.com"]
    assert parts(message)[1].get_content() == b"sheet"
    assert is_as_written(content)


def test_one_line__hidden_and_turning_signs__are_gone() -> None:
    assert one_line(" a\r\n\tb\u202ec\x00 ") == "a b c"


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("ann@example.com", "ann@example.com"),
        (" ann.lee+okr@mail.example.com ", "ann.lee+okr@mail.example.com"),
        ("zhang＠example．com", "zhang@example.com"),
        ("wei@例子.中国", "wei@xn--fsqu00a.xn--fiqs8s"),
        ("", ""),
        ("Ann Lee", ""),
        ("a@example.com; b@example.com", ""),
        ("a@example.com,b@example.com", ""),
        ("Ann <ann@example.com>", ""),
        ("a@example.com\nBcc: b@example.com", ""),
        ("张伟@example.com", ""),
        ("@example.com", ""),
        ("a@", ""),
        ("a@-x.com", ""),
        ("a@" + "x" * 64 + ".com", ""),
        ("a@..", ""),
    ],
)
def test_usable_address__one_address_or_nothing(typed: str, used: str) -> None:
    assert usable_address(typed) == used


def test_draft_mails__no_address__no_draft_and_named(workspace: Workspace) -> None:
    made = draft(workspace)[2]
    assert (made.path, made.state) == (None, None)
    assert len(list(workspace.mail.rglob("*.eml"))) == 2


def test_draft_mails__again__changes_nothing(workspace: Workspace) -> None:
    first = {d.path: d.path.read_bytes() for d in draft(workspace) if d.path}
    again = draft(workspace)
    assert [d.state for d in again] == [IssueState.UNCHANGED, IssueState.UNCHANGED, None]
    assert {d.path: d.path.read_bytes() for d in again if d.path} == first


def test_draft_mails__letter_changed__untouched_drafts_are_made_anew(workspace: Workspace) -> None:
    draft(workspace)
    letter = workspace.mail / "letter.en.txt"
    letter.write_text("Subject: New\nHello {name}\n", encoding="utf-8")
    ann = draft(workspace)[0]
    assert ann.state is IssueState.REPLACED
    assert read(ann)["Subject"] == "New"
    assert letter.read_text(encoding="utf-8") == "Subject: New\nHello {name}\n"


def test_draft_mails__draft_changed_by_hand__stays_unless_forced(workspace: Workspace) -> None:
    path = draft(workspace)[0].path
    assert path is not None
    changed = path.read_bytes().replace(b"To: Ann Lee", b"To: Anna Lee")
    path.write_bytes(changed)
    assert draft(workspace)[0].state is IssueState.KEPT
    assert path.read_bytes() == changed
    assert draft(workspace, force=True)[0].state is IssueState.REPLACED
    assert path.read_bytes() != changed


def test_draft_mails__file_of_another_program_in_the_place__stays(workspace: Workspace) -> None:
    path = workspace.mail / "Product" / "E1_Ann Lee_OKR score sheet 2026.eml"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"From: hr@example.com\r\n\r\nmine")
    assert draft(workspace)[0].state is IssueState.KEPT


def test_ingest__draft_dropped_into_the_inbox__is_opened_and_its_blank_sheet_read(
    workspace: Workspace,
) -> None:
    path = draft(workspace)[0].path
    assert path is not None
    (workspace.inbox / "mail.eml").write_bytes(path.read_bytes())
    mail, sheet = ingest_paths(workspace, [workspace.inbox]).files
    assert [f.code for f in mail.findings] == ["F131"]
    assert set(sheet.cycle_states.values()) == {"empty"}


def test_prepare_letters__first_use__both_languages_written_for_windows_editors(
    tmp_path: Path,
) -> None:
    letters = prepare_letters(tmp_path / "mail", ["en", "zh", "en"])
    written = (tmp_path / "mail" / "letter.zh.txt").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf" + "主题：".encode())
    assert written.count(b"\r\n") == written.count(b"\n")
    assert letters["en"].names_due()
    assert prepare_letters(tmp_path / "mail", ["en", "zh"]) == letters


@pytest.mark.parametrize("code", ["en", "zh"])
def test_usual_letter__names_the_tab_as_the_sheet_does(code: str) -> None:
    text = (find_resource("workbook_templates") / f"letter.{code}.txt").read_text("utf-8")
    assert load_language(code).text(HOW_TO_SHEET) in text


@pytest.mark.parametrize(
    "content",
    [
        "Subject: 表 {year}\nText {name}\n".encode(),
        "\ufeffsubject： 表 {year}\r\nText {name}\r\n".encode(),
        "主题:表 {year}\nText {name}".encode("gb18030"),
        "\n主题：表 {year}\n\nText {name}\n\n".encode("utf-16"),
    ],
)
def test_prepare_letters__as_editors_save_them__are_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "letter.zh.txt").write_bytes(content)
    letter = prepare_letters(tmp_path, ["zh"])["zh"]
    assert letter.filled({"year": "2026", "name": "Ann"}) == ("表 2026", "Text Ann\n")


def test_prepare_letters__every_placeholder__is_filled_in(tmp_path: Path) -> None:
    wanted = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    (tmp_path / "letter.en.txt").write_text(f"Subject: s\n{wanted} {{{{x}}}}\n", encoding="utf-8")
    letter = prepare_letters(tmp_path, ["en"])["en"]
    values = {name: f"<{name}>" for name in PLACEHOLDERS}
    assert letter.filled(values)[1] == (
        "<name> <organisation> <year> <file> <manager> <due> <send_to> {x}\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("Subject: a\nHello {nmae}\n", 2, "{nmae} cannot be filled in"),
        ("Subject: {name.__class__}\nx\n", 1, "{name.__class__} cannot be filled in"),
        ("Subject: a\n\n{name!r}\n", 3, "{name} cannot be filled in"),
        ("Subject: a\n{}\n", 2, "{} cannot be filled in"),
        ("Subject: a\n{0}\n", 2, "{0} cannot be filled in"),
        ("Subject: a\nx {\n", 2, "{ cannot be filled in"),
        ("Subject: a\nx }\n", 2, "} cannot be filled in"),
        ("Hello {name}\n", 1, "the first line is"),
        ("Subject:\nHello\n", 1, "the first line is"),
        ("", 1, "the first line is"),
    ],
)
def test_prepare_letters__fault__names_file_and_line(
    tmp_path: Path, text: str, line: int, found: str
) -> None:
    (tmp_path / "letter.en.txt").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        prepare_letters(tmp_path, ["en", "zh"])
    assert f"letter.en.txt, line {line}: {found}" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.en.txt"]


def test_prepare_letters__a_workbook_instead_of_a_text__is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.en.txt").write_bytes(b"PK\x03\x04\x00\x00")
    with pytest.raises(UsageError, match="not a text file"):
        prepare_letters(tmp_path, ["en"])


def test_plan_due__joiner_and_fiscal_year__first_cycle_that_they_see_begin(
    tmp_path: Path,
) -> None:
    workspace = make(tmp_path / "w", roster=ROSTER)
    assert plan_due(workspace, Person("E1", "Ann")) == date(2025, 12, 31)
    assert plan_due(workspace, Person("E1", "Ann", joined=date(2026, 2, 10))) == date(2026, 3, 31)
    assert plan_due(workspace, Person("E1", "Ann", joined=date(2026, 11, 2))) == date(2026, 12, 31)


def run(workspace: Workspace, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(workspace.root)
    done = CliRunner().invoke(command, list(arguments), standalone_mode=False)
    assert done.exception is None, done.output
    assert done.return_value == 0
    return done.output


def test_sheets__mail__says_where_drafts_are_and_who_gets_none(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764547200")  # 2025-12-01
    output = run(workspace, "--mail", monkeypatch=monkeypatch)
    assert "2 draft e-mails in mail" in output
    assert "mail/letter.en.txt, mail/letter.zh.txt" in output
    assert "No draft, for want of an e-mail address that can be used:\n  E3 Bo Zhang\n" in output
    assert "a day that is over" not in output


def test_sheets__mail_names_a_day_that_is_over__is_said(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")  # 2026-01-01
    output = run(workspace, "--mail", monkeypatch=monkeypatch)
    assert "The drafts name a day that is over (2025-12-31)." in output


def test_sheets__faulty_letter__stops_before_anything_is_written(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.mail.mkdir()
    letter = workspace.mail / "letter.zh.txt"
    letter.write_text("主题：x\n{姓名}\n", encoding="utf-8")
    monkeypatch.chdir(workspace.root)
    done = CliRunner().invoke(command, ["--mail"], standalone_mode=False)
    assert isinstance(done.exception, UsageError)
    assert "line 2: {姓名}" in str(done.exception)
    assert list(workspace.sheets.iterdir()) == []
    assert list(workspace.mail.iterdir()) == [letter]


def test_sheets__json_without_mail__keeps_its_three_fields(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = run(workspace, "--person", "E3", "--format", "json", monkeypatch=monkeypatch)
    assert json.loads(output) == [
        {"person": "E3", "path": "sheets/E3_Bo Zhang_OKR score sheet 2026.xlsx", "state": "issued"}
    ]
