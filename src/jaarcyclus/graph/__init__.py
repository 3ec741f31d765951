"""SharePoint through Microsoft Graph: what the two say to each other, and what each answer means for who asked.

Face: `connection`, `airflow_connection`, `outcomes`, `reasons`, `records`, `client`, `places`, `items`, `columns`,
`sessions`, `changes`, `downloads`, `holding`, `names`, `hashes`, `probe`, `sealing`, `shared_wait`. Every call gives an
outcome of a closed set (`graph.outcomes`); none sleeps, none repeats a write that may have been done, none follows an
address to a host that nobody allowed. What was published, by whom and whether it is ours is not known here: `steps`
asks, records and decides.
docs/sharepoint.md says which call gives which outcome.
"""
