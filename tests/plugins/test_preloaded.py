"""Great Expectations is imported once in a running stack: a fork of the process that runs tasks finds it in memory."""

import subprocess
import sys
from pathlib import Path

PRELOADED = Path(__file__).parents[2] / "plugins" / "jaarcyclus_airflow" / "preloaded.py"

# Stands where `airflow` does, and forks a task as its supervisor does. A task that would import any of the library
# anew, when the rules first ask for it, is told.
FORK = """
import os, runpy, sys, types

class Told:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "great_expectations":
            print("imported again:", name, flush=True)

def airflow():
    if os.fork() == 0:
        sys.meta_path.insert(0, Told())
        print("in memory:", "great_expectations" in sys.modules, flush=True)
        from jaarcyclus.intake import expectations
        expectations._context()
        os._exit(0)
    os.wait()

sys.modules["airflow.__main__"] = types.SimpleNamespace(main=airflow)
runpy.run_path(sys.argv[1], run_name="__main__")
"""


def test_a_forked_task_finds_great_expectations_in_memory_and_imports_none_of_it_again():
    ran = subprocess.run([sys.executable, "-c", FORK, str(PRELOADED)], capture_output=True, text=True, timeout=300)

    assert ran.stdout.split("\n") == ["in memory: True", ""], ran.stderr
