"""Joining the structure trees of tagged PDFs, so that a pack can be read aloud in order."""

from collections.abc import Sequence

import pikepdf


class StructureTree:
    """The structure of a pack: one document with one part for every PDF that is bound in."""

    def __init__(self, target: pikepdf.Pdf) -> None:
        """Start an empty tree in the pack."""
        self._target = target
        self._numbers: list[pikepdf.Object | int] = []
        self._next = 0
        self._parts: list[pikepdf.Object] = []
        self._document = target.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document)
        )

    def join(self, source: pikepdf.Pdf, pages: Sequence[pikepdf.Page]) -> None:
        """Join a document's tree; its pages must stand in the pack already.

        Args:
            source: the document that was bound in.
            pages: its pages as they stand in the pack.
        """
        if "/StructTreeRoot" not in source.Root:
            return
        root = self._target.copy_foreign(source.Root.StructTreeRoot)
        for part in root.K:
            part.P = self._document
            if pikepdf.Name.Document == part.S:
                part.S = pikepdf.Name.Part
            self._parts.append(part)
        numbers = list(root.ParentTree.Nums)
        for at in range(0, len(numbers), 2):
            self._numbers += [int(numbers[at]) + self._next, numbers[at + 1]]
        self._renumber(pages)
        self._next += max((int(n) for n in numbers[::2]), default=-1) + 1

    def _renumber(self, pages: Sequence[pikepdf.Page]) -> None:
        for page in pages:
            if "/StructParents" in page.obj:
                page.obj.StructParents = int(page.obj.StructParents) + self._next
            for note in page.obj.get("/Annots", ()):
                if "/StructParent" in note:
                    note.StructParent = int(note.StructParent) + self._next

    def put(self) -> None:
        """Set the joined tree as the pack's."""
        self._document.K = pikepdf.Array(self._parts)
        root = self._target.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructTreeRoot,
                K=pikepdf.Array([self._document]),
                ParentTree=pikepdf.Dictionary(Nums=pikepdf.Array(self._numbers)),
                ParentTreeNextKey=self._next,
            )
        )
        self._document.P = root
        self._target.Root.StructTreeRoot = root
        self._target.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
