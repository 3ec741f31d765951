"""Who asks, and where: the app of this installation at Microsoft, and the place on SharePoint that a profile names.

What is typed is judged here, before anything is sent. A token is for one host only, so scope and base address must
name the same. Nothing here prints a secret.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jaarcyclus import disk
from jaarcyclus.errors import InvalidSetting, UnfitSetting
from jaarcyclus.graph.airflow_connection import AirflowConnection
from jaarcyclus.settings import PREFIX, GraphSettings

_HOST = r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[1-9][0-9]{0,4})?"
_ADDRESS = re.compile(rf"https://(?P<host>{_HOST})(?P<path>/[\x21-\x7e]*)?", re.IGNORECASE)
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,251}")
_APP = re.compile(r"[A-Za-z0-9-]{1,64}")
_MAX_SECRET_BYTES = 100_000


@dataclass(frozen=True, kw_only=True)
class Connection:
    """How an app signs in. Either `secret` or `certificate` (PEM: certificate and unencrypted key) is filled.

    `credential` is the word of the setting from which that came. `content_hosts` are those that may hand out and take
    in files without our token, besides the site itself. `places` is where a person finds what stands in no setting, by
    the word of the setting that it would be.
    """

    authority: str
    base_url: str
    scope: str
    tenant: str
    app: str
    secret: str = field(default="", repr=False)
    certificate: bytes = field(default=b"", repr=False)
    credential: str = "GEHEIM"
    secret_expires: date | None = None
    content_hosts: frozenset[str] = frozenset()
    ca_file: Path | None = None
    organisation: str = "Samenwerking"
    places: Mapping[str, str] = field(default_factory=dict)

    def place_of(self, word: str) -> str:
        """Return where a person finds what was typed, by the word of its setting."""
        return self.places.get(word, f"{PREFIX}GRAPH_{word}")

    @property
    def host(self) -> str:
        """Return the one host that may see the token."""
        return host_of(self.base_url) or ""


@dataclass(frozen=True, kw_only=True)
class SharePoint:
    """A place as a profile names it: the host and path of a site, the name of a library in it."""

    host: str
    path: str
    library: str

    @property
    def site(self) -> str:
        """Return the address for people."""
        return f"https://{self.host}{self.path}"

    @classmethod
    def of(cls, site: str, library: str) -> "SharePoint":
        """Read the address of a site as people copy it. Raises InvalidSetting."""
        found = split_address(site.strip().rstrip("/"))
        path = found[1] if found else ""
        if found is None or re.search(r"[?]|//|/\.{1,2}(?:/|$)", path):
            raise InvalidSetting(
                f"De site '{site:.200}' is geen adres van SharePoint; zet er het adres in zoals de browser het toont, "
                "zoals https://gemeente.sharepoint.com/sites/dowr."
            )
        return cls(host=found[0], path=path.rstrip("/"), library=library)


def split_address(address: str) -> tuple[str, str] | None:
    """Return host (with a port that is not 443) and the rest as it stands there; None for anything but plain https.

    No account in it, no fragment, no sign that another reader may take for the end of the host.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None or "#" in address or "\\" in address:
        return None
    return found["host"].lower().removesuffix(":443"), found["path"] or "/"


def host_of(address: str) -> str | None:
    """Return the host of a plain https address, or None."""
    found = split_address(address)
    return found[0] if found else None


def connect(typed: GraphSettings, kept: AirflowConnection | None = None) -> Connection:
    """Return the connection that was typed, or that Airflow keeps, its secret read. Raises InvalidSetting.

    A secret may have come into the wrong place: of what cannot be used is said which it is, and not what was typed.
    """
    assert bool(typed.airflow_connection) == (kept is not None), "who names one asks Airflow for it"
    places = kept.places if kept else {}
    try:
        return _judge(kept.complete(typed) if kept else typed, kept.certificate if kept else b"", places)
    except UnfitSetting as fault:
        named = places.get(fault.word)
        what = f"Het veld {named}" if named else f"De instelling {PREFIX}GRAPH_{fault.word}"
        raise InvalidSetting(f"{what} klopt niet; {fault.remedy}.") from None  # its cause repeats what was typed


def _judge(typed: GraphSettings, certificate: bytes, places: Mapping[str, str]) -> Connection:
    authority, base_url = (_address(*pair) for pair in (("AANMELDADRES", typed.authority), ("ADRES", typed.base_url)))
    secret, certificate = _credentials(typed, certificate, places)
    return Connection(
        authority=authority,
        base_url=base_url,
        scope=_scope(typed.scope, base_url),
        tenant=_require(_TENANT, "TENANT", typed.tenant, "de id of het domein van de tenant"),
        app=_require(_APP, "APP", typed.app, "de id van de app in Entra ID"),
        secret=secret,
        certificate=certificate,
        credential="GEHEIM_BESTAND" if typed.secret_file else "GEHEIM" if secret else "CERTIFICAAT",
        secret_expires=_day(typed.secret_expires),
        content_hosts=frozenset(_host(part) for part in typed.hosts.split(",") if part.strip()),
        ca_file=Path(typed.ca_file) if typed.ca_file else None,
        organisation=re.sub(r"[^A-Za-z0-9 .-]", "", typed.organisation) or "Samenwerking",
        places=places,
    )


def _address(word: str, address: str) -> str:
    if host_of(address) is None or "?" in address:
        raise UnfitSetting(word, "zet er een adres in dat met https:// begint")
    return address.rstrip("/")


def _scope(typed: str, base_url: str) -> str:
    """Return the scope. A token for another host is refused there, or worth stealing here: platform facts, clouds."""
    scope = typed or f"https://{host_of(base_url)}/.default"
    if host_of(scope) != host_of(base_url):
        raise UnfitSetting("SCOPE", "zet er dezelfde machine in als in het adres van Graph")
    return scope


def _credentials(typed: GraphSettings, certificate: bytes, places: Mapping[str, str]) -> tuple[str, bytes]:
    given = [one for one in (typed.secret, typed.secret_file, typed.certificate_file, certificate) if one]
    if len(given) != 1:
        possible = [places[word] for word in ("CERTIFICAAT", "GEHEIM") if word in places]
        words = possible or [f"{PREFIX}GRAPH_{word}" for word in ("CERTIFICAAT", "GEHEIM_BESTAND", "GEHEIM")]
        raise InvalidSetting(
            f"De app heeft {'geen geheim' if not given else 'meer dan een geheim'}; geef precies een van "
            f"{', '.join(words[:-1])} en {words[-1]}."
        )
    if typed.certificate_file:
        return "", _read("CERTIFICAAT", typed.certificate_file)
    if not typed.secret_file:
        return typed.secret, certificate
    try:
        return _read("GEHEIM_BESTAND", typed.secret_file).decode("ascii").strip(), b""
    except UnicodeDecodeError:
        raise UnfitSetting("GEHEIM_BESTAND", "zet in dat bestand alleen het geheim") from None


def _read(word: str, path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            if disk.is_open_to_others(file):
                raise UnfitSetting(word, f"anderen op deze machine kunnen bij dat bestand; {disk.how_to_shut(path)}")
            content = file.read(_MAX_SECRET_BYTES)
    except OSError as fault:
        remedy = (
            f"dat bestand is niet te lezen ({fault.strerror}); zet het daar, en laat de gebruiker van Jaarcyclus "
            "het lezen"
        )
        raise UnfitSetting(word, remedy) from None
    if not content.strip():
        raise UnfitSetting(word, "dat bestand is leeg; zet het geheim erin")
    return content


def _require(pattern: re.Pattern[str], word: str, text: str, what: str) -> str:
    if not pattern.fullmatch(text):
        raise UnfitSetting(word, f"zet er {what} in")
    return text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UnfitSetting("GEHEIM_TOT", "zet er een dag in als 2027-11-29") from None


def _host(text: str) -> str:
    host = host_of(f"https://{text.strip()}")
    if host is None or "/" in text:
        raise UnfitSetting("HOSTS", "zet er namen van machines in, met komma's ertussen")
    return host
