"""What happens: the only room that records. One module behind each DAG, and one for what people do.

Face: every module but `judging`, `publication_folder` and `publication_overview`. A step reads
the ledger, does its work and records the effect; done twice it has the effect of once. Whether it is due is
`dossier.planning`'s, whether it may `rules`'.
"""
