"""The papers of one version, from figures and profile: product, booklets, oplegnota's, bijlage, publication page.

Face: `files` (all of them), `order` (what they are made from), `product_workbook` (the one that needs no printing),
`bijlage`, `publication_page`. Equal orders give equal bytes. Nothing here reads a clock, a store or the ledger.
"""
