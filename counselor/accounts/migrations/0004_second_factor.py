"""The table that limits are counted in, and the addresses of the accounts there are: their practices vouch for them."""

from django.core.management import call_command
from django.db import migrations


def make_counts(apps, schema_editor):
    call_command("createcachetable", "accounts_counts", database=schema_editor.connection.alias, verbosity=0)


def drop_counts(apps, schema_editor):
    schema_editor.execute("DROP TABLE accounts_counts")


def vouch(apps, schema_editor):
    EmailAddress = apps.get_model("account", "EmailAddress")
    for user in apps.get_model("accounts", "User").objects.all():
        EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_erase_after_months"), ("account", "0009_emailaddress_unique_primary_email")]

    operations = [
        migrations.RunPython(make_counts, drop_counts),
        migrations.RunPython(vouch, migrations.RunPython.noop),
    ]
