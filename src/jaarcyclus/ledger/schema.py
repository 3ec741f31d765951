"""What the database itself guards: one table of events that only grows at the end of each chain, and who watches.

Beside it lies the one table that does change: where people want to be told (`ledger.contacts`).

The triggers stop a mistake or a hasty repair, also by hand. Who owns the database can drop them; then the
chain tells (`ledger.chain.check`). Do not migrate this table in place: a stored event is evidence.
"""

from sqlalchemy import BigInteger, Boolean, Column, Connection, MetaData, Table, Text, text

METADATA = MetaData()
EVENT_TABLE = Table(
    "gebeurtenis",
    METADATA,
    Column("dossier", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("soort", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("klok", Text, nullable=False),
    Column("gesimuleerd", Boolean(create_constraint=True, name="gesimuleerd_ja_of_nee"), nullable=False),
    Column("tijd", Text, nullable=False),
    Column("inhoud", Text, nullable=False),  # canonical JSON: the hash is over these very bytes
    Column("vorige", Text, nullable=False),
    Column("hash", Text, nullable=False),
    sqlite_with_rowid=False,  # or INSERT OR REPLACE could reach another row through its rowid
)

# Which chains the witness has a file of, since it first had: a file that is missing then is no chain that nobody saw.
WITNESSED_TABLE = Table("gezien", METADATA, Column("dossier", Text, primary_key=True))

# Personal, so in no chain and never exported. Who holds a function is `bezetting`, the seq in that chain, 0 for nobody.
CONTACT_TABLE = Table(
    "bereikbaarheid",
    METADATA,
    Column("profiel", Text, primary_key=True),
    Column("functie", Text, primary_key=True),
    Column("bezetting", BigInteger, nullable=False),
    Column("mail", Text),  # sealed
    Column("teams", Text),  # sealed
    Column("agenda", Text, unique=True),  # the SHA-256 of the address of the calendar; the address is kept nowhere
    Column("sinds", Text, nullable=False),
)

# SQLite runs no delete trigger for INSERT OR REPLACE, so inserting is guarded too: only a next link gets in.
_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS gebeurtenis_update BEFORE UPDATE ON gebeurtenis
    BEGIN SELECT RAISE(ABORT, 'een gebeurtenis is onveranderlijk: UPDATE is geweigerd'); END""",
    """CREATE TRIGGER IF NOT EXISTS gebeurtenis_delete BEFORE DELETE ON gebeurtenis
    BEGIN SELECT RAISE(ABORT, 'een gebeurtenis is onveranderlijk: DELETE is geweigerd'); END""",
    """CREATE TRIGGER IF NOT EXISTS gebeurtenis_insert BEFORE INSERT ON gebeurtenis
    WHEN (NEW.seq - 1, NEW.vorige) IS NOT (
        SELECT coalesce(max(seq), 0), coalesce(hash, printf('%064d', 0)) -- the hash of the row with that seq
        FROM gebeurtenis WHERE dossier = NEW.dossier)
    BEGIN SELECT RAISE(ABORT, 'een gebeurtenis sluit niet aan op haar keten: INSERT is geweigerd'); END""",
)
_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION gebeurtenis_weiger() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'een gebeurtenis is onveranderlijk: % is geweigerd', TG_OP; END $$""",
    """CREATE OR REPLACE FUNCTION gebeurtenis_sluit_aan() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE kop gebeurtenis%ROWTYPE;
    BEGIN
        SELECT * INTO kop FROM gebeurtenis WHERE dossier = NEW.dossier ORDER BY seq DESC LIMIT 1;
        IF NEW.seq <> coalesce(kop.seq, 0) + 1 OR NEW.vorige <> coalesce(kop.hash, repeat('0', 64)) THEN
            RAISE EXCEPTION 'een gebeurtenis sluit niet aan op haar keten: INSERT is geweigerd';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE OR REPLACE TRIGGER gebeurtenis_onveranderlijk BEFORE UPDATE OR DELETE OR TRUNCATE ON gebeurtenis
    FOR EACH STATEMENT EXECUTE FUNCTION gebeurtenis_weiger()""",
    """CREATE OR REPLACE TRIGGER gebeurtenis_insert BEFORE INSERT ON gebeurtenis
    FOR EACH ROW EXECUTE FUNCTION gebeurtenis_sluit_aan()""",
)


def create_schema(connection: Connection) -> None:
    """Make what is missing of table and triggers; the caller holds the lock that keeps others out."""
    METADATA.create_all(connection)
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.execute(text(statement))
