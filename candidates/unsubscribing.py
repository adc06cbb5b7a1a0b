"""The way out of e-mail that stands in every reminder: a signed link for one person in one practice."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.db import transaction

from candidates import consents
from candidates.models import Client, Consent
from counselor.accounts.digests import keep_hours
from counselor.accounts.models import Membership, Role
from counselor.outbox.models import OutgoingEmail

SALT = "candidates.unsubscribing"


def key_for(practice_id: int, user_id: int) -> str:
    """The signed key. It does not wear out: whoever keeps an old mail may still leave."""
    return signing.dumps([practice_id, user_id], salt=SALT)


def unsubscribe_url(mail: OutgoingEmail) -> str:
    """Where the reader of a mail says that they want no more; made when it leaves, so that no row holds it."""
    return f"{settings.SITE_URL}/unsubscribe/{key_for(mail.practice_id, mail.recipient_id or 0)}/"


def reader_of(key: str) -> Membership | None:
    """Whose key it is; None for one nobody signed, and for somebody who left."""
    try:
        practice_id, user_id = signing.loads(key, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    members = Membership.objects.current().filter(practice=practice_id, user=user_id)
    return members.select_related("practice", "user").first()


@transaction.atomic
def unsubscribe(*, membership: Membership) -> None:
    """No more mail: a client takes their consent back, a counselor gets no digest. Twice is once. In their scope."""
    user = membership.user
    if membership.role != Role.CLIENT:
        keep_hours(membership=membership, by=user, digest_hour=None, weekly_digest_on=membership.weekly_digest_on)
        return
    client = Client.objects.filter(practice=membership.practice, user=user).first()
    if client and client.reminders:
        consents.answer(client=client, given={str(Consent.Kind.REMINDERS): False}, by=user)
