"""An approved letter stays as it is: the model refuses to change it, and so does the database, whoever asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from candidates.models import AppendOnlyError
from letters.models import FrozenLetter, Letter, Outcome
from letters.services import record_outcome
from tests.cast import NOW, Cast, at
from tests.letters.desk import OUTCOME, approved, draft, frozen, mailed


@pytest.fixture
def kept(cast: Cast) -> FrozenLetter:
    """An approved letter, frozen."""
    return frozen(approved(cast))


def test_it_is_not_saved_again(kept: FrozenLetter) -> None:
    kept.body = "rewritten"
    with pytest.raises(AppendOnlyError):
        kept.save()
    with pytest.raises(AppendOnlyError):
        kept.save(update_fields=["body"])


def test_it_is_not_deleted(kept: FrozenLetter) -> None:
    with pytest.raises(AppendOnlyError):
        kept.delete()
    with pytest.raises(AppendOnlyError):
        FrozenLetter.objects.all().delete()


def test_it_is_not_updated_one_or_many(kept: FrozenLetter) -> None:
    with pytest.raises(AppendOnlyError):
        FrozenLetter.objects.filter(pk=kept.pk).update(body="rewritten")
    with pytest.raises(AppendOnlyError):
        FrozenLetter.objects.bulk_update([kept], ["body"])


def test_its_letter_is_not_deleted(kept: FrozenLetter) -> None:
    with pytest.raises(models.ProtectedError):
        kept.letter.delete()


STATEMENTS = {
    "update": "UPDATE letters_frozenletter SET body = 'rewritten' WHERE id = %s",
    "update without change": "UPDATE letters_frozenletter SET sha256 = sha256 WHERE id = %s",
    "delete": "DELETE FROM letters_frozenletter WHERE id = %s",
    "upsert": """
        INSERT INTO letters_frozenletter (id, letter_id, pdf, sha256, envelope_pdf, envelope_sha256, body,
                                          template_version, merge_values, standing, frozen_at)
        SELECT id, letter_id, pdf, sha256, envelope_pdf, envelope_sha256, 'rewritten',
               template_version, merge_values, standing, frozen_at FROM letters_frozenletter WHERE id = %s
        ON CONFLICT (id) DO UPDATE SET body = excluded.body
        """,
}


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
def test_the_database_refuses(kept: FrozenLetter, statement: str) -> None:
    if "ON CONFLICT" in statement and connection.vendor == "sqlite":
        statement = statement.replace("WHERE id = %s", "WHERE id = %s AND true")  # SQLite would read ON as a join
    with pytest.raises(DatabaseError, match="an approved letter is never changed"), transaction.atomic():
        run(statement, kept.pk)
    assert frozen(kept.letter).body == kept.body


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="REPLACE is SQLite's own")
def test_sqlites_replace_is_refused_too(kept: FrozenLetter) -> None:
    statement = STATEMENTS["upsert"].replace("INSERT INTO", "INSERT OR REPLACE INTO").partition("ON CONFLICT")[0]
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement, kept.pk)
    assert frozen(kept.letter).body == kept.body


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite knows no TRUNCATE")
@pytest.mark.parametrize("table", ["letters_frozenletter", "letters_letter", "accounts_practice"])
def test_postgresqls_truncate_is_refused_too(kept: FrozenLetter, table: str) -> None:
    connection.check_constraints()  # a table with deferred checks waiting would be refused for those
    with pytest.raises(DatabaseError, match="an approved letter is never changed"), transaction.atomic():
        run(f"TRUNCATE {table} CASCADE")
    assert frozen(kept.letter).body == kept.body


@pytest.mark.usefixtures("shared_database")
def test_a_test_that_shares_the_database_may_leave_a_letter_behind(cast: Cast) -> None:
    assert frozen(approved(cast)).is_intact()  # and what empties the database afterwards, takes it away


def test_django_behind_the_model_is_refused_by_the_database(kept: FrozenLetter) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        FrozenLetter._base_manager.filter(pk=kept.pk).update(body="rewritten")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        FrozenLetter._base_manager.filter(pk=kept.pk)._raw_delete("default")


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_second_frozen_letter_may_still_be_added(cast: Cast) -> None:
    approved(cast)
    approved(cast)
    assert FrozenLetter.objects.count() == 2


def test_its_hash_tells_whether_it_is_intact(kept: FrozenLetter) -> None:
    assert kept.is_intact()
    kept.pdf = bytes(kept.pdf) + b" "
    assert not kept.is_intact()


# --- Outcomes and letters --------------------------------------------------------------------------------------------


def test_an_outcome_is_never_edited(cast: Cast) -> None:
    outcome = record_outcome(letter=mailed(cast), by=cast.bob, kind="acknowledged", **OUTCOME)
    with pytest.raises(AppendOnlyError):
        outcome.save()
    with pytest.raises(AppendOnlyError):
        Outcome.objects.update(kind="offer")
    with pytest.raises(AppendOnlyError):
        outcome.delete()


def refused(letter: Letter, **values: Any) -> str:
    with pytest.raises(IntegrityError) as problem, transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**values)
    return str(problem.value)


@pytest.mark.parametrize("verb", ["approved", "printed", "voided"])
def test_every_step_names_time_and_person(cast: Cast, verb: str) -> None:
    assert f"letter_{verb}_pair" in refused(draft(cast), **{f"{verb}_at": NOW})


def test_a_mailed_letter_names_time_and_person(cast: Cast) -> None:
    assert "letter_mailed_pair" in refused(draft(cast), mailed_at=NOW, mailed_on=NOW.date())


def test_a_mailed_letter_has_the_date_of_its_mailing(cast: Cast) -> None:
    assert "letter_mailed_has_date" in refused(draft(cast), mailed_at=NOW, mailed_by=cast.bob)


@pytest.mark.parametrize("state", ["approved", "printed", "mailed", "returned"])
def test_only_an_approved_letter_leaves_the_house(cast: Cast, state: str) -> None:
    assert "letter_leaves_approved" in refused(draft(cast), state=state)


def test_a_letter_is_not_mailed_before_the_date_it_bears(cast: Cast) -> None:
    wrong = {"mailed_at": NOW, "mailed_by": cast.bob, "mailed_on": at(11).date()}
    assert "letter_mailed_after_its_date" in refused(draft(cast), **wrong)


def test_a_letter_is_replaced_once(cast: Cast) -> None:
    first = draft(cast)
    draft(cast, replaces=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft(cast, replaces=first)


def test_letters_are_seen_by_those_who_see_their_client(cast: Cast) -> None:
    letter = draft(cast)
    people = (cast.alice, cast.bob, cast.dan, cast.eve)
    seen = {user.name: list(Letter.objects.visible_to(cast.member(user))) for user in people}
    assert seen == {"Alice": [letter], "Bob": [letter], "Dan": [], "Eve": []}


def test_a_letters_number_reads_as_people_say_it() -> None:
    assert Letter(pk=42).number == "L-00042"
