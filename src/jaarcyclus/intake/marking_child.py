"""The child process that marks a stranger's workbook: `jaarcyclus.marking` under the limits of the child that reads.

Started by `intake.sandbox` as `python -I -m jaarcyclus.intake.marking_child SECONDS BYTES`. Standard input is the order
on one line (`marking.order`) and then the workbook; standard output is the marked workbook. It judges nothing, and what
it gives is as hostile as what it got: see `intake.marked`.
"""

import os
import sys

from jaarcyclus.intake.child_rights import TOO_HEAVY, give_up_rights
from jaarcyclus.marking.marker import mark
from jaarcyclus.marking.order import from_json

UNMARKED = 4  # exit code: the file has something that nothing can be put in


def main() -> int:
    """Read standard input, write the marked workbook; return the exit code."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    give_up_rights(seconds=int(sys.argv[1]), memory=int(sys.argv[2]))
    try:
        line, _, content = sys.stdin.buffer.read().partition(b"\n")
        answer.write(mark(content, from_json(line)))
        answer.close()
    except (MemoryError, OSError):
        os._exit(TOO_HEAVY)  # an orderly end would try to write the rest again
    except Exception:
        # Whatever a crafted file makes zipfile or expat raise: it is given back without marks.
        os._exit(UNMARKED)
    return 0


if __name__ == "__main__":
    sys.exit(main())
