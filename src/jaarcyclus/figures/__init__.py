"""What percelen submitted, summed and divided to the cent.

Face: every module. `records` is one submission, `consolidation` a product, `known` what earlier products said. Integer
cents only. Nothing here reads Excel (`intake`), judges a line (`intake.checks`) or prints.
"""
