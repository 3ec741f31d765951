"""Who is told what and when, the words for it, and what comes of telling: one door per channel.

Face: `contact` (where somebody wants to be told), `addresses` (what may be kept as such), `outcomes` (what came of it);
`occasion`, `occasions`, `subject`, `news`, `office` and `links` (what each person is to be told, once), `digest` (what
of it goes now), `letter` and `card` (its words); `mail` with `mail_server`, and `teams` (one door per channel);
`agenda` (somebody's days as a calendar). Nothing here reads a clock, a store or the ledger, and nothing is evidence
that somebody read it: at most that a server took it.
"""
