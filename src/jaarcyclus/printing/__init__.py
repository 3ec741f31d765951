"""PDF, XLSX and HTML from data: one door each to WeasyPrint with pikepdf, to xlsxwriter and to Jinja2.

Face: every module. Equal input gives equal bytes. What a page says is not known here: workbook, documents and
publication bring the words.
"""
