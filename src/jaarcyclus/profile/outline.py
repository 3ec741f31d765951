"""What Airflow must know of every profile to make its DAGs: code, name and gremia, and nothing else.

Read from the syntax tree, because Airflow does it every half minute and typing a profile costs more than all of the
DAG file. Whether a profile is right is `profile.checks.soundness`; do not look for more here.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from jaarcyclus.errors import InvalidProfile

log = logging.getLogger(__name__)

_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
RESERVED = "besluit"
"""Parts cooperation and gremium in a DAG id, between two `_` (`steps.airflow_names`)."""


class _Loader(_SafeLoader):  # type: ignore[misc]
    """Guesses no types, a third of the time of reading: everything here is text."""

    def resolve(self, _kind: Any, _value: Any, _implicit: Any) -> str:
        return "tag:yaml.org,2002:str"


@dataclass(frozen=True, kw_only=True)
class Outline:
    """`gremia`: code -> name; one that was renewed stands there once."""

    profiel: str
    naam: str
    gremia: Mapping[str, str]


def read_outlines(folder: Path) -> Iterator[Outline]:
    """Yield the outline of each profile in the folder, in the order of their names.

    A file that cannot be read is logged and passed over: its cooperation loses its DAGs, the others do not.
    """
    for path in sorted(folder.glob("*.yaml")):
        try:
            yield read_outline(path)
        except InvalidProfile as fault:
            log.error(
                "%s; deze samenwerking heeft nu geen DAGs. Herstel het bestand, kijk met: "
                "jaarcyclus profiel controleer %s",
                fault,
                path.stem,
            )


def read_outline(path: Path) -> Outline:
    """Return the outline of one profile. Raises InvalidProfile when the file does not have one."""
    try:
        top = _fields(yaml.compose(path.read_text(encoding="utf-8"), _Loader))
        gremia = [_fields(node) for node in top["gremia"].value]
        found = Outline(
            profiel=_code(top["profiel"]),
            naam=_text(top["naam"]),
            gremia={_code(gremium["code"]): _text(gremium["naam"]) for gremium in gremia},
        )
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        raise InvalidProfile((f"{path.name}:{mark.line + 1 if mark else 1} is geen leesbare YAML",)) from fault
    except (OSError, ValueError, KeyError) as fault:
        raise InvalidProfile((f"{path.name} is niet te lezen als profiel ({fault})",)) from fault
    if found.profiel != path.stem:  # two files of one name would be two DAGs of one name
        raise InvalidProfile((f"{path.name} heet van binnen '{found.profiel}'",))
    for code in (found.profiel, *found.gremia):
        if is_ambiguous(code):
            raise InvalidProfile((f"{path.name} heeft de code '{code}', waarin '{RESERVED}' los staat",))
    return found


def is_ambiguous(code: str) -> bool:
    """Return whether a DAG id with this code of a cooperation or a gremium could be read in two ways.

    Gremium `besluit_x` of `dowr` would have the DAG of gremium `x` of `dowr_besluit`, and `x_besluit_kalender` would be
    both a gate and a calendar. A code that is free of the word keeps them apart, wherever it would stand.
    """
    return RESERVED in code.split("_")


def _fields(node: object) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise ValueError("geen blok met sleutels en waarden")
    return {_text(key): value for key, value in node.value}


def _text(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise ValueError("een naam of code die geen tekst is")
    return str(node.value)


def _code(node: yaml.Node) -> str:
    if not _CODE.fullmatch(_text(node)):
        raise ValueError(f"'{_text(node)}' is geen code")
    return _text(node)
