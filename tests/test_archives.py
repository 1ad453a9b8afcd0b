"""Zip archives and e-mails are opened one level deep: each file in them is a file of the batch."""

import base64
import io
import stat
import struct
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest
from filled_sheets import DONE, PLAN, make_workspace, send

from okrsheets.batch.ingest import check_in_workspace, ingest_paths
from okrsheets.batch.outcome import IngestResult
from okrsheets.batch.results import load_year
from okrsheets.batch.sources import Source, read_source
from okrsheets.findings import Finding
from okrsheets.store.originals import hash_of
from okrsheets.submissions import limits
from okrsheets.submissions.archive import members_of, shown_name, take_member
from okrsheets.workspace import Workspace

_UTF8 = 0x800


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def sheet(workspace: Workspace, person: str) -> bytes:
    """Give a person's filled sheet; nothing of it stays in the inbox."""
    path = send(workspace, person, {**PLAN, **DONE})
    data = path.read_bytes()
    path.unlink()
    return data


def packed(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def gbk_packed(name: str, content: bytes) -> bytes:
    """Pack a file as Chinese programs do: its name in GBK, and no word about it."""
    raw = name.encode("gb18030")
    stand_in = "x" * len(raw)
    return packed({stand_in: content}).replace(stand_in.encode(), raw)


def put(workspace: Workspace, name: str, data: bytes) -> None:
    workspace.inbox.mkdir(exist_ok=True)
    (workspace.inbox / name).write_bytes(data)


def told(result: IngestResult) -> dict[str, tuple[str, list[str]]]:
    """Give state and codes of every file by its name; each is there once."""
    names = [Path(file.path).as_posix().partition("/inbox/")[2] for file in result.files]
    assert len(names) == len({*names})
    return {
        name: (file.state.value, [f.code for f in file.findings if f.code[0] in "FV"])
        for name, file in zip(names, result.files, strict=True)
    }


def ingest(workspace: Workspace, *, jobs: int = 1) -> IngestResult:
    result = ingest_paths(workspace, [workspace.inbox], jobs=jobs)
    assert result.stopped is None
    return result


@pytest.mark.parametrize("jobs", [1, 2])
def test_ingest__zip_of_sheets__each_is_a_file_of_the_batch(
    workspace: Workspace, jobs: int
) -> None:
    ann, bo = sheet(workspace, "E1"), sheet(workspace, "E2")
    put(workspace, "all.zip", packed({"a/ann.xlsx": ann, "bo.xlsx": bo, "a/": b""}))
    assert told(ingest(workspace, jobs=jobs)) == {
        "all.zip": ("ignored", ["F131"]),
        "all.zip › a/ann.xlsx": ("stored", []),
        "all.zip › bo.xlsx": ("stored", []),
    }
    years = {year.person.id: year.submission for year in load_year(workspace)}
    assert years["E1"] is not None
    assert years["E2"] is not None
    kept = {hash_of(p.read_bytes()) for p in workspace.originals.rglob("*") if p.is_file()}
    assert kept == {hash_of(ann), hash_of(bo)}


def test_ingest__zip_again__only_duplicates(workspace: Workspace) -> None:
    put(workspace, "all.zip", packed({"ann.xlsx": sheet(workspace, "E1")}))
    ingest(workspace)
    assert told(ingest(workspace))["all.zip › ann.xlsx"] == ("duplicate", [])


def test_ingest__zip_that_packs_nothing__its_sheets_are_taken_in(workspace: Workspace) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("ann.xlsx", sheet(workspace, "E1"))
        archive.writestr("bo.xlsx", sheet(workspace, "E2"))
        archive.comment = b"of the sales department"
    put(workspace, "all.zip", target.getvalue())
    put(workspace, "before.zip", b"PK" + bytes(9) + target.getvalue())
    found = told(ingest_paths(workspace, [workspace.inbox]))
    assert found["all.zip › ann.xlsx"] == ("stored", [])
    assert found["all.zip › bo.xlsx"] == ("stored", [])
    assert found["before.zip › bo.xlsx"] == ("duplicate", [])


def test_ingest__same_sheet_twice_in_the_zip_and_beside_it__stored_once(
    workspace: Workspace,
) -> None:
    ann = sheet(workspace, "E1")
    put(workspace, "all.zip", packed({"ann.xlsx": ann, "copy.xlsx": ann}))
    put(workspace, "ann.xlsx", ann)
    states = sorted(state for state, _ in told(ingest(workspace)).values())
    assert states == ["duplicate", "duplicate", "ignored", "stored"]


def test_check__zip_of_sheets__is_opened_and_nothing_written(workspace: Workspace) -> None:
    put(workspace, "all.zip", packed({"ann.xlsx": sheet(workspace, "E1")}))
    found = told(check_in_workspace(workspace, [workspace.inbox]))
    assert found["all.zip › ann.xlsx"] == ("stored", [])
    assert not workspace.database.exists()


def test_ingest__zip_changes_before_the_commit__rejected_for_later(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(packed({"ann.xlsx": b"other"}))
    found = read_source(Source(path, 0, "ann.xlsx", "0" * 64))
    assert isinstance(found, Finding)
    assert found.code == "V301"
    assert workspace.root.exists()


def test_ingest__members_that_are_no_sheets__each_with_its_own_finding(
    workspace: Workspace,
) -> None:
    inner = packed({"x.xlsx": b"PK"})
    members = {
        "ann.xlsx": sheet(workspace, "E1"),
        "notes.txt": b"hello",
        "inner.zip": inner,
        "mail.eml": mail({"x.xlsx": b"PK"}),
        "../../out.xlsx": b"PK",
        "/etc/abs.xlsx": b"PK",
        "C:/drive.xlsx": b"PK",
        "__MACOSX/._ann.xlsx": b"junk",
        "~$ann.xlsx": b"junk",
    }
    put(workspace, "all.zip", packed(members))
    before = {*workspace.root.parent.rglob("*")}
    assert told(ingest(workspace)) == {
        "all.zip": ("ignored", ["F131"]),
        "all.zip › ann.xlsx": ("stored", []),
        "all.zip › notes.txt": ("rejected", ["F122"]),
        "all.zip › inner.zip": ("rejected", ["F133"]),
        "all.zip › mail.eml": ("rejected", ["F133"]),
        "all.zip › ../../out.xlsx": ("rejected", ["F110"]),
        "all.zip › /etc/abs.xlsx": ("rejected", ["F110"]),
        "all.zip › C:/drive.xlsx": ("rejected", ["F110"]),
        "all.zip › __MACOSX/._ann.xlsx": ("ignored", ["V305"]),
        "all.zip › ~$ann.xlsx": ("ignored", ["V305"]),
    }
    written = {*workspace.root.parent.rglob("*")} - before
    assert all(path.is_relative_to(workspace.root) for path in written)
    assert not any("out.xlsx" in path.name for path in written)


@pytest.mark.parametrize("name", ["张三_评分表.xlsx", "部门/李雷.xlsx"])
def test_members_of__names_in_gbk__are_read(name: str) -> None:
    members = members_of(gbk_packed(name, b"PK"))
    assert isinstance(members, tuple)
    assert [member.name for member in members] == [name]


def test_members_of__names_in_utf_8_without_a_word_about_it__are_read() -> None:
    raw = "张三.xlsx".encode()
    stand_in = b"x" * (len(raw) - 5) + b".xlsx"
    members = members_of(packed({stand_in.decode(): b"PK"}).replace(stand_in, raw))
    assert isinstance(members, tuple)
    assert [member.name for member in members] == ["张三.xlsx"]


def test_members_of__link__is_refused_by_itself() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        link = zipfile.ZipInfo("link.xlsx")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, b"/etc/passwd")
        archive.writestr("a.xlsx", b"PK")
    members = members_of(target.getvalue())
    assert isinstance(members, tuple)
    assert [m.fault.code if m.fault else "" for m in members] == ["F110", ""]


@pytest.mark.parametrize(
    ("offset", "value", "code"),
    [
        (8, struct.pack("<H", 1), "F116"),
        (10, struct.pack("<H", 12), "F117"),
        (24, struct.pack("<L", 30 << 20), "F103"),
    ],
)
def test_members_of__member_not_to_be_read__is_refused_by_itself(
    offset: int, value: bytes, code: str
) -> None:
    data = packed({"a.xlsx": b"one", "b.xlsx": b"two"})
    entry = data.index(b"PK\x01\x02") + offset
    data = data[:entry] + value + data[entry + len(value) :]
    members = members_of(data)
    assert isinstance(members, tuple)
    assert [m.fault.code if m.fault else "" for m in members] == [code, ""]


def test_members_of__together_larger_than_the_limit__refused_as_a_whole() -> None:
    data = packed({f"{n}.xlsx": b"one" for n in range(3)})
    at = -1
    for _ in range(3):
        at = data.index(b"PK\x01\x02", at + 1)
        data = data[: at + 24] + struct.pack("<L", 200 << 20) + data[at + 28 :]
    found = members_of(data)
    assert isinstance(found, Finding)
    assert (found.code, found.fields["size"]) == ("F113", 200)


def test_members_of__more_than_the_limit__refused_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MEMBERS", 2)
    found = members_of(packed({f"{n}.xlsx": b"" for n in range(3)}))
    assert isinstance(found, Finding)
    assert (found.code, dict(found.fields)) == ("F132", {"count": 3, "most": 2})


@pytest.mark.parametrize("change", [b"\0\0\0\0", b"\xff\xff\xff\xff"])
def test_take_member__damaged__is_its_finding(change: bytes) -> None:
    data = packed({"a.xlsx": b"a" * 1000})
    at = 30 + len("a.xlsx")
    found = take_member(data[:at] + change + data[at + 4 :], 0)
    assert isinstance(found, Finding)
    assert found.code == "F115"


def test_take_member__lies_about_its_size__is_its_finding() -> None:
    data = packed({"a.xlsx": bytes(10 << 20)})
    at = data.index(b"PK\x01\x02") + 24
    found = take_member(data[:at] + struct.pack("<L", 1000) + data[at + 4 :], 0)
    assert isinstance(found, Finding)
    assert found.code == "F115"


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"\xff\xd8\xff", packed({"a.txt": b""})]
)
def test_members_of__no_archive_of_sheets__none(data: bytes) -> None:
    assert members_of(data) is None


def test_shown_name__control_characters__are_spelled_out() -> None:
    assert shown_name("a\x1b[2J\n张.xlsx") == "a\\x1b[2J\\x0a张.xlsx"


def mail(attachments: Mapping[str, bytes], *, forwarded: bytes | None = None) -> bytes:
    message = EmailMessage()
    message["From"] = "ann@example.com"
    message["Subject"] = "评分表"
    message.set_content("see attached")
    for name, content in attachments.items():
        kind = ("image", "png") if name.endswith(".png") else ("application", "octet-stream")
        message.add_attachment(content, maintype=kind[0], subtype=kind[1], filename=name)
    if forwarded is not None:
        inner = EmailMessage()
        inner["From"] = "bo@example.com"
        inner.set_content("here")
        inner.add_attachment(forwarded, maintype="application", subtype="x", filename="bo.xlsx")
        message.add_attachment(inner)
    return message.as_bytes()


def test_ingest__mail__attachments_are_taken_and_pictures_left(workspace: Workspace) -> None:
    ann, bo = sheet(workspace, "E1"), sheet(workspace, "E2")
    data = mail({"张三.xlsx": ann, "logo.png": b"\x89PNG"}, forwarded=bo)
    put(workspace, "letter.eml", data)
    assert told(ingest(workspace)) == {
        "letter.eml": ("ignored", ["F131"]),
        "letter.eml › 张三.xlsx": ("stored", []),
        "letter.eml › logo.png": ("ignored", ["V307"]),
        "letter.eml › bo.xlsx": ("stored", []),
    }


def test_ingest__mail_without_a_workbook__rejected(workspace: Workspace) -> None:
    put(workspace, "letter.eml", mail({"photo.png": b"\x89PNG"}))
    assert told(ingest(workspace)) == {"letter.eml": ("rejected", ["F126"])}


def test_ingest__mail_with_a_winmail__says_how_to_save(workspace: Workspace) -> None:
    put(workspace, "letter.eml", mail({"winmail.dat": b"x\x9f\x3e\x22" + bytes(90)}))
    assert told(ingest(workspace)) == {
        "letter.eml": ("ignored", ["F131"]),
        "letter.eml › winmail.dat": ("rejected", ["F134"]),
    }


def test_members_of__mail_with_a_raw_gbk_name__is_read() -> None:
    head = b'From: a@b.c\r\nContent-Type: application/octet-stream; name="'
    body = b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + base64.b64encode(b"PK") + b"\r\n"
    data = head + "张三.xlsx".encode("gb18030") + body
    members = members_of(data)
    assert isinstance(members, tuple)
    assert [member.name for member in members] == ["张三.xlsx"]
    assert take_member(data, 0) == b"PK"
