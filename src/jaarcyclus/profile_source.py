"""Reads a profile's YAML and remembers where each value stood and which ones are ours (`!gekozen`).

A fault is only useful with its line, and a default that no source prescribes must show as chosen; a plain
`yaml.load` forgets both. Nothing here knows what a profile means (`profile`) or whether it is right (`profile_check`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from jaarcyclus.errors import OngeldigProfiel

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CHOSEN_TAG = "!gekozen"


@dataclass(frozen=True, kw_only=True)
class ProfileSource:
    """The content of one file: plain data, the line of each place (`routes.begroting.0.rol`), the chosen places."""

    bestand: str
    inhoud: Mapping[str, Any]
    regels: Mapping[str, int]
    gekozen: frozenset[str]

    def place(self, path: str) -> str:
        """Return `file:line path` for a place or, when it is absent, for its nearest ancestor."""
        known = path
        while known and known not in self.regels:
            known = known.rpartition(".")[0]
        return f"{self.bestand}:{self.regels.get(known, 1)} {path}".strip()


def read_source(path: Path) -> ProfileSource:
    """Return the parsed file. Raises OngeldigProfiel for what is no YAML, no mapping, or has a key twice."""
    return parse_source(path.read_text(encoding="utf-8"), path.name)


def parse_source(text: str, name: str) -> ProfileSource:
    """Return the parsed text; `name` is what faults call the file."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        walk = _Walk(loader, name)
        content = walk.value(node, "") if node is not None else None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise OngeldigProfiel((f"{name}:{line} dit is geen leesbare YAML: {fault}",)) from fault
    finally:
        loader.dispose()
    if not isinstance(content, dict):
        raise OngeldigProfiel((f"{name}:1 een profiel begint met sleutels zoals 'profiel:' en 'gremia:'",))
    return ProfileSource(bestand=name, inhoud=content, regels=walk.lines, gekozen=frozenset(walk.chosen))


class _Walk:
    def __init__(self, loader: Any, name: str) -> None:
        self.loader = loader
        self.name = name
        self.lines: dict[str, int] = {}
        self.chosen: set[str] = set()

    def value(self, node: yaml.Node, path: str) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if node.tag == CHOSEN_TAG:
            self.chosen.add(path)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, _join(path, str(number))) for number, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: str) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key_node, item in node.value:
            key = str(key_node.value)
            if key in content:
                line = key_node.start_mark.line + 1
                raise OngeldigProfiel((f"{self.name}:{line} {_join(path, key)} staat er twee keer; haal er een weg",))
            content[key] = self.value(item, _join(path, key))
        return content

    def _scalar(self, node: yaml.Node) -> Any:
        if node.tag == CHOSEN_TAG:
            plain = node.style is None
            tag = self.loader.resolve(yaml.ScalarNode, node.value, (plain, not plain))
            node = yaml.ScalarNode(tag, node.value, node.start_mark, node.end_mark)
        return self.loader.construct_object(node)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
