"""One samenwerking as its YAML describes it, dated: gremia, percelen, keys, calendar, routes.

Face: `records` (what a profile is), `gremium`, `verdeelsleutel`, `verantwoording`, `calendar`, `messages` and `dated`
(what it is made of), `source` (its text with lines), `outline` (what Airflow needs), `of_round` (which profile a
round has), and `profile.checks.soundness` with `profile.checks.fault` (what may be wrong with it). It never repairs a
profile, and knows no dossier.
"""
