"""docker-compose.yml as an engine reads it: variables filled in, one container a replica, and what each of them needs.

Where there is no engine, what a container sees as its own is mapped: a host name to a loopback address, a volume to a
directory. Nothing else of a command or an environment is changed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
COMPOSE_FILE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "Dockerfile"
EVERYWHERE = "0.0.0.0"
_VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?::(?P<how>[-?])(?P<rest>[^}]*))?\})")
_HOST_POSITION = r"(?:(?<=//)|(?<=@)|(?<![\w/.-])(?=[\w-]+:\d))"  # in an address, or before a port
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}


class MissingVariable(Exception):
    """Raised when a variable that must be there is not; the text is the one of the file."""


@dataclass(frozen=True, kw_only=True)
class Health:
    """How a container is looked at. Times in seconds."""

    test: tuple[str, ...]
    interval: float
    timeout: float
    retries: int
    start_period: float
    start_interval: float


@dataclass(frozen=True, kw_only=True)
class Container:
    """One replica of a service, with its own loopback address; `depends_on` maps a service to a condition."""

    service: str
    number: int
    address: str
    image: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    health: Health | None
    depends_on: Mapping[str, str]
    restarts: bool
    grace: float
    directories: tuple[Path, ...]

    @property
    def name(self) -> str:
        return f"{self.service}-{self.number}"


def read(environ: Mapping[str, str], path: Path = COMPOSE_FILE) -> dict[str, Any]:
    """Return the file with its variables filled in. Raises MissingVariable."""
    return _fill(yaml.safe_load(path.read_text()), environ)


def copied() -> list[str]:
    """Return what the Dockerfile copies from the repository, all of it to the root of the program."""
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE.read_text(), re.M)
    return [name for line in lines for name in line.split()]


def read_env(path: Path) -> dict[str, str]:
    """Return what a file `.env` gives."""
    lines = (line for line in path.read_text().splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def _fill(value: Any, environ: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _fill(item, environ) for key, item in value.items()}
    if isinstance(value, list):
        return [_fill(item, environ) for item in value]
    return _VARIABLE.sub(lambda found: _variable(found, environ), value) if isinstance(value, str) else value


def _variable(found: re.Match[str], environ: Mapping[str, str]) -> str:
    if found["dollar"]:
        return "$"
    value = environ.get(found["name"], "")
    if not value and found["how"] == "?":
        raise MissingVariable(f"{found['name']}: {found['rest']}")
    return value or (found["rest"] if found["how"] == "-" else "")


@dataclass(frozen=True, kw_only=True)
class Mapper:
    """Where the names of this project lead on this machine: `net` is the first half of its addresses, `127.77`."""

    file: Mapping[str, Any]
    folder: Path
    net: str

    def containers(self, replicas: Mapping[str, int]) -> Iterator[Container]:
        """Yield every container; `replicas` overrules how many of a service there are, as `--scale` does."""
        for service, given in self.file["services"].items():
            count = replicas.get(service, given.get("deploy", {}).get("replicas", 1))
            for number in range(1, count + 1):
                yield self._container(service, given, number)

    def address(self, service: str, number: int = 1) -> str:
        """Return the loopback address of a replica."""
        return f"{self.net}.{list(self.file['services']).index(service) + 1}.{number}"

    def directory(self, service: str, number: int, target: str) -> Path:
        """Return what a path in a container is here: a named volume is shared, anything else its own."""
        volumes = (line.split(":")[:2] for line in self.file["services"][service].get("volumes", ()))
        named = {inside: name for name, inside in volumes}
        own = self.folder / "eigen" / f"{service}-{number}" / target.strip("/").replace("/", "_")
        return self.folder / "volumes" / named[target] if target in named else own

    def _container(self, service: str, given: Mapping[str, Any], number: int) -> Container:
        inside = [line.split(":")[1] for line in given.get("volumes", ())] + given.get("tmpfs", [])
        places = {target: self.directory(service, number, target) for target in inside}

        def here(text: str) -> str:
            return self._translate(text, places, self.address(service, number))

        environment = self._from_files(given.get("env_file", ()))
        environment |= {key: here(str(value)) for key, value in given.get("environment", {}).items()}
        if "JAARCYCLUS_HOSTS" in environment:  # names alone, which no address around them tells
            environment["JAARCYCLUS_HOSTS"] = ",".join(map(self._host, environment["JAARCYCLUS_HOSTS"].split(",")))
        environment |= {"HOSTNAME": f"{service}-{number}", "TMPDIR": str(places["/tmp"])}
        return Container(
            service=service,
            number=number,
            address=self.address(service, number),
            image=given["image"],
            command=tuple(map(here, given.get("command", ()))),
            environment=environment,
            health=_health(given.get("healthcheck"), lambda text: self._after_option(here(text))),
            depends_on={name: how["condition"] for name, how in given.get("depends_on", {}).items()},
            restarts=given.get("restart", "no") != "no",
            grace=_seconds(given.get("stop_grace_period", "10s")),
            directories=tuple(places.values()),
        )

    def _from_files(self, files: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        """Return what lies beside the file for this service, if it does."""
        paths = (self.folder / given["path"] for given in files)
        return {name: value for path in paths if path.exists() for name, value in read_env(path).items()}

    def _translate(self, text: str, places: Mapping[str, Path], own: str) -> str:
        paths = "|".join(re.escape(target) for target in sorted(places, key=len, reverse=True))
        text = re.sub(rf"(?<![\w.])(?:{paths})(?![\w-])", lambda found: str(places[found[0]]), text)
        names = "|".join(map(re.escape, self.file["services"]))
        text = re.sub(rf"{_HOST_POSITION}({names})(?=[:/]|$)", lambda found: self._host(found[1]), text)
        return text.replace(EVERYWHERE, own)

    def _after_option(self, text: str) -> str:
        return re.sub(r"(?<=-h )([\w-]+)", lambda found: self._host(found[1]), text)

    def _host(self, name: str) -> str:
        return self.address(name) if name in self.file["services"] else name


def _health(given: Mapping[str, Any] | None, here: Any) -> Health | None:
    if given is None:
        return None
    kind, *rest = given["test"]
    # joined by a blank and parted again: `-h` and the name after it stand in two arguments
    test = ("sh", "-c", here(rest[0])) if kind == "CMD-SHELL" else tuple(here(" ".join(rest)).split())
    times = {key: _seconds(given[key]) for key in ("interval", "timeout", "start_period", "start_interval")}
    return Health(test=test, retries=given["retries"], **times)


def _seconds(text: str) -> float:
    return sum(float(number) * _UNITS[unit] for number, unit in re.findall(r"([\d.]+)([smh])", text))
