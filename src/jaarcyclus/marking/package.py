"""The package around the parts: which part is which, by its links, and adding one to it.

Names of parts have no capitals (ECMA-376 part 2, 6.2.2), and some programs of Windows write `xl\\styles.xml`. A part
that nothing is put in keeps its bytes.
"""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jaarcyclus.marking.places import Edit, Element, Unmarkable, append_to, children_of, find_elements, splice

LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES, _ROOT_LINKS = "[content_types].xml", "_rels/.rels"
_PACKAGE_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_EMPTY_LINKS = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE_LINKS}"/>'


@dataclass(frozen=True)
class Link:
    """One relationship of a part: its kind is the last word of its type, its target a part by its small name."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of one workbook by their names in small letters, as they will be written."""

    def __init__(self, content: bytes) -> None:
        self._parts: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        with ZipFile(BytesIO(content)) as archive:
            for info in archive.infolist():
                name = _small(info.filename)
                self._names[name], self._parts[name] = info.filename, archive.read(info)

    def part(self, name: str) -> bytes:
        """Return the bytes of a part. Raises Unmarkable when there is none."""
        try:
            return self._parts[name]
        except KeyError as fault:
            raise Unmarkable("a part is not there") from fault

    def change(self, name: str, edits: Iterable[Edit]) -> None:
        """Put something in a part."""
        self._parts[name] = splice(self.part(name), edits)

    def has(self, name: str) -> bool:
        """Return whether there is such a part."""
        return name in self._parts

    def rewrite(self, name: str, content: bytes) -> None:
        """Give a part of ours other bytes, and no links."""
        self._parts[name] = content
        self._parts.pop(_links_name(name), None)

    def add(self, stem: str, suffix: str, content: bytes, content_type: str | None) -> str:
        """Add a part under the first free number, and return its name; its type stands with its suffix when None."""
        number = next(n for n in range(1, 10_000) if f"{stem}{n}{suffix}".lower() not in self._parts)
        name = f"{stem}{number}{suffix}"
        self._names[name.lower()], self._parts[name.lower()] = name, content
        if content_type:
            told = f'<Override xmlns="{_CONTENT_TYPES}" PartName="/{name}" ContentType="{content_type}"/>'
            self._append(_TYPES, "Types", told)
        return name.lower()

    def require_suffix(self, suffix: str, content_type: str) -> None:
        """Let the package say what the parts with a suffix are, when it does not yet."""
        known = children_of(find_elements(self.part(_TYPES), 2), "Types/Default")
        if all(item.attributes.get("Extension", "").lower() != suffix for item in known):
            told = f'<Default xmlns="{_CONTENT_TYPES}" Extension="{suffix}" ContentType="{content_type}"/>'
            first = children_of(find_elements(self.part(_TYPES), 1), "Types")[0]
            self.change(_TYPES, [Edit(first.opened, first.opened, told.encode())])

    def links(self, part: str) -> list[Link]:
        """Return the links of a part to others in the package; `""` is the package itself."""
        name = _links_name(part)
        if name not in self._parts:
            return []
        found = children_of(find_elements(self._parts[name], 2), "Relationships/Relationship")
        return [_link(part, item) for item in found if item.attributes.get("TargetMode", "") != "External"]

    def link(self, part: str, kind: str, target: str) -> str:
        """Let a part lead to another, and return the id of that link."""
        name = _links_name(part)
        if name not in self._parts:
            folder, file = posixpath.split(self._names[part].replace("\\", "/"))
            self._names[name], self._parts[name] = f"{folder}/_rels/{file}.rels", _EMPTY_LINKS.encode()
        found = children_of(find_elements(self._parts[name], 2), "Relationships/Relationship")
        taken = {item.attributes.get("Id", "").lower() for item in found}
        told = next(f"rIdJ{n}" for n in range(1, 10_000) if f"ridj{n}" not in taken)
        where = posixpath.relpath(self._names[target].replace("\\", "/"), posixpath.dirname(part) or ".")
        put = f'<Relationship xmlns="{_PACKAGE_LINKS}" Id="{told}" Type="{LINKS}/{kind}" Target={quoteattr(where)}/>'
        self._append(name, "Relationships", put)
        return told

    def the_one(self, part: str, kind: str) -> str | None:
        """Return the part of one kind that a part leads to, None when there is none. Raises Unmarkable for two."""
        found = [link.target for link in self.links(part) if link.kind == kind]
        if len(found) > 1:
            raise Unmarkable(f"two parts of the kind {kind}")
        return found[0] if found and found[0] in self._parts else None

    @property
    def workbook(self) -> str:
        """Return the part that lists the sheets. Raises Unmarkable."""
        found = self.the_one("", "officeDocument")
        if found is None:
            raise Unmarkable("no workbook")
        return found

    def written(self) -> bytes:
        """Return the file; equal parts give equal bytes."""
        target = BytesIO()
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            for name, part in self._parts.items():
                info = ZipInfo(self._names[name])
                info.compress_type = ZIP_DEFLATED
                archive.writestr(info, part)
        return target.getvalue()

    def _append(self, name: str, root: str, put: str) -> None:
        part = self.part(name)
        found = children_of(find_elements(part, 1), root)
        if not found:
            raise Unmarkable(f"{name} does not begin with {root}")
        self.change(name, append_to(part, found[0], put.encode()))


def _small(name: str) -> str:
    return name.replace("\\", "/").lower()


def _links_name(part: str) -> str:
    if not part:
        return _ROOT_LINKS
    folder, file = posixpath.split(part)
    return f"{folder}/_rels/{file}.rels"


def _link(part: str, item: Element) -> Link:
    told = item.attributes
    target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), _small(told.get("Target", ""))))
    return Link(id=told.get("Id", ""), kind=told.get("Type", "").rpartition("/")[2], target=target.lstrip("/"))
