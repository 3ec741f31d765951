"""Reads a profile's YAML and remembers where each value stood and which ones are ours (`!gekozen`).

A fault is only useful with its line, and a default that no source prescribes must show as chosen; a plain `yaml.load`
forgets both. Nothing here knows what a profile means (`profile`) or whether it is right (`profile.checks.soundness`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from jaarcyclus.errors import InvalidProfile

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CHOSEN_TAG = "!gekozen"
MAX_SIGNS, MAX_DEPTH = 1_000_000, 50  # chosen: ours have 16,000 and go six deep

# What pydantic finds, by its error type, as the office reads it; `{…}` is filled from the error's context.
_SENTENCES = {
    "missing": "ontbreekt; vul het in",
    "extra_forbidden": "is hier onbekend; haal het weg of controleer de spelling",
    "string_type": "is geen tekst; zet de waarde tussen aanhalingstekens",
    "string_pattern_mismatch": "heeft niet de vorm {pattern}; pas de code aan",
    "string_too_long": "is langer dan {max_length} tekens; kort het in",
    "enum": "is geen van {expected}; kies een daarvan",
    "literal_error": "is geen van {expected}; kies een daarvan",
    "union_tag_invalid": "is geen soort sleutel; kies uit {expected_tags}",
    "union_tag_not_found": "mist 'soort'; zet erbij welk soort sleutel het is",
    "int_type": "is geen heel getal (bedragen in centen); schrijf het zonder komma of punt",
    "int_parsing": "is geen heel getal; schrijf het zonder komma of punt",
    "bool_parsing": "is geen true of false; kies een van beide",
    "greater_than_equal": "is te klein; het minste is {ge}",
    "less_than_equal": "is te groot; het meeste is {le}",
    "date_type": "is geen datum; schrijf hem als 2026-01-31",
    "date_from_datetime_parsing": "is geen datum; schrijf hem als 2026-01-31",
    "tuple_type": "is geen lijst; begin elke regel met een streepje",
    "dict_type": "is geen blok met sleutels en waarden; schrijf 'sleutel: waarde'",
    "model_type": "is geen blok met sleutels en waarden; schrijf 'sleutel: waarde'",
    "value_error": "klopt niet: {error}",
    "too_short": "is leeg; vul er ten minste een in",
}


@dataclass(frozen=True, kw_only=True)
class ProfileSource:
    """The content of one file: plain data, the line of each place (`routes.begroting.0.rol`), the chosen places."""

    file: str
    content: Mapping[str, Any]
    lines: Mapping[str, int]
    chosen: frozenset[str]

    def line(self, path: str) -> int:
        """Return the line of a place or, when it is absent, of its nearest ancestor."""
        known = path
        while known and known not in self.lines:
            known = known.rpartition(".")[0]
        return self.lines.get(known, 1)

    def place(self, path: str) -> str:
        """Return `file:line path`."""
        return f"{self.file}:{self.line(path)} {path}".strip()


def read_source(path: Path) -> ProfileSource:
    """Return the parsed file. Raises InvalidProfile for what is no readable YAML, no mapping, or has a key twice."""
    return parse_source(read_text(path), path.name)


def read_text(path: Path) -> str:
    """Return what stands in the file. Raises InvalidProfile when it is not there or no text."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as fault:
        raise InvalidProfile((f"{path.name} bestaat niet; controleer de naam en de map",)) from fault
    except UnicodeDecodeError as fault:
        raise InvalidProfile((f"{path.name} is geen tekst in UTF-8; sla het bestand zo op",)) from fault


def parse_source(text: str, name: str) -> ProfileSource:
    """Return the parsed text; `name` is what faults call the file. Raises InvalidProfile, as `read_source`."""
    _require_shallow(text, name)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        walk = _Walk(loader, name)
        content = walk.value(node, "") if node is not None else None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        sentence = "dit is geen leesbare YAML; controleer inspringen, dubbele punten en aanhalingstekens"
        raise InvalidProfile((f"{name}:{line} {sentence} ({getattr(fault, 'problem', None) or fault})",)) from fault
    finally:
        loader.dispose()
    if not isinstance(content, dict):
        raise InvalidProfile((f"{name}:1 een profiel begint met sleutels zoals 'profiel:' en 'gremia:'",))
    return ProfileSource(file=name, content=content, lines=walk.lines, chosen=frozenset(walk.chosen))


def _require_shallow(text: str, name: str) -> None:
    """Raise InvalidProfile for what is too long or nested: PyYAML's composer would overrun the C stack and die."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader) if len(text) <= MAX_SIGNS else ():
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise InvalidProfile((f"{name}:{event.start_mark.line + 1} te diep genest; een profiel is dat niet",))
    except yaml.YAMLError:
        return  # the loader says where
    if len(text) > MAX_SIGNS:
        raise InvalidProfile((f"{name}:1 langer dan {MAX_SIGNS} tekens; een profiel is dat niet",))


def translate_fault(error: Any, source: ProfileSource) -> str:
    """Return one error of pydantic as `file:line place sentence`, in Dutch."""
    sentence = _SENTENCES.get(error["type"], f"klopt niet ({error['msg']}); zie docs/profiel.md")
    return f"{source.place(_written_path(error['loc'], source))} {sentence.format(**_in_dutch(error.get('ctx', {})))}"


def _in_dutch(words: Mapping[str, object]) -> dict[str, object]:
    """Pydantic writes a list of values as `'a', 'b' or 'c'`."""
    return {name: value.replace(" or ", " of ") if isinstance(value, str) else value for name, value in words.items()}


def _written_path(loc: Iterable[object], source: ProfileSource) -> str:
    """Drop what pydantic puts between the parts: `[key]` of a mapping's key, the kind of a key record."""
    path, absent = "", ""
    for part in map(str, loc):
        if _join(path, part) in source.lines:
            path, absent = _join(path, part), ""
        elif part != "[key]":
            absent = part
    return _join(path, absent) if absent else path


class _Walk:
    """Turns nodes into plain data, noting on the way the line of each and whether it was tagged as chosen."""

    def __init__(self, loader: Any, name: str) -> None:
        self.loader = loader
        self.name = name
        self.lines: dict[str, int] = {}
        self.chosen: set[str] = set()
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, path: str) -> Any:
        if id(node) in self.seen:  # an alias: it may refer to itself, and a few of them make gigabytes
            raise self._fault(node, path, "verwijst met * naar een ander deel; schrijf het voluit")
        self.seen.add(id(node))
        self.lines.setdefault(path, node.start_mark.line + 1)
        if node.tag == CHOSEN_TAG:
            self.chosen.add(path)
        if isinstance(node, yaml.MappingNode):
            return {key: self.value(item, _join(path, key)) for key, item in self._items(node, path)}
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, _join(path, str(number))) for number, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _items(self, node: yaml.MappingNode, path: str) -> Iterable[tuple[str, yaml.Node]]:
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._fault(key, path, "heeft een sleutel die geen tekst is; schrijf 'sleutel: waarde'")
            name = str(key.value)
            if _join(path, name) in self.lines:
                raise self._fault(key, _join(path, name), "staat er twee keer; haal er een weg")
            self.lines[_join(path, name)] = key.start_mark.line + 1  # its key, not where a block below it begins
            yield name, item

    def _scalar(self, node: yaml.Node, path: str) -> Any:
        if node.tag == CHOSEN_TAG:
            plain = not node.style  # None, or '' from the loader in C
            tag = self.loader.resolve(yaml.ScalarNode, node.value, (plain, not plain))
            node = yaml.ScalarNode(tag, node.value, node.start_mark, node.end_mark)
        try:
            return self.loader.construct_object(node)
        except ValueError as fault:  # 2025-13-45 looks like a date and is none
            raise self._fault(node, path, f"is geen bestaande waarde ({node.value}); verbeter haar") from fault

    def _fault(self, node: yaml.Node, path: str, sentence: str) -> InvalidProfile:
        return InvalidProfile((f"{self.name}:{node.start_mark.line + 1} {path} {sentence}",))


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def chosen_values(source: ProfileSource | None) -> tuple[str, ...]:
    """Return each chosen value as `file:line place: value`, in the order of the file; () for a profile without file.

    These are the defaults that no source prescribes (tag `!gekozen`): the office decides whether they stay.
    """
    if source is None:
        return ()
    places = sorted(source.chosen, key=lambda path: (source.lines[path], path))
    chosen = (line for path in places for line in _lines(path, _value_at(source.content, path)))
    return tuple(f"{source.place(path)}: {text}" for path, text in chosen)


def _value_at(content: Any, path: str) -> Any:
    for part in path.split("."):
        content = content[int(part)] if isinstance(content, list) else content[part]
    return content


def _lines(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield place and text of a chosen value; what holds further blocks is shown block by block."""
    items = list(_items(value))
    if not any(isinstance(item, dict | list) for _, item in items):
        yield path, _shown(value)
        return
    for key, item in items:
        yield from _lines(f"{path}.{key}", item)


def _items(value: Any) -> Iterable[tuple[object, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
