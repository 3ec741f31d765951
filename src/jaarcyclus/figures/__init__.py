"""What percelen submitted, summed and divided to the cent.

Face: `records` (one submission), `consolidation`, `verrekening`, `allocation`. Integer cents only. Nothing here reads
Excel (`intake`), judges a line (`intake.checks`) or prints.
"""
