"""Where everything lives, who reaches it and what a stranger's file may cost: the only reader of the environment."""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import ClassVar, Self

from jaarcyclus import disk
from jaarcyclus.errors import InvalidSetting

PREFIX = "JAARCYCLUS_"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_HOST = r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"


def _path(text: str) -> str:
    """Return it absolute, for a process that starts elsewhere; empty when it is."""
    return str(Path(text).resolve()) if text else ""


def _word(word: str, default: str = "", *, shown: bool = True, is_path: bool = False) -> str:
    """Return a field of a `Part` whose name in the environment ends in this word."""
    return field(default=default, repr=shown, metadata={"word": word, "read": _path if is_path else str})


@dataclass(frozen=True, kw_only=True)
class Part:
    """Settings that belong together, as typed but for a path: whoever needs them judges them then."""

    OWN_PREFIX: ClassVar[str]

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read what is there under its prefix; what is absent or empty keeps its default."""
        typed = {one: env.get(name, "").strip() for one, name in cls._names().items()}
        return cls(**{one.name: one.metadata["read"](text) for one, text in typed.items() if text})

    def as_env(self) -> dict[str, str]:
        """Return what `from_env` reads as the same, for a process that is started."""
        return {name: getattr(self, one.name) for one, name in self._names().items()}

    @classmethod
    def _names(cls) -> dict[Field[str], str]:
        return {one: f"{cls.OWN_PREFIX}{one.metadata['word']}" for one in fields(cls)}


@dataclass(frozen=True, kw_only=True)
class GraphSettings(Part):
    """How the app of this installation signs in at Microsoft; `graph.connection` judges it.

    One of secret, file of a secret and certificate (PEM, with its key); `secret_expires` is a day, for nobody tells it
    the app. Or all of that stands in Airflow, under the name `airflow_connection` (`graph.airflow_connection`). `hosts`
    are names under which files of the own tenant lie, besides the site's; they have commas.
    """

    OWN_PREFIX = f"{PREFIX}GRAPH_"

    authority: str = _word("AANMELDADRES", "https://login.microsoftonline.com")
    base_url: str = _word("ADRES", "https://graph.microsoft.com/v1.0")
    scope: str = _word("SCOPE")
    airflow_connection: str = _word("VERBINDING")
    tenant: str = _word("TENANT")
    app: str = _word("APP")
    secret: str = _word("GEHEIM", shown=False)
    secret_file: str = _word("GEHEIM_BESTAND", is_path=True)
    secret_expires: str = _word("GEHEIM_TOT")
    certificate_file: str = _word("CERTIFICAAT", is_path=True)
    ca_file: str = _word("CA", is_path=True)
    hosts: str = _word("HOSTS")
    organisation: str = _word("ORGANISATIE")


@dataclass(frozen=True, kw_only=True)
class OidcSettings(Part):
    """How people sign in at the office's identity provider; `installation.oidc` judges it. Empty: not there.

    One of secret and file of a secret. `claim` says who somebody is; `passwords` who may still use one, with commas.
    """

    OWN_PREFIX = f"{PREFIX}OIDC_"

    issuer: str = _word("UITGEVER")
    client: str = _word("CLIENT")
    secret: str = _word("GEHEIM", shown=False)
    secret_file: str = _word("GEHEIM_BESTAND", is_path=True)
    name: str = _word("NAAM", "uw organisatie")
    claim: str = _word("KENMERK")
    passwords: str = _word("WACHTWOORD", "iedereen")


@dataclass(frozen=True, kw_only=True)
class MailSettings(Part):
    """By which server mail leaves; `messages.mail_server` judges it. No server: nothing is mailed.

    `security` is `starttls`, `tls` (from the first byte) or `geen` (loopback only); `sender` an address. One of
    password and file of a password, or neither for a relay that knows this machine. `folder` is instead of all that,
    to try with: there mail is laid down, and none leaves.
    """

    OWN_PREFIX = f"{PREFIX}MAIL_"

    server: str = _word("SERVER")
    port: str = _word("POORT")
    security: str = _word("BEVEILIGING", "starttls")
    sender: str = _word("VAN")
    user: str = _word("GEBRUIKER")
    password: str = _word("GEHEIM", shown=False)
    password_file: str = _word("GEHEIM_BESTAND", is_path=True)
    ca_file: str = _word("CA", is_path=True)
    folder: str = _word("MAP", is_path=True)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One installation. Paths are absolute; sizes in bytes, times in seconds.

    `adres` is where people reach it, through a reverse proxy (`https://jaarcyclus.example`), empty when that is this
    machine only; `hosts` are further names under which it answers; `proxy` are the addresses of the proxies whose word
    is taken for where a request came from (`X-Forwarded-For`), empty for nobody's. Lists have commas. `api` is where
    the parts of an installation in containers find its API server; empty where `installation.launcher` started one.
    `metingen` is where Airflow sends its metrics (OTLP over HTTP, `http://collector:4318`); empty when nowhere.
    `teams_proef` is a server to try cards of Teams with, besides Microsoft's own; empty outside of tests.
    `store_sleutels` is a file with the keys of a store elsewhere; empty where the environment gives access.
    """

    var: Path
    ledger_url: str
    store_url: str
    profielen: Path
    publicatie: Path
    inbox: Path
    klok_bestand: Path
    getuige: Path
    adres: str = ""
    hosts: str = ""
    proxy: str = ""
    api: str = ""
    metingen: str = ""
    teams_proef: str = ""
    store_sleutels: str = ""
    max_werkboek_bytes: int = 20_000_000
    max_werkboek_cellen: int = 400_000
    max_werkboek_tekst: int = 500_000
    max_lees_seconden: int = 60
    max_lees_geheugen_bytes: int = 1_000_000_000
    graph: GraphSettings = field(default_factory=GraphSettings)
    oidc: OidcSettings = field(default_factory=OidcSettings)
    mail: MailSettings = field(default_factory=MailSettings)

    @property
    def host_names(self) -> frozenset[str]:
        """Return every name under which the installation answers, without a port."""
        host = re.sub(":[0-9]+$", "", self.adres.partition("://")[2])
        return frozenset(filter(None, (*_LOOPBACK, host, *self.hosts.split(","))))

    @property
    def geheimen(self) -> Path:
        """Return where the generated keys lie, each in a file of its own."""
        return self.var / "geheimen"

    @property
    def behind_tls(self) -> bool:
        """Return whether people reach it over https only."""
        return self.adres.startswith("https://")

    def open_var(self) -> bool:
        """Make the folder of the installation for its owner only; return whether others could enter it until now.

        Everything that is kept lies under it: Airflow's database with hashes of passwords and all answers too.
        Whoever makes it first, it is made here. Raises StoreFailed.
        """
        disk.make_folder(self.var)
        was_open = bool(self.var.stat().st_mode & disk.OWNER_ONLY)
        if was_open:
            with disk.explained(self.var):
                self.var.chmod(0o700)
        return was_open

    def shut_var(self) -> disk.Openness:
        """Make all that lies there for its owner only, but for the folders that are there for others.

        Raises StoreFailed when the folder itself cannot be made or shut.
        """
        was_open = self.open_var()
        found = disk.shut(self.var, besides=(self.publicatie, self.inbox))
        return replace(found, shut=(self.var, *found.shut)) if was_open else found

    @classmethod
    def from_env(cls, environ: dict[str, str] | None = None) -> "Settings":
        """Read `JAARCYCLUS_…`; what is absent lies under `JAARCYCLUS_VAR` (default `./var`).

        Raises InvalidSetting.
        """
        env = dict(os.environ) if environ is None else environ
        var = Path(env.get(f"{PREFIX}VAR", "var")).resolve()

        def read(name: str, default: str) -> str:
            return env.get(f"{PREFIX}{name}", default)

        return cls(
            var=var,
            ledger_url=read("LEDGER_URL", f"sqlite:///{var}/ledger.sqlite"),
            store_url=read("STORE_URL", f"file://{var}/artefacten"),
            store_sleutels=_path(read("STORE_SLEUTELS", "")),
            profielen=Path(read("PROFIELEN", str(project_root() / "profiles"))).resolve(),
            publicatie=Path(read("PUBLICATIE", str(var / "publicatie"))).resolve(),
            inbox=Path(read("INBOX", str(var / "inbox"))).resolve(),
            klok_bestand=Path(read("KLOK_BESTAND", str(var / "klok"))).resolve(),
            getuige=Path(read("GETUIGE", str(var / "getuige"))).resolve(),
            adres=_address(
                f"{PREFIX}ADRES", read("ADRES", ""), "mensen Jaarcyclus vinden", "https://jaarcyclus.example"
            ),
            hosts=_host_list(f"{PREFIX}HOSTS", read("HOSTS", "")),
            proxy=_network_list(f"{PREFIX}PROXY", read("PROXY", "")),
            api=_address(f"{PREFIX}API", read("API", ""), "de API-server is", "http://api-server:8080"),
            metingen=_address(f"{PREFIX}METINGEN", read("METINGEN", ""), "metingen heen gaan", "http://collector:4318"),
            teams_proef=_address(
                f"{PREFIX}TEAMS_PROEF", read("TEAMS_PROEF", ""), "kaarten heen mogen", "http://127.0.0.1:8099"
            ),
            max_werkboek_bytes=_positive(f"{PREFIX}MAX_WERKBOEK_BYTES", read("MAX_WERKBOEK_BYTES", "20000000")),
            max_werkboek_cellen=_positive(f"{PREFIX}MAX_WERKBOEK_CELLEN", read("MAX_WERKBOEK_CELLEN", "400000")),
            max_werkboek_tekst=_positive(f"{PREFIX}MAX_WERKBOEK_TEKST", read("MAX_WERKBOEK_TEKST", "500000")),
            max_lees_seconden=_positive(f"{PREFIX}MAX_LEES_SECONDEN", read("MAX_LEES_SECONDEN", "60")),
            max_lees_geheugen_bytes=_positive(
                f"{PREFIX}MAX_LEES_GEHEUGEN_BYTES", read("MAX_LEES_GEHEUGEN_BYTES", "1000000000")
            ),
            graph=GraphSettings.from_env(env),
            oidc=OidcSettings.from_env(env),
            mail=MailSettings.from_env(env),
        )


def _positive(name: str, text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,14}", text):
        raise InvalidSetting(
            f"De instelling {name} is '{text}'; zet er een heel getal van 1 of meer in, met alleen cijfers."
        )
    return int(text)


def _address(name: str, text: str, what: str, example: str) -> str:
    address = text.strip().lower().removesuffix("/")
    if address and not re.fullmatch(rf"https?://{_HOST}(:[1-9][0-9]{{0,4}})?", address):
        raise InvalidSetting(
            f"De instelling {name} is '{text}'; zet er het adres in waar {what}, zonder pad, zoals {example}."
        )
    return address


def _host_list(name: str, text: str) -> str:
    hosts = _parts(text.lower())
    if not all(re.fullmatch(_HOST, host) for host in hosts):
        raise InvalidSetting(
            f"De instelling {name} is '{text}'; zet er namen van deze machine in, met komma's ertussen en zonder poort."
        )
    return ",".join(hosts)


def _network_list(name: str, text: str) -> str:
    """Refuse a name and `*` too: whoever is believed may say that a request came from anywhere."""
    networks = _parts(text)
    try:
        for network in networks:
            ipaddress.ip_network(network)
    except ValueError as fault:
        raise InvalidSetting(
            f"De instelling {name} is '{text}'; zet er IP-adressen van uw eigen proxy in, met komma's ertussen."
        ) from fault
    return ",".join(networks)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def project_root() -> Path:
    """Return where templates, profiles and the locks lie."""
    return Path(__file__).resolve().parents[2]
