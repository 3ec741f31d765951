"""Which event may follow which. Rules refuse, in Dutch, with a stable code; they never repair.

Face: `transitions` (all rules of a dossier), `context` (what they judge with), `votes` (for who is about to answer),
`gates` (the refusal of an advice), `signing` and `assertions` (for who signs, and who proves it), `postbus`, `holders`,
`placing` and `messages` (the rules of those chains). They judge when an event is written and again when a dossier is
verified, so they read no clock, no store and no folder: only dossier, event, and the pinned artefacts.
"""
