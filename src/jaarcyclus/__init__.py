"""Jaarcyclus: the planning-and-control year of an inter-municipal cooperation.

The functional core. Nothing in this package imports airflow; `dags/` and `plugins/` do.
"""
