"""One year of a cooperation, played on a real Airflow under a simulated clock, for whoever tries it out.

Face: `year`, `example`; `sample_figures` for tests and benchmarks. It has no way around a door: it does what people do.
"""
