"""What may be wrong across the rows of one submission: each check a small function from figures to findings.

Face: `listed`, the one list of them with owner, source and reach, and `check`, what one is. A check never changes a
figure, raises on nothing that a person typed, reads no cell and knows neither Great Expectations nor the child that
opens a workbook. To add one: write the function, its row in `listed`, its sentences in `terms.finding_kinds`; `make
docs` writes its line in docs/controles.md.
"""
