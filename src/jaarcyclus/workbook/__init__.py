"""The Excel form: its words, its tables, and how it is written.

Face: every module but `styles`. `intake` reads by the same tables. What a sender did with the form is not known here.
"""
