"""Who is told what and when, the words for it, and what comes of telling: one door per channel.

Face: `contact` (where somebody wants to be told), `addresses` (what may be kept as such), `outcomes` (what came of it),
`card` and `teams` (a message as Teams takes it, and sending it), `agenda` (somebody's days as a calendar). Nothing here
reads a clock, a store or the ledger, and nothing is evidence that somebody read it: at most that a server took it.
"""
