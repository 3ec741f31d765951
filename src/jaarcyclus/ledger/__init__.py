"""What happened: hash-chained events, one chain a dossier, and the files they name.

Face: `chain` (links), `events` with their `parts`, `correction_events`, `earlier_events`, `postbus_events`,
`holders_events`, `placing_events`, `signing_events` and `message_events` (what is said in them, one record a kind),
`wire` (between a record and its JSON) and `reach` (how somebody is reached) for everybody, for they are pure; `store`,
`contacts`, `schema`, `witness` and `artefacts` only for `steps.workspace`, the doctor and the demo. Nothing here has an
opinion on what may happen (`rules`) or what it amounts to (`dossier`).
"""
