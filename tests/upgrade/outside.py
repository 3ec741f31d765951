"""The program as one meets it from outside: a command in a folder, what it prints, the files it leaves.

Imports nothing of it: its modules may get other names and other places, and none of this may notice.
"""

import atexit
import ctypes
import hashlib
import json
import lzma
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "data"
PRODUCTS = ("begroting", "tussenrapportage_1", "tussenrapportage_2", "jaarverslag")


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of an installation in `folder`, with the profiles that were kept beside it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JAARCYCLUS_", "AIRFLOW"))}
    own = {"JAARCYCLUS_VAR": str(folder / "var"), "JAARCYCLUS_PROFIELEN": str(folder / "profielen")}
    return kept | own | {"COLUMNS": "80", "PYTHONUTF8": "1"}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `jaarcyclus` with these arguments, from `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "jaarcyclus", *arguments],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def run_warm(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run it likewise, in a process that has the slow libraries of others already: see `warm`."""
    with tempfile.TemporaryDirectory() as room:
        out, err = Path(room, "out"), Path(room, "err")
        task = {"argv": arguments, "cwd": str(folder), "env": environment(folder), "out": str(out), "err": str(err)}
        code = int(_warm_server().ask(json.dumps(task)))
        return subprocess.CompletedProcess(arguments, code, out.read_text(), err.read_text())


class _Warm:
    """The process of `warm.py`, which forks for each task that it reads and answers with its exit code."""

    def __init__(self) -> None:
        script, env = Path(__file__).with_name("warm.py"), os.environ | {"PYTHONUTF8": "1"}
        self._process = subprocess.Popen(
            [sys.executable, str(script)], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        atexit.register(self._process.kill)

    def ask(self, task: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{task}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "warm.py ended; run it by hand to see why"
        return answer


@cache
def _warm_server() -> _Warm:
    return _Warm()


def transcribe(folder: Path, command: str, *, warm: bool = False) -> str:
    """Return a command and all that came of it, as the files in `data/transcripts` hold it."""
    done = (run_warm if warm else run)(folder, *shlex.split(command)[1:])
    errors = f"[stderr]\n{done.stderr}" if done.stderr else ""
    return f"$ {command}\n{done.stdout}{errors}[exit {done.returncode}]\n"


def transcripts(subject: str) -> list[Path]:
    """Return the transcripts that were kept of a subject."""
    return sorted((DATA / "transcripts" / subject).glob("*.txt"))


def replay(folder: Path, transcript: Path, *, warm: bool = False) -> tuple[str, str]:
    """Give the command of a transcript again; return what comes of it beside what came of it then."""
    expected = transcript.read_text()
    return transcribe(folder, expected.partition("\n")[0].removeprefix("$ "), warm=warm), expected


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder, by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def make_profiles(folder: Path) -> Path:
    """Lay out the profiles as they were, whatever a cooperation has changed in its own since; return the folder."""
    shutil.copytree(DATA / "profielen", folder / "profielen")
    return folder


def make_bureau(folder: Path) -> Path:
    """Lay out what every transcript was made in: the year as an installation kept it, exports and workbooks beside it.

    `var/` is the ledger as it was and every artefact of the four exports; `werkboeken/` has what was handed in.
    """
    make_profiles(folder)
    shutil.copytree(DATA / "werkboeken", folder / "werkboeken")
    (folder / "var").mkdir()
    (folder / "var" / "ledger.sqlite").write_bytes(lzma.decompress((DATA / "jaar" / "ledger.sqlite.xz").read_bytes()))
    shutil.copy(DATA / "jaar" / "klok", folder / "var" / "klok")
    for product in PRODUCTS:
        export = f"dowr-2027-{product}.zip"
        shutil.copy(DATA / "jaar" / export, folder / export)
        with zipfile.ZipFile(folder / export) as archive:
            _put_artefacts(folder / "var" / "artefacten", archive)
            _put_workbooks(folder / "werkboeken" / product, archive)
    return folder


def _put_artefacts(store: Path, archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if name.startswith("artefacten/"):
            sha = name.removeprefix("artefacten/")
            path = store / sha[:2] / sha[2:4] / sha
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(name))


def _put_workbooks(folder: Path, archive: zipfile.ZipFile) -> None:
    folder.mkdir()
    for line in archive.read("gebeurtenissen.jsonl").splitlines():
        event = json.loads(line)
        if event["soort"] == "inzending_geaccepteerd":
            content = archive.read(f"artefacten/{event['inhoud']['sha256']}")
            (folder / f"{event['inhoud']['perceel']}.xlsx").write_bytes(content)


def build() -> dict[str, Any]:
    """Return what the bytes of a PDF depend on besides its content, as this machine has it."""
    number = ctypes.CDLL("libpango-1.0.so.0").pango_version()
    layout = re.search(r"^LAYOUT = (\d+)$", (ROOT / "src/jaarcyclus/documents/files.py").read_text(), re.MULTILINE)
    return {
        "opmaak": layout and layout[1],
        "requirements_lock_sha256": hashlib.sha256((ROOT / "requirements.lock").read_bytes()).hexdigest(),
        "weasyprint": version("weasyprint"),
        "pango": f"{number // 10_000}.{number // 100 % 100}.{number % 100}",
        "pikepdf": version("pikepdf"),
    }
