"""What the events of one dossier amount to: its state, where it stands on its route, what is due, in which words.

Face: every module. Pure: events and a profile in, values out. It never decides what may be recorded (`rules`), and
records nothing (`steps`).
"""
