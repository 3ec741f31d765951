"""Loaded by each Python process of the stack under test: lets a test kill the API server at one exact moment.

A file `voor` in the folder of TOETS_UITVAL kills it just before the next vote goes into the ledger, `na` just after;
the file goes first, so that it happens once. A file `wacht` lets the step that makes a version stand still right before
it records: `wachtend` then tells its process and its parent, until there is a file `verder`. Nothing of this is in the
program itself.
"""

import importlib.abc
import importlib.machinery
import os
import signal
import sys
import time
from pathlib import Path


def _kill_if_asked(moment: str) -> None:
    try:
        (Path(os.environ["TOETS_UITVAL"]) / moment).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def _guard(votes) -> None:
    record = votes.record

    def guarded(*args, **named):
        _kill_if_asked("voor")
        event = record(*args, **named)
        _kill_if_asked("na")
        return event

    votes.record = guarded


def _stand_still_if_asked() -> None:
    folder = Path(os.environ["TOETS_UITVAL"])
    try:
        (folder / "wacht").unlink()
    except FileNotFoundError:
        return
    told = folder / "wachtend.nieuw"
    told.write_text(f"{os.getpid()} {os.getppid()}")
    told.rename(folder / "wachtend")
    while not (folder / "verder").exists():
        time.sleep(0.1)


def _hold(versions) -> None:
    version_content = versions.version_content

    def held(*args):
        content = version_content(*args)
        _stand_still_if_asked()
        return content

    versions.version_content = held


_CHANGES = {"jaarcyclus.steps.votes": _guard, "jaarcyclus.steps.versions": _hold}


class _Loader(importlib.machinery.SourceFileLoader):
    def exec_module(self, module) -> None:
        super().exec_module(module)
        _CHANGES[module.__name__](module)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        """Return where a module of `_CHANGES` is, to be changed as it loads; everything else is found as always."""
        if name not in _CHANGES:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


if "TOETS_UITVAL" in os.environ:
    sys.meta_path.insert(0, _Finder())
