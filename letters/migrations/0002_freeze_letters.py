"""Approved letters are immutable: the database itself refuses to change or remove them."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REFUSAL = "an approved letter is never changed"

POSTGRESQL = [
    f"""
    CREATE FUNCTION refuse_change_of_frozen_letter() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER frozen_letter_stays BEFORE UPDATE OR DELETE ON letters_frozenletter
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_frozen_letter()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER frozen_letter_stays ON letters_frozenletter",
    "DROP FUNCTION refuse_change_of_frozen_letter()",
]
SQLITE = [
    f"""
    CREATE TRIGGER frozen_letter_stays_{verb.lower()} BEFORE {verb} ON letters_frozenletter
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for verb in ("UPDATE", "DELETE")
] + [
    # INSERT OR REPLACE removes the row in its way without telling the trigger above.
    f"""
    CREATE TRIGGER frozen_letter_stays_insert BEFORE INSERT ON letters_frozenletter
    WHEN EXISTS (SELECT 1 FROM letters_frozenletter WHERE id = NEW.id OR letter_id = NEW.letter_id)
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
]
SQLITE_BACK = [f"DROP TRIGGER IF EXISTS frozen_letter_stays_{verb}" for verb in ("update", "delete", "insert")]


def freeze(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"postgresql": POSTGRESQL, "sqlite": SQLITE}[editor.connection.vendor]:
        editor.execute(statement)


def thaw(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"postgresql": POSTGRESQL_BACK, "sqlite": SQLITE_BACK}[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
