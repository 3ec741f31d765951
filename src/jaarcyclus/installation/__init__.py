"""Airflow around the core: its processes, settings, accounts, secrets, inboxes, and their repair.

Face: `launcher`, `access`, `credentials`, `client`, `repair`, `inbox`, `libraries`, `doctor`, `examined`,
`dag_texts`, `publishing`, `backup`, `keyring`, `service`, `cleaning`, `oidc`, `oidc_metadata`, `telling`.
Imports no airflow: what must, runs from `plugins/`. Nothing in here is evidence.
"""
