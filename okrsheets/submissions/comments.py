"""The comments on a returned sheet: never read, but one may hold what a blank cell lacks.

Only comments that somebody wrote beside a blank entry are told of: not those of the form, not what
a marked copy added. Findings: S404.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from okrsheets.cells import Place
from okrsheets.findings import Finding
from okrsheets.submissions.arrangement import Arrangement
from okrsheets.submissions.container import Container
from okrsheets.submissions.limits import SMALL_PART_BYTES
from okrsheets.submissions.marks import without_ours
from okrsheets.submissions.markup import walk
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.submissions.relations import read_relations, small_part
from okrsheets.submissions.tabs import MarkedTab

_FORM = "okrsheets"
_MOST = 2000

Comments = tuple[tuple[str, str], ...]
"""Address and text of each comment."""


def read_comments(container: Container, part: str) -> Comments:
    """Give the comments of a tab, by its part; those of the form itself are left out.

    A file is never refused for its comments: where they cannot be read there are none.
    """
    try:
        relations = read_relations(container, part).values()
        found = next((r for r in relations if r.kind == "comments" and not r.external), None)
        if found is None or not container.has(found.target):
            return ()
        content = small_part(container, found.target)
        return _kept(content) if len(content) < SMALL_PART_BYTES // 8 else ()
    except FileRefusedError:
        return ()


@lru_cache(maxsize=64)
def _kept(content: bytes) -> Comments:
    """Walk the part; the forms that are out have a few different ones, so they are remembered."""
    found = _CommentsWalk()
    walk(content, "", start=found.start, end=found.end, text=found.text)
    said = (
        (ref, without_ours(text).strip())
        for ref, author, text in found.comments
        if found.author(author) != _FORM
    )
    return tuple((ref, text) for ref, text in said if text)[:_MOST]


@dataclass(slots=True)
class _CommentsWalk:
    """Collects authors and comments; phonetic guides pass by."""

    authors: list[str] = field(default_factory=list)
    comments: list[tuple[str, str, str]] = field(default_factory=list)
    _inner: str = ""

    def author(self, number: str) -> str:
        """Give an author's name by its number."""
        known = number.isdecimal() and int(number) < len(self.authors)
        return self.authors[int(number)] if known else ""

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag."""
        self._inner = element
        if element == "author":
            self.authors.append("")
        elif element == "comment":
            self.comments.append((attributes.get("ref", ""), attributes.get("authorId", ""), ""))

    def end(self, element: str) -> None:
        """Take a closing tag."""
        del element
        self._inner = ""

    def text(self, data: str) -> None:
        """Take text."""
        if self._inner == "author" and self.authors:
            self.authors[-1] += data
        elif self._inner == "t" and self.comments:
            ref, author, said = self.comments[-1]
            self.comments[-1] = (ref, author, said + data)


def check_comments(
    marked: MarkedTab, arrangement: Arrangement, comments: Comments
) -> Iterator[Finding]:
    """Find comments beside blank entries; one that stands on several cells is the form's own."""
    if not comments:
        return
    times = Counter(text for _, text in comments)
    for ref, text in comments:
        key = arrangement.addresses.get(ref)
        if key is None or times[text] > 1:
            continue
        if not marked.cells.grid.holds(*arrangement.inputs[key]):
            yield Finding("S404", Place(marked.cells.name, ref), key, text)
