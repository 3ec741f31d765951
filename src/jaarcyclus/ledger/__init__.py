"""What happened: hash-chained events, one chain a dossier, and the files they name.

Face: `chain` for everybody, for it is pure; `store`, `schema` and `artefacts` only for `steps.workspace`, the doctor
and the demo. Nothing here has an opinion on what may happen (`rules`) or what it amounts to (`dossier`).
"""
