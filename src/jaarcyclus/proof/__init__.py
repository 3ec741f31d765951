"""An exported dossier judged again, on a machine without ledger, store or Airflow.

Face: `verification`, what is asked of it (`beside`) and its `report`; `anchors`, `replay`, `export`, `archive`,
`wrapping`. It believes nothing that it can make anew. It writes nothing.
"""
