"""`python -m jaarcyclus` is the command `jaarcyclus`."""

from jaarcyclus.cli.app import main

main()
