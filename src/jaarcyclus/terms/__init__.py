"""The values everybody speaks in: money, days, products, codes, a stranger's text, findings.

Face: every module. What is here is small, pure and known to every room above; nothing here knows a profile, a
dossier or a workbook, reads a clock or opens anything but the lists it carries in `data/`.
"""
