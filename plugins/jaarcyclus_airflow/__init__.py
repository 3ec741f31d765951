"""What `jaarcyclus_plugin.py` is made of: the door for votes, the small API, sign-in, and what runs as a script.

Airflow executes none of these by itself (`.airflowignore`). They adapt; what they adapt is `jaarcyclus`.
"""
