"""Where everything lives and how much a stranger's file may cost: the only reader of the environment."""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from jaarcyclus import disk
from jaarcyclus.errors import InvalidSetting

PREFIX = "JAARCYCLUS_"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One installation. Paths are absolute; sizes in bytes, times in seconds."""

    var: Path
    ledger_url: str
    store_url: str
    profielen: Path
    publicatie: Path
    inbox: Path
    klok_bestand: Path
    getuige: Path
    max_werkboek_bytes: int = 20_000_000
    max_lees_seconden: int = 60
    max_lees_geheugen_bytes: int = 1_000_000_000

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
            profielen=Path(read("PROFIELEN", str(project_root() / "profiles"))).resolve(),
            publicatie=Path(read("PUBLICATIE", str(var / "publicatie"))).resolve(),
            inbox=Path(read("INBOX", str(var / "inbox"))).resolve(),
            klok_bestand=Path(read("KLOK_BESTAND", str(var / "klok"))).resolve(),
            getuige=Path(read("GETUIGE", str(var / "getuige"))).resolve(),
            max_werkboek_bytes=_positive(f"{PREFIX}MAX_WERKBOEK_BYTES", read("MAX_WERKBOEK_BYTES", "20000000")),
            max_lees_seconden=_positive(f"{PREFIX}MAX_LEES_SECONDEN", read("MAX_LEES_SECONDEN", "60")),
            max_lees_geheugen_bytes=_positive(
                f"{PREFIX}MAX_LEES_GEHEUGEN_BYTES", read("MAX_LEES_GEHEUGEN_BYTES", "1000000000")
            ),
        )


def _positive(name: str, text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,14}", text):
        raise InvalidSetting(
            f"De instelling {name} is '{text}'; zet er een heel getal van 1 of meer in, met alleen cijfers."
        )
    return int(text)


def project_root() -> Path:
    """Return where templates, profiles and the locks lie."""
    return Path(__file__).resolve().parents[2]
