"""Loaded by each Python process of the stack under test: lets a test kill the API server at one exact moment.

A file `voor` in the folder of TOETS_UITVAL kills it just before the next vote goes into the ledger, `na` just after;
the file goes first, so that it happens once. Nothing of this is in the program itself.
"""

import importlib.abc
import importlib.machinery
import os
import signal
import sys
from pathlib import Path


def _kill_if_asked(moment: str) -> None:
    try:
        (Path(os.environ["TOETS_UITVAL"]) / moment).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def _guard(votes) -> None:
    record = votes.record

    def guarded(*args):
        _kill_if_asked("voor")
        event = record(*args)
        _kill_if_asked("na")
        return event

    votes.record = guarded


class _Loader(importlib.machinery.SourceFileLoader):
    def exec_module(self, module) -> None:
        super().exec_module(module)
        _guard(module)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        """Return where `jaarcyclus.steps.votes` is, with the guard around it; everything else is found as always."""
        if name != "jaarcyclus.steps.votes":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


if "TOETS_UITVAL" in os.environ:
    sys.meta_path.insert(0, _Finder())
