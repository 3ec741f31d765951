"""Runs `python -m jaarcyclus` again and again, each time in a fork of a process that has the slow libraries already.

Great Expectations alone takes seconds to import, for each of some thirty commands. Knows nothing of the program but its
name: no module of it is imported before the fork. Reads a task a line (JSON), answers with the exit code.
"""

import json
import os
import runpy
import sys
import traceback

import great_expectations  # noqa: F401 - to have it before the fork
import openpyxl  # noqa: F401
import pandas  # noqa: F401
import weasyprint  # noqa: F401


def main() -> None:
    """Do one task after the other, until nobody asks any more."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(do(json.loads(line)))
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def do(task: dict) -> int:
    """Run the program with the arguments, folder, environment and output of the task; return its exit code."""
    for number, name in ((1, task["out"]), (2, task["err"])):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT, 0o600), number)
    os.environ.clear()
    os.environ.update(task["env"])
    os.chdir(task["cwd"])
    sys.argv = ["jaarcyclus", *task["argv"]]
    try:
        runpy.run_module("jaarcyclus", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


main()
