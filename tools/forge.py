"""Try many forgeries on an exported dossier and print those that `dossier verifieer` would not see without a head.

Run it from the project's root: `PYTHONPATH=tests .venv/bin/python tools/forge.py DOSSIER.zip 10000` (an hour).
"""

import sys
from pathlib import Path

from builders.mutation import holds, mutate


def main() -> None:
    """Try as many seeds as the second argument says on the zip of the first."""
    exported, count = Path(sys.argv[1]).read_bytes(), int(sys.argv[2])
    tried = 0
    for seed in range(count):
        what, forged = mutate(exported, seed)
        if forged in (b"", exported):
            continue
        tried += 1
        if holds(forged):
            print(seed, what, flush=True)
    print(f"{tried} forgeries of {count} seeds")


if __name__ == "__main__":
    main()
