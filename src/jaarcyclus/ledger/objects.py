"""A folder in a bucket of S3 or a container of Azure: the only door to obstore.

An object comes there whole, by one request that is refused when it is there already (`If-None-Match: *`). What is more
than fits in one comes under a name of its own first, and is copied on the same condition. The library's own words hold
addresses, which may hold a right: none of them is passed on, not even as the cause of an error.
"""

import contextlib
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from io import SEEK_END, BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from jaarcyclus import disk
from jaarcyclus.errors import InvalidSetting, ObjectsForked, StoreFailed
from jaarcyclus.terms.kept import BLOCK, FromAnywhere

if TYPE_CHECKING:
    from obstore.store import ObjectStore

SCHEMES = {"s3": "aws_", "abfs": "azure_"}
"""How an address begins, and the names of the credentials that go with it."""

_ONE_REQUEST = 16 * BLOCK  # chosen: what is held for one request, and sent in half a minute on a slow line
_ADDRESS = re.compile(r"(s3|abfs)://[A-Za-z0-9][A-Za-z0-9.-]{1,254}(/[A-Za-z0-9._-]+)*/?")
_READ = 8 * BLOCK  # chosen: what is held of what was read; each request takes its time, however little it asks
_CLIENT = {"connect_timeout": "10s", "read_timeout": "60s", "timeout": "600s"}
_RETRIES = {"max_retries": 4}
_STATUS, _CODE = re.compile(r"status code: (\d{3})"), re.compile(r"<Code>([A-Za-z]{1,60})</Code>")
_USED_BY: dict[str, int] = {}
_NO_BUCKET = ("NoSuchBucket", "ContainerNotFound")


class Objects:
    """Objects by name below one address. Nothing is asked, nor obstore imported, before the first of them is."""

    def __init__(self, address: str, secrets_file: str = "") -> None:
        """Raises InvalidSetting, which does not repeat what is no address: somebody may have put a secret in it."""
        if not _ADDRESS.fullmatch(address):
            raise InvalidSetting(
                "JAARCYCLUS_STORE_URL is geen adres van een opslag; zet er iets in als s3://emmer/map, "
                "abfs://container/map of file:///pad/naar/map, zonder sleutel, wachtwoord of vraagteken. Sleutels "
                "staan in de omgeving of in het bestand van JAARCYCLUS_STORE_SLEUTELS."
            )
        if find_spec("obstore") is None:
            raise InvalidSetting(
                f"De bestanden staan in {address}, maar wat dat nodig heeft is niet geïnstalleerd; draai eerst "
                "`make store`."
            )
        self.place = address.rstrip("/")
        self._scheme, self._secrets_file = address.partition("://")[0], secrets_file

    def has(self, name: str) -> bool:
        """Return whether an object of that name is there. Raises StoreFailed when nobody can tell."""
        from obstore import head

        try:
            with self._told():
                head(self._store, name)
        except FileNotFoundError:
            return False
        return True

    def read(self, name: str) -> bytes:
        """Return its bytes. Raises FileNotFoundError, StoreFailed."""
        from obstore import get

        with self._told():
            return get(self._store, name).bytes().to_bytes()

    def open(self, name: str) -> BinaryIO:
        """Open it for reading, some blocks a request. Raises as `read`."""
        from obstore import get, head

        with self._told():
            try:
                found = head(self._store, name)
            except FileNotFoundError:
                found = get(self._store, name).meta  # whether it or its bucket is gone stands in a body
        size = found["size"]
        return BufferedReader(_Object(self, name, size), max(1, min(size, _READ)))

    def read_part(self, name: str, start: int, end: int) -> bytes:
        """Return the bytes from `start` up to `end`. Raises as `read`."""
        from obstore import get_range

        with self._told():
            return get_range(self._store, name, start=start, end=end).to_bytes()

    def add(self, name: str, content: bytes) -> bool:
        """Put an object there; return False, and change nothing, when one of that name is there. Raises StoreFailed."""
        from obstore import put
        from obstore.exceptions import AlreadyExistsError

        with self._told(writes=True):
            try:
                put(self._store, name, content, mode="create", use_multipart=False)
            except AlreadyExistsError:
                return False
        return True

    def add_file(self, name: str, file: BinaryIO) -> bool:
        """Do the same with a file of any size, which can seek."""
        size = file.seek(0, SEEK_END)
        file.seek(0)
        return self.add(name, file.read()) if size <= _ONE_REQUEST else self._add_large(name, file)

    def _add_large(self, name: str, file: BinaryIO) -> bool:
        from obstore import copy, put
        from obstore.exceptions import AlreadyExistsError

        aside = f"concept/{secrets.token_hex(16)}"
        try:
            with self._told(writes=True):
                put(self._store, aside, file, max_concurrency=2)
                try:
                    copy(self._store, aside, name, overwrite=False)
                except AlreadyExistsError:
                    return False
        finally:
            self._remove(aside)
        return True

    def try_out(self) -> str:
        """Put an object there, read it, and return in Dutch what may be done. Raises StoreFailed on what may not."""
        name, content = f"concept/{secrets.token_hex(16)}", secrets.token_bytes(64)
        self.add(name, content)
        try:
            if self.read(name) != content:
                raise StoreFailed(f"{self.place} geeft andere bytes terug dan er zijn bewaard. {_OTHER}")
            if self.add(name, secrets.token_bytes(64)) or self.read(name) != content:
                raise StoreFailed(f"{self.place} laat een bestand overschrijven dat er al staat. {_OTHER}")
        finally:
            removed = self._remove(name)
        text = f"{self.place}: bewaren en teruglezen gaat, en overschrijven weigert de opslag"
        return text if removed else f"{text}; de proef is niet weg te halen, laat de beheerder {name} daar weghalen"

    def _remove(self, name: str) -> bool:
        from obstore import delete

        with contextlib.suppress(StoreFailed, FileNotFoundError), self._told():
            delete(self._store, name)
            return True
        return False

    @property
    def _store(self) -> "ObjectStore":
        """Its threads are not there in a fork, which would wait for them for ever: open it after the fork."""
        if _USED_BY.setdefault("process", os.getpid()) != os.getpid():
            raise ObjectsForked("obstore was used before this process was forked")
        return self._connection

    @cached_property
    def _connection(self) -> "ObjectStore":
        from obstore.exceptions import BaseError
        from obstore.store import from_url

        given = _read_secrets(self._secrets_file, SCHEMES[self._scheme])
        # What the library reads of the environment by itself, but not beside the options that we give it.
        of_environment = os.environ.get(f"{SCHEMES[self._scheme]}allow_http".upper(), "")
        plain = (given.pop("allow_http", "") or of_environment) == "true"
        client = {**_CLIENT, "allow_http": True} if plain else _CLIENT
        if self._scheme == "s3":
            given["aws_copy_if_not_exists"] = "multipart"
        try:
            return from_url(self.place, config=given, client_options=client, retry_config=_RETRIES)  # type: ignore[call-overload, no-any-return]  # names from a file
        except BaseError:
            raise InvalidSetting(
                f"Met deze instellingen is {self.place} niet te bereiken: er ontbreekt iets, of de vorm klopt niet. "
                "Laat de beheerder de sleutels nakijken (docs/operations.md)."
            ) from None

    @contextmanager
    def _told(self, *, writes: bool = False) -> Iterator[None]:
        """Turn what the library raises into StoreFailed, or FileNotFoundError for an object that is not there."""
        store = self._store
        assert store is not None, "obstore is imported now"
        from obstore.exceptions import AlreadyExistsError, BaseError

        try:
            yield
        except AlreadyExistsError:
            raise
        except (BaseError, OSError) as fault:
            text = str(fault)
            if isinstance(fault, FileNotFoundError) and not writes and not any(code in text for code in _NO_BUCKET):
                raise FileNotFoundError from None
            raise StoreFailed(self._explain(text, writes=writes)) from None

    def _explain(self, text: str, *, writes: bool) -> str:
        """Return in Dutch what is wrong and who must do what, of the status and the code that the store answered."""
        status, code = (found[1] if (found := form.search(text)) else "" for form in (_STATUS, _CODE))
        told = " ".join(filter(None, (status, code)))
        kept = "; er is niets bewaard" if writes else ""
        if not status:
            return (
                f"{self.place} antwoordt niet{kept}. Laat de beheerder het netwerk en het adres nakijken; zonder "
                f"https gaat het alleen als {SCHEMES[self._scheme].upper()}ALLOW_HTTP op true staat."
            )
        if status == "507" or "Quota" in code or "Full" in code:
            return f"{self.place} is vol ({told}){kept}. Laat de beheerder de ruimte vergroten."
        if code in _NO_BUCKET or status == "404":
            return (
                f"{self.place} is er niet ({told}){kept}. Laat de beheerder de emmer of container maken, of "
                "JAARCYCLUS_STORE_URL verbeteren."
            )
        if code == "RequestTimeTooSkewed":
            return f"{self.place} zegt dat de klok van deze machine niet klopt ({told}){kept}. Zet de klok gelijk."
        if status in ("401", "403"):
            return (
                f"{self.place} weigert de sleutel van Jaarcyclus ({told}){kept}. Laat de beheerder de sleutel "
                "nakijken, en of hij mag lezen, schrijven en opvragen."
            )
        if status in ("429", "500", "502", "503", "504"):
            return f"{self.place} heeft een storing of is te druk ({told}){kept}. Probeer het later opnieuw."
        return f"{self.place} weigert ({told}){kept}. Laat de beheerder de instellingen van de opslag nakijken."


_OTHER = "Kies een opslag die `If-None-Match` kent; wat vaststaat, mag niemand kunnen vervangen."


class _Object(FromAnywhere):
    """An object as a file."""

    def __init__(self, objects: Objects, name: str, size: int) -> None:
        super().__init__(size)
        self._objects, self._name = objects, name

    def part(self, start: int, end: int) -> bytes:
        return self._objects.read_part(self._name, start, end)


def _read_secrets(path: str, prefix: str) -> dict[str, str]:
    """Return what stands in the file as NAAM=waarde, by the names that obstore knows; {} without a file.

    Raises InvalidSetting without repeating a line, also when others on this machine may read it.
    """
    if not path:
        return {}
    try:
        with Path(path).open(encoding="ascii") as file:
            if disk.is_open_to_others(file):
                raise InvalidSetting(
                    f"Anderen op deze machine kunnen bij {path}, het bestand van JAARCYCLUS_STORE_SLEUTELS; "
                    f"{disk.how_to_shut(path)}. Kan iemand de sleutels hebben gezien, laat dan nieuwe maken."
                )
            lines = file.read().splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "er staan andere tekens in dan een sleutel heeft"
        raise InvalidSetting(
            f"Het bestand {path} van JAARCYCLUS_STORE_SLEUTELS is niet te lezen ({reason}); geef het aan de gebruiker "
            "van Jaarcyclus."
        ) from None
    found = dict(_name_and_value(line, path) for line in lines if line.strip() and not line.startswith("#"))
    return {_NAMES[name]: value for name, value in found.items() if name.startswith(prefix.upper())}


def _name_and_value(line: str, path: str) -> tuple[str, str]:
    name, equals, value = line.partition("=")
    if not equals or name.strip() not in _NAMES:
        raise InvalidSetting(
            f"In het bestand {path} van JAARCYCLUS_STORE_SLEUTELS staat een regel die wij niet kennen; zet er op elke "
            f"regel NAAM=waarde, met als naam een van: {', '.join(_NAMES)}."
        )
    return name.strip(), value.strip()


_NAMES: Mapping[str, str] = {
    "AWS_ACCESS_KEY_ID": "aws_access_key_id",
    "AWS_SECRET_ACCESS_KEY": "aws_secret_access_key",
    "AWS_REGION": "aws_region",
    "AWS_ENDPOINT_URL": "aws_endpoint_url",
    "AWS_ALLOW_HTTP": "allow_http",
    "AZURE_STORAGE_ACCOUNT_NAME": "azure_storage_account_name",
    "AZURE_STORAGE_ACCOUNT_KEY": "azure_storage_account_key",
    "AZURE_STORAGE_SAS_KEY": "azure_storage_sas_key",
    "AZURE_STORAGE_TENANT_ID": "azure_storage_tenant_id",
    "AZURE_STORAGE_CLIENT_ID": "azure_storage_client_id",
    "AZURE_STORAGE_CLIENT_SECRET": "azure_storage_client_secret",
    "AZURE_STORAGE_ENDPOINT": "azure_storage_endpoint",
    "AZURE_ALLOW_HTTP": "allow_http",
}
