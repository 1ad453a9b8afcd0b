"""Examines one file by itself: read, checked, scored. Runs in a worker; writes nothing.

Never raises for what is in a file: an unexpected fault becomes finding V901 of that file.
"""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from okrsheets.batch.collect import is_system_file
from okrsheets.batch.judge import contents_of, judge
from okrsheets.batch.packing import pack
from okrsheets.batch.rules import Rules
from okrsheets.batch.sources import Source, read_source
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.findings.people import HOLDING
from okrsheets.store.originals import hash_of
from okrsheets.submissions import Reading, read_submission
from okrsheets.submissions.archive import Member, members_of
from okrsheets.submissions.cycles import own_cycles


@dataclass(frozen=True, slots=True)
class Examined:
    """What one file turned out to be. `packed` holds its `Contents` where it has no error.

    `states` maps the cycle's code to its state. `inside` are the files within an archive or an
    e-mail, each to be examined by itself.
    """

    source: Source
    sha256: str = ""
    person: str | None = None
    year: int | None = None
    language: str = ""
    modified: datetime | None = None
    findings: tuple[Finding, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    packed: bytes | None = None
    inside: tuple[Source, ...] = ()

    @property
    def errors(self) -> frozenset[str]:
        """The codes of the findings that keep the file out."""
        return frozenset(f.code for f in self.findings if severity_of(f) is Severity.ERROR)

    @property
    def waits(self) -> bool:
        """True where nothing is wrong with the sheet but that a person has to decide."""
        return bool(self.errors) and self.errors <= HOLDING


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker needs to know: the rules, and the hashes of what is stored already."""

    rules: Rules
    known: frozenset[str] = frozenset()


def examine_file(source: Source, work: Work) -> Examined:
    """Read, check and score one file; one whose very bytes are stored is only hashed."""
    sha256 = ""
    try:
        data = read_source(source)
        if isinstance(data, Finding):
            return Examined(source, findings=(data,))
        sha256 = hash_of(data)
        if sha256 in work.known:
            return Examined(source, sha256)
        return _open(source, data, sha256) or _examine(source, data, sha256, work.rules)
    except Exception as error:  # noqa: BLE001 - one bad file never sinks the rest
        return Examined(source, sha256, findings=(fault_of(error),))


def unexamined(source: Source, finding: Finding) -> Examined:
    """Give a file that no process could examine; its bytes are known all the same."""
    data = read_source(source)
    return Examined(source, "" if isinstance(data, Finding) else hash_of(data), findings=(finding,))


def fault_of(error: Exception) -> Finding:
    """Name what went wrong while a file was examined: the bound on memory, or a fault of ours."""
    return Finding("F130") if isinstance(error, MemoryError) else internal_fault(error)


def internal_fault(error: Exception) -> Finding:
    """Name the fault and where in the program it arose; nothing of the file's contents."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}, {Path(frame.filename).stem}:{frame.lineno}"
    return Finding("V901", fields={"kind": where})


def _open(source: Source, data: bytes, sha256: str) -> Examined | None:
    """List what an archive or an e-mail holds; None for any other file."""
    members = members_of(data)
    if members is None:
        return None
    if isinstance(members, Finding):
        return Examined(source, sha256, findings=(members,))
    if source.member is not None:
        return Examined(source, sha256, findings=(Finding("F133"),))
    inside = tuple(_inside(source.path, member, sha256) for member in members)
    opened = Finding("F131", fields={"count": len(inside)})
    return Examined(source, sha256, findings=(opened,), inside=inside)


def _inside(path: Path, member: Member, sha256: str) -> Source:
    system = is_system_file(member.name.rpartition("/")[2])
    fault = Finding("V305") if system else member.fault
    return Source(path, member.number, member.name, sha256, fault)


def _examine(source: Source, data: bytes, sha256: str, rules: Rules) -> Examined:
    options = None if rules.key is None else rules.options
    reading = read_submission(data, options=options, name=source.name or source.path.name)
    found = Examined(source, sha256, modified=reading.modified, findings=reading.findings)
    identity = reading.identity
    if identity is None:
        return found
    rules = _rules_for(reading, rules)
    judged = judge(reading, identity, rules)
    found = replace(
        found,
        person=identity.person,
        year=identity.year,
        language=identity.language,
        findings=judged.findings,
    )
    if judged.submission is None or (found.errors and not found.waits):
        return found
    contents = contents_of(judged.submission, judged.scores, rules)
    return replace(found, states=contents.states(), packed=pack(contents))


def _rules_for(reading: Reading, rules: Rules) -> Rules:
    """Give the rules with the sheet's own cycles where no workspace says which they are."""
    cycles = own_cycles(reading.identity, reading.cells) if rules.key is None else None
    return replace(rules, options=replace(rules.options, cycles=cycles)) if cycles else rules
