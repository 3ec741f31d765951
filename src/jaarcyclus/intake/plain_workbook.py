"""A workbook without what only decorates: the parts that decide a figure, written anew, and nothing else of them.

Runs in the child process (`intake.reader`), so it imports nothing of ours but its fellows there. The reader library
refuses a whole workbook for one colour, pane or paper size that it does not know; so it never sees them. What stays is
a list, not what goes: a decoration that nobody thought of goes too. What a part is follows from its root, never from
its name.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from io import BytesIO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from jaarcyclus.intake.colours import Palette
from jaarcyclus.intake.plain_styles import INDEX, MAIN, SIZE, Font, PlainStyles
from jaarcyclus.intake.sheet_xml import part_name
from jaarcyclus.intake.text_runs import Runs, Texts

_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ID = f"{_LINKS}}}id"
_STYLES = "xl/styles.xml"
_SPACE, _BLANKS = "http://www.w3.org/XML/1998/namespace}space", " \t\r\n"
_ENOUGH = 20  # signs of a text, to know the number of a shared one and whether there is any
_YES_OR_NO = re.compile(r"\s*(?:0|1|true|false)\s*")

# By root: where the walk may come, and which attributes stay there. A `t` is text, in a run of its own look or not.
_TEXT = {"t": (), "r": (), "r/t": ()}
_KEPT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "worksheet": {
        "sheetFormatPr": ("zeroHeight", "defaultRowHeight", "defaultColWidth", "baseColWidth"),
        "cols": (),
        "cols/col": ("min", "max", "hidden", "width"),
        "sheetData": (),
        "sheetData/row": ("r", "ht", "hidden"),
        "sheetData/row/c": ("r", "s", "t"),
        "sheetData/row/c/v": (),
        "sheetData/row/c/f": (),  # that there is one; the library gives up on formulas that it cannot take apart
        "sheetData/row/c/is": (),
        **{f"sheetData/row/c/is/{place}": kept for place, kept in _TEXT.items()},
        "mergeCells": (),
        "mergeCells/mergeCell": ("ref",),
    },
    "sst": {"si": (), **{f"si/{place}": kept for place, kept in _TEXT.items()}},
    "workbook": {"workbookPr": ("date1904",), "sheets": (), "sheets/sheet": ("name", "sheetId", "state", _ID)},
}
_TRUTHS = {"true": "1", "false": "0"}  # in the spelling that the library takes
_INNER = {"sheetData": "row", "row": "c", "c": ""}
_SPELLED = {
    "s": INDEX,
    "ht": SIZE,
    "defaultRowHeight": SIZE,
    "defaultColWidth": SIZE,
    "baseColWidth": INDEX,
    "width": SIZE,
    "hidden": _YES_OR_NO,
    "zeroHeight": _YES_OR_NO,
    "date1904": _YES_OR_NO,
}


def without_decoration(content: bytes, palettes: Sequence[Palette] = ()) -> bytes:
    """Return the workbook with its sheets, texts and formats alone; a part that is no such thing stays as it is.

    Every part has its name as `sheet_xml.part_name` has it, and the styles the one by which the library finds them.
    `palettes` is what the numbers of colours stand for.
    """
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as plain:
        styles, texts = PlainStyles(palettes), Texts()
        for info in source.infolist():  # there is one part of each: see `sheet_xml`
            known = _walk(source.read(info), {"styleSheet": partial(PlainStyles, palettes), "sst": _of_texts})
            if isinstance(known, PlainStyles):
                styles = known
            elif known:
                texts = known.texts
        sieves = {root: partial(_Sieve, root, styles, texts if root == "worksheet" else Texts()) for root in _KEPT}
        for info in source.infolist():
            part, name = source.read(info), part_name(info)
            walk = _walk(part, sieves)
            if walk or name != _STYLES:
                plain.writestr(name, walk.written() if walk else part)
        plain.writestr(_STYLES, styles.written())
    return target.getvalue()


def _walk(part: bytes, roots: Mapping[str, Callable[[], "PlainStyles | _Sieve"]]) -> "PlainStyles | _Sieve | None":
    """Return the walk through a part with one of these roots; None for any other, and for what is no XML."""
    walk: PlainStyles | _Sieve | None = None
    parser = expat.ParserCreate(namespace_separator="}")

    def begin(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal walk
        space, _, root = tag.rpartition("}")
        if space != MAIN or root not in roots:
            parser.StartElementHandler = None
            return
        walk = roots[root]()
        parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
        if isinstance(walk, _Sieve):
            parser.CharacterDataHandler = walk.text

    parser.StartElementHandler = begin
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        return None
    return walk


def _of_texts() -> "_Sieve":
    return _Sieve("sst", PlainStyles(), Texts())


class _Sieve:
    """Writes down what stays of a part, as it comes by; `path` is where it is, from below the root."""

    def __init__(self, root: str, styles: PlainStyles, texts: Texts) -> None:
        self.path: list[str] = []
        self.texts = texts  # of a list of texts those that it finds; of a sheet those that its cells may hold
        self._kind, self._text, self._runs = "", "", Runs()
        self._style = self._opened = self._begun = 0
        self._looks: tuple[Font, ...] = ()
        self._preserved = False
        self._root, self._kept, self._skipped, self._styles = root, _KEPT[root], 0, styles
        self._out = [f"<{root} xmlns='{MAIN}' xmlns:r='{_LINKS}'>"]
        self._places = _Places(self._out)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Write the element when it stays; what does not goes with all that is in it."""
        space, _, name = tag.rpartition("}")
        kept = None if self._skipped or space != MAIN else self._kept.get("/".join([*self.path, name]))
        if kept is None:
            if self.path[-1:] == ["r"]:
                self._runs.take(name, attributes)
            self._skipped += 1
            return
        self.path.append(name)
        self._begin(name, attributes)
        told = {key: _value(key, attributes[key]) for key in kept if self._is_told(key, attributes)}
        if name == "col":
            told = {"width": "0.0", **told}  # Excel hides a column of which nobody says how wide it is
        self._style = int(told.get("s", 0)) if name == "c" else self._style
        self._out.append(_tag(name, told))
        self._begun = len(self._out)

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _INNER:
            self._places.begin(name, told="r" in attributes)
        elif name == "f":
            self._places.fill()
        elif name in ("v", "is", "si"):
            self._text, self._runs = "", Runs()
        elif name == "r":
            self._runs.begin()
        if name == "c":
            self._kind, self._looks, self._opened = attributes.get("t", "n"), (), len(self._out)
        self._preserved = attributes.get(_SPACE) == "preserve"

    def _is_told(self, key: str, attributes: Mapping[str, str]) -> bool:
        """Leave out a style that the workbook lacks: it only decorates, and Excel shows such a cell plain."""
        rule = _SPELLED.get(key)
        if key not in attributes or (rule and not rule.fullmatch(attributes[key])):
            return False
        return key != "s" or int(attributes[key]) < self._styles.count

    def end(self, _: str) -> None:
        """Close what was written."""
        if self._skipped:
            self._skipped -= 1
        elif self.path:
            name = self.path.pop()
            self._end(name)
            if name in _INNER:
                self._places.end(name)
            self._out.append(f"</{name}>")

    def _end(self, name: str) -> None:
        if name == "t" and not self._preserved and self.path[-1:] != ["r"]:
            # Excel takes off the blanks of a text that does not ask to keep them.
            self._out[self._begun :] = ["".join(self._out[self._begun :]).strip(_BLANKS)]
        elif name == "v" and self._kind == "b":
            self._out[self._begun :] = [_TRUTHS.get(value := "".join(self._out[self._begun :]).strip(_BLANKS), value)]
        if name == "si":
            self.texts.add(self._text, self._runs.looks)
        elif name in ("v", "is") and self._is_content(name):
            self._looks = (
                self.texts.looks.get(self._text, ()) if name == "v" and self._kind == "s" else self._runs.looks
            )
            self._places.fill()
        elif name == "c" and not all(self._styles.shows(self._style, look) for look in self._looks):
            tag = self._out[self._opened].replace(f' s="{self._style}"', "")
            self._out[self._opened] = f'{tag[:-1]} s="{self._style + self._styles.count}">'

    def text(self, text: str) -> None:
        """Write the text of what stays."""
        if not self._skipped and self.path and self.path[-1] != "f":
            self._out.append(escape(text))
            self._text = (self._text + text.strip()[:_ENOUGH])[:_ENOUGH]
            if self.path[-1] == "t":
                self._runs.text(text)

    def _is_content(self, name: str) -> bool:
        """Return whether the value or the text that ends here is more than blanks."""
        return bool(self._text) and not (name == "v" and self._kind == "s" and self._text in self.texts.empty)

    def written(self) -> bytes:
        """Return the part."""
        return "".join([*self._out, f"</{self._root}>"]).encode()


class _Places:
    """Where in what is written the rows and cells begin that hold nothing: they are let go of again.

    A look without content is a decoration too, and what the library remembers of a million of them is a gigabyte. One
    without `r` has its place by counting those before it: then they stay.
    """

    def __init__(self, out: list[str]) -> None:
        self._out = out
        self._begun: dict[str, int] = {}
        self._filled: dict[str, bool] = {}
        self._empty: dict[str, int] = {}

    def begin(self, name: str, *, told: bool) -> None:
        """Begin a row or cell; with a place of its own the empty ones before it go."""
        if told:
            self._let_go(name)
        self._begun[name], self._filled[name] = len(self._out), False

    def fill(self) -> None:
        """Remember that what is open has content."""
        self._filled = dict.fromkeys(self._begun, True)

    def end(self, name: str) -> None:
        """End it; what is empty at its end keeps nobody's place."""
        self._let_go(_INNER[name])
        if self._filled[name]:
            self._empty.pop(name, None)
        else:
            self._empty.setdefault(name, self._begun[name])

    def _let_go(self, name: str) -> None:
        if name in self._empty:
            del self._out[self._empty.pop(name) :]


def _tag(name: str, told: Mapping[str, str]) -> str:
    said = "".join(f" {'r:id' if key == _ID else key}={quoteattr(value)}" for key, value in told.items())
    return f"<{name}{said}>"


def _value(key: str, told: str) -> str:
    """Return a number in the spelling that every library reads."""
    if _SPELLED.get(key) is SIZE:
        return repr(float(told))
    return str(int(told)) if _SPELLED.get(key) is INDEX else told.strip() if key in _SPELLED else told
