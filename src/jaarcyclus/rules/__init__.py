"""Which event may follow which. Rules refuse, in Dutch, with a stable code; they never repair.

Face: `transitions` (all rules), `context` (what they judge with). They judge when an event is written and again when a
dossier is verified, so they read no clock, no store and no folder: only dossier, event, and the pinned artefacts.
"""
