"""Our own pages: what each shows to whom, as frozen records and as HTML in Dutch.

Face: `reader`, `landing`, `standings`, `decisions`, `deliveries`, `seat_page`, `dossiers`, `proving`, `proof_words`,
`hand_in_page`, `mailbox`, `owed`, `conditions`, `condition_page`, `year_page`, `warnings_page`, `act_page`,
`machine_page`, `passkey_page`, `contact_page`, `keeper_page`, `keeper_act_page`, `keeper_acts`, `accounts`,
`machine_parts`, `silence`, `public`, `parts`, `html`. A page reads the ledger through `steps` and records nothing;
who posts a form is answered by the same rules as any other door. It knows no Airflow, no cookie and no request: that
is the plugin's. Do not decide here whether somebody may do something: `rules` refuses and a page asks it.
"""
