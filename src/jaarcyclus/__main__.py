"""`python -m jaarcyclus` is the command `jaarcyclus`."""

from jaarcyclus.cli import main

main()
