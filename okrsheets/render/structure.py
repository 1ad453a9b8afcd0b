"""Joining the structure trees of tagged PDFs, so that a pack can be read aloud in order."""

from collections.abc import Sequence

import pikepdf

from okrsheets.render.pack_file import Copier, PackFile, reference_to


class StructureTree:
    """The structure of a pack: one document with one part for every PDF that is bound in."""

    def __init__(self, file: PackFile) -> None:
        """Start an empty tree in the pack."""
        self._file = file
        self._root, self._document = file.reserve(), file.reserve()
        self._numbers: list[bytes] = []
        self._next = 0
        self._parts: list[bytes] = []

    def renumber(self, pages: Sequence[pikepdf.Page]) -> None:
        """Give a document's pages and links the numbers they have in the pack's tree."""
        for page in pages:
            if "/StructParents" in page.obj:
                page.obj.StructParents = int(page.obj.StructParents) + self._next
            for note in page.obj.get("/Annots", ()):
                if "/StructParent" in note:
                    note.StructParent = int(note.StructParent) + self._next

    def join(self, source: pikepdf.Pdf, copier: Copier) -> None:
        """Join a document's tree; its pages must have been renumbered and stand in the pack."""
        if "/StructTreeRoot" not in source.Root:
            return
        root = source.Root.StructTreeRoot
        for part in root.K:
            part.P = reference_to(self._document)
            if pikepdf.Name.Document == part.S:
                part.S = pikepdf.Name.Part
            self._parts.append(copier.copy(part))
        numbers = list(root.ParentTree.Nums)
        keys = [int(key) for key in numbers[::2]]
        for key, marks in zip(keys, numbers[1::2], strict=True):
            self._numbers.append(b"%d %s" % (key + self._next, self._held(copier.copy(marks))))
        self._next += max(keys, default=-1) + 1

    def _held(self, marks: bytes) -> bytes:
        """Write a page's list of elements as an object of its own, and give the reference."""
        if not marks.startswith(b"["):
            return marks
        number = self._file.reserve()
        self._file.put(number, marks)
        return b"%d 0 R" % number

    def put(self) -> int:
        """Write the joined tree's root and give its number."""
        parts, numbers = b" ".join(self._parts), b" ".join(self._numbers)
        self._file.put(
            self._document,
            b"<< /K [ %s ] /P %d 0 R /S /Document /Type /StructElem >>" % (parts, self._root),
        )
        self._file.put(
            self._root,
            b"<< /K [ %d 0 R ] /ParentTree << /Nums [ %s ] >> /ParentTreeNextKey %d "
            b"/Type /StructTreeRoot >>" % (self._document, numbers, self._next),
        )
        return self._root
