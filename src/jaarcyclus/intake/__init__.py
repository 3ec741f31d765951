"""A stranger's workbook in, figures or findings out.

Face: `verdict`, and nothing else. A file passes `quarantine`, is read by a child process under limits (`sandbox`,
`reader`), its cells become rows (`filled_form`), and rows are judged (`expectations`, `checks`). Nothing here raises
for what is in a file, repairs it, or records anything.
"""
