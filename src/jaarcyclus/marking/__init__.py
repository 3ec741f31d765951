"""The sender's own workbook with its faults marked: put into the package that he made, none of it written anew.

Face: `order`, `marker`, `own`, `fading`, `cell_names`. Bytes and an order in, bytes out; every part of his keeps its
bytes but for what is put in. Everything here runs in a child process of `intake`, on a stranger's file, so it imports
nothing of ours but its fellows; whether the result may go to anybody is judged there, never here.
"""
