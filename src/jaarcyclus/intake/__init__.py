"""A stranger's workbook in, figures or findings out.

Face: `verdict`, `marked`, and for who lists the checks `intake.checks.listed` and `intake.checks.check`. A file passes
`quarantine`, is read by a child process under limits (`sandbox`, `reader`), its cells become rows (`filled_form`), and
rows are judged (`expectations`, `checks`). `marked` gives his workbook back with the findings put in. Nothing here
raises for what is in a file, repairs it, or records anything.
"""
