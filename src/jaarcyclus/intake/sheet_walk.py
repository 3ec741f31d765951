"""What of a part decides how its cells look and what stands beside them, whatever its namespace.

Of a sheet: its conditional formats, its page headers, where its view begins and what that shows. Of a table: where it
lies and its style. Of the styles: the differing formats (`dxfs`), the styles of tables and the indexed colours. Of a
theme: its colours. Runs in the child process (`intake.reader`), so it imports nothing of ours.
It judges nothing: see `conditional_look`, `table_look` and `beside_cells`. ECMA-376 part 1, 18.3.1.18, 18.5 and
18.8.14; MS-XLSX 2.6.1 for what newer programs write.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

_HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_FORMULAS = ("formula", "f")
_NO = ("0", "false")
_LONGEST = 10_000  # chosen: signs that are kept of a header or a formula; Excel's own limits are 255 and 8.192
_OF_SYSTEM = {"window": "FFFFFF", "windowText": "000000"}  # what they are here; `lastClr` is what they were elsewhere
_MOST_COLOURS = 64
_GROUNDS = {("colorScale", "color"), ("dataBar", "color"), ("dataBar", "fillColor")}
_COLOURS = {"font": "color", "patternFill": "bgColor"}  # a differing format keeps its solid fill as background


@dataclass
class Differing:
    """What a differing format puts in the place of a cell's own: as far as it is told."""

    number_format: str | None = None
    font: Mapping[str, str] | None = None
    fill: Mapping[str, str] | None = None


@dataclass
class Rule:
    """One rule of a conditional format: its kind, and what it shows when it holds."""

    kind: str
    operator: str
    style: str = ""
    formula: str = ""
    own: list[Differing] = field(default_factory=list)
    hides_number: bool = False  # a bar or a sign in its place
    grounds: list[Mapping[str, str]] = field(default_factory=list)  # the colours of a scale or of a bar


@dataclass
class Format:
    """One conditional format: where it lies, as the sheet tells it, and its rules."""

    sqref: str
    rules: list[Rule] = field(default_factory=list)


@dataclass
class TableStyle:
    """One style for tables: the kind of each part of a table -> the number of its differing format, as it is told."""

    name: str
    elements: dict[str, str] = field(default_factory=dict)


class Walk:
    """What the walk through one part finds."""

    def __init__(self) -> None:
        self.root = ""
        self.path: list[str] = []
        self.found: list[Format] = []
        self.differing: list[Differing] = []
        self.headers: list[str] = []
        self.top_left = ""
        self.pane: Mapping[str, str] = {}
        self.shows_formulas = False
        self.filtered = False
        self.table: Mapping[str, str] = {}
        self.laid: list[Mapping[str, str]] = []  # which style lies over the table, and what of it
        self.table_styles: list[TableStyle] = []
        self.theme: dict[str, str] = {}  # the name of a colour -> RRGGBB; "" for one that is told in another way
        self.indexed: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self.root = self.root or tag
        self.filtered |= name == "filterColumn"
        if name in _HEADERS:
            self.headers.append("")
        elif name in ("sheetView", "pane"):
            self._view(name, attributes)
        elif name == "conditionalFormatting":
            self.found.append(Format(attributes.get("sqref", "")))
        elif self.found and "conditionalFormatting" in self.path:
            self._rule(name, attributes)
        elif name.startswith("table"):
            self._table(name, attributes)
        elif self.path[-1:] == ["dxfs"] and name == "dxf":
            self.differing.append(Differing())
        elif self.differing and "dxfs" in self.path:
            self._differ(self.differing[-1], name, attributes)
        else:
            self._colour(name, attributes)
        self.path.append(name)

    def _view(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "pane":
            self.pane = dict(attributes)
        else:
            self.top_left = attributes.get("topLeftCell", "")
            self.shows_formulas |= attributes.get("showFormulas", "0").strip() not in _NO

    def _table(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table" and not self.path:
            self.table = dict(attributes)
        elif name == "tableStyleInfo":
            self.laid.append(dict(attributes))
        elif name == "tableStyle":
            self.table_styles.append(TableStyle(attributes.get("name", "")))
        elif name == "tableStyleElement" and self.table_styles:
            self.table_styles[-1].elements[attributes.get("type", "").strip()] = attributes.get("dxfId", "")

    def _colour(self, name: str, attributes: Mapping[str, str]) -> None:
        if self.path[-2:-1] == ["clrScheme"]:
            told = attributes.get("val", "")
            self.theme[self.path[-1]] = {"srgbClr": told, "sysClr": _OF_SYSTEM.get(told, "")}.get(name, "")
        elif self.path[-3:-2] == ["clrScheme"]:
            self.theme[self.path[-2]] = ""  # lighter, darker, or turned into its opposite
        elif name == "rgbColor" and self.path[-1:] == ["indexedColors"] and len(self.indexed) < _MOST_COLOURS:
            self.indexed.append(attributes.get("rgb", ""))

    def _rule(self, name: str, attributes: Mapping[str, str]) -> None:
        rules = self.found[-1].rules
        if name == "cfRule":
            rules.append(Rule(attributes.get("type", ""), attributes.get("operator", ""), attributes.get("dxfId", "")))
        elif rules and name == "dxf":
            rules[-1].own.append(Differing())
        elif rules and rules[-1].own:
            self._differ(rules[-1].own[-1], name, attributes)
        elif rules and (self.path[-1], name) in _GROUNDS:
            rules[-1].grounds.append(dict(attributes))
        elif rules and name in ("dataBar", "iconSet") and attributes.get("showValue", "1").strip() in _NO:
            rules[-1].hides_number = True

    def _differ(self, differing: Differing, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            differing.number_format = attributes.get("formatCode", "")
        elif _COLOURS.get(self.path[-1]) == name:
            if name == "color":
                differing.font = dict(attributes)
            else:
                differing.fill = dict(attributes)

    def end(self, _: str) -> None:
        self.path.pop()

    def text(self, text: str) -> None:
        name = self.path[-1] if self.path else ""
        if name in _HEADERS and self.headers and len(self.headers[-1]) < _LONGEST:
            self.headers[-1] += text
        elif self.found and name == "sqref":
            self.found[-1].sqref += text
        elif self.found and self.found[-1].rules and name in _FORMULAS:
            rule = self.found[-1].rules[-1]
            rule.formula = rule.formula if len(rule.formula) > _LONGEST else rule.formula + text
