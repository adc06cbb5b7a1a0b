"""PostgreSQL's TRUNCATE passes by the triggers of rows, so the archive has one against it too; SQLite knows no TRUNCATE."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REFUSAL = "an approved letter is never changed"

POSTGRESQL = [
    f"""
    CREATE FUNCTION refuse_emptying_of_frozen_letters() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER frozen_letters_are_not_emptied BEFORE TRUNCATE ON letters_frozenletter
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_emptying_of_frozen_letters()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER IF EXISTS frozen_letters_are_not_emptied ON letters_frozenletter",
    "DROP FUNCTION IF EXISTS refuse_emptying_of_frozen_letters()",
]


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else []:
        editor.execute(statement)


def unguard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL_BACK if editor.connection.vendor == "postgresql" else []:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("letters", "0006_letters_of_an_application")]

    operations = [migrations.RunPython(guard, unguard)]
