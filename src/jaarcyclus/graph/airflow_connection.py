"""What a connection of Airflow says of the app, whoever keeps that for Airflow: which of its fields is what.

The fields have the names of Airflow's own connection to Graph (type `msgraph` of its provider for Azure), so that
nobody need learn others; `secret_expires` is ours. Each value stands in one place: what the settings say too is
refused.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Self

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.settings import PREFIX, GraphSettings

SETTING = f"{PREFIX}GRAPH_VERBINDING"
CERTIFICATE = "certificate_data"
# By the word of its setting. What the first three say is never a setting where a connection is named.
_PLACES = MappingProxyType({"APP": "login", "GEHEIM": "password", "CERTIFICAAT": CERTIFICATE})
_EXTRAS = MappingProxyType(
    {
        "TENANT": "tenant_id",
        "AANMELDADRES": "authority",
        "ADRES": "base_url",
        "SCOPE": "scopes",
        "GEHEIM_TOT": "secret_expires",
    }
)
_BESIDE = ("CA", "HOSTS", "ORGANISATIE", "VERBINDING")  # they say nothing of the app: settings always
_NAME = re.compile(r"[\w#!()\-.:/\\]{1,250}", re.ASCII)  # what Airflow takes for a name


@dataclass(frozen=True, kw_only=True)
class AirflowConnection:
    """One connection, read. `extra` has texts under the names of `_EXTRAS`, and `certificate_data`."""

    name: str
    login: str
    password: str = field(repr=False)
    extra: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, name: str, given: Mapping[str, object]) -> Self:
        """Read what Airflow gave: `login`, `password` and `extra` (JSON), each a text or None. Raises InvalidSetting.

        A value where nobody looks is refused, or its owner would think that it holds.
        """
        if given.get("host") or given.get("schema") or given.get("port"):
            raise _unusable(name, "maak host, schema en port leeg; het adres van Graph staat in extra, als base_url")
        login, password = (str(given.get(part) or "").strip() for part in ("login", "password"))
        return cls(name=name, login=login, password=password, extra=_read_extra(name, given.get("extra")))

    @property
    def certificate(self) -> bytes:
        """Return certificate and key as PEM; empty where it has a secret."""
        return self.extra.get(CERTIFICATE, "").encode()

    @property
    def places(self) -> Mapping[str, str]:
        """Return by the word of its setting where a person finds what stands here, or ought to."""
        found = {**_PLACES, **{word: part for word, part in _EXTRAS.items() if part in self.extra or word == "TENANT"}}
        return {word: f"{part} van verbinding '{self.name}' in Airflow" for word, part in found.items()}

    def complete(self, typed: GraphSettings) -> GraphSettings:
        """Return the settings with what stands here. Raises InvalidSetting for what they say too."""
        names = {one.metadata["word"]: one for one in fields(typed)}
        filled = {word for word, one in names.items() if getattr(typed, one.name) != one.default}
        ours = {word for word in filled - {*_BESIDE} if word in self.places or word not in _EXTRAS}
        if ours:
            twice = sorted(f"{PREFIX}GRAPH_{word}" for word in ours)
            raise InvalidSetting(
                f"Naast {SETTING} staat ook {' en '.join(twice)} in de instellingen, en van twee plaatsen is niet te "
                f"zeggen welke geldt. Laat wat bij de app hoort in verbinding '{self.name}' staan en haal die "
                "instelling weg."
            )
        told = {names[word].name: self.extra[part] for word, part in _EXTRAS.items() if part in self.extra}
        return replace(typed, app=self.login, secret=self.password, **told)


def require_name(name: str) -> None:
    """Refuse what can be no name of a connection, without repeating it. Raises InvalidSetting."""
    if not _NAME.fullmatch(name):
        raise InvalidSetting(
            f"De instelling {SETTING} klopt niet; zet er de naam van een verbinding in Airflow in, zoals sharepoint."
        )


def missing(name: str) -> InvalidSetting:
    """Return that Airflow knows no such connection, for who must make it."""
    return InvalidSetting(
        f"Airflow heeft geen verbinding '{name}' ({SETTING}). Laat de beheerder haar maken waar Airflow zijn "
        "verbindingen zoekt, of de naam verbeteren; tot dan wacht wat naar SharePoint moet."
    )


def not_given(name: str) -> InvalidSetting:
    """Return that a task did not get it: Airflow tells no task whether it is not there or could not be asked."""
    return InvalidSetting(
        f"Airflow geeft verbinding '{name}' ({SETTING}) niet: ze is er niet, of wat haar bewaart, geeft geen antwoord. "
        "Laat de beheerder nagaan welk van beide, met: jaarcyclus doctor. Jaarcyclus probeert het vanzelf opnieuw."
    )


def unreachable(name: str, *, log: str = "") -> InvalidSetting:
    """Return that it could not be asked: perhaps it is there. `log` is where to read why."""
    return InvalidSetting(
        f"Airflow kan verbinding '{name}' ({SETTING}) nu niet lezen, want wat haar bewaart, geeft geen bruikbaar "
        f"antwoord. Laat de beheerder die kluis of database nakijken{f'; lees {log}' if log else ''}. Jaarcyclus "
        "probeert het vanzelf opnieuw."
    )


def _read_extra(name: str, given: object) -> Mapping[str, str]:
    """Return what is filled. No word of what is wrong is repeated: it may be a secret in the wrong place."""
    known = (*_EXTRAS.values(), CERTIFICATE)
    try:
        found = json.loads(str(given)) if given else {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _unusable(name, 'zet in extra een JSON-object, zoals {"tenant_id": "…"}')
    filled = {part: value for part, value in found.items() if value not in (None, "")}
    if not filled.keys() <= {*known} or not all(isinstance(value, str) for value in filled.values()):
        raise _unusable(name, f"zet in extra alleen teksten, onder deze namen: {', '.join(known)}")
    return {part: value.strip() for part, value in filled.items()}


def _unusable(name: str, remedy: str) -> InvalidSetting:
    return InvalidSetting(f"Verbinding '{name}' in Airflow ({SETTING}) klopt niet; {remedy}.")
