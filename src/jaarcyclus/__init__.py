"""Jaarcyclus: the planning-and-control year of an inter-municipal cooperation.

The functional core: sixteen rooms, each a package that says in its docstring what it is for. Imports go down only
(`docs/architecture.md`). Nothing here imports airflow; `dags/` and `plugins/` do.
"""
