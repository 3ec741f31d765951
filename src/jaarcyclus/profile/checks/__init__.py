"""What may be wrong with a profile, found before a year runs on it: each rule a function from profile to findings.

Face: `soundness`, the list of them all. The words of a fault stand in `fault_kinds`. A check never changes a profile.
"""
