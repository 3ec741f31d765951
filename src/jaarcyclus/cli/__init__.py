"""The command `jaarcyclus`: reads arguments, calls one function, prints Dutch.

Face: `app`. No rules here, and nothing heavy is imported before a command needs it.
"""
