"""Inviting somebody into a practice, and what accepting an invitation does.

The mail of an invitation is written as it leaves, with a token made at that moment: the token is kept nowhere, the
outbox does not show it, and a mail that is sent again carries a new one.
"""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import endings, moving_in, services, trail
from candidates.claims import this
from candidates.models import Client, ClientInvitation
from candidates.querysets import practice_day, visible
from candidates.services import Refused
from counselor.accounts import invitations as accounts
from counselor.accounts.invitations import Dead, State
from counselor.accounts.models import Invitation, Membership, Role, User
from counselor.accounts.team import manages
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail

KIND = "invitation"


def register() -> None:
    outbox.register_kind(KIND, still_wanted, secret_text=mail_text)


# --- Sending ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def invite(*, by: Membership, email: str, role: str, by_mail: bool, client: Client | None = None) -> Invitation:
    """Invite an address: a colleague, a client on record, or (a client's role without `client`) a new one.

    Raises Refused for who may not, and for somebody who is here already.
    """
    if not accounts.may_invite(by, role):
        raise Refused(_("You cannot invite people in this role."))
    if client and client.user_id:
        raise Refused(_("%(name)s has an account already.") % {"name": client})
    if role != Role.CLIENT and _members(by).filter(user__email__iexact=email).exists():
        raise Refused(_("This person already belongs to the practice."))
    invitation = accounts.invite(by=by, email=email, role=role, by_mail=by_mail)
    if role == Role.CLIENT:
        ClientInvitation.objects.update_or_create(invitation=invitation, defaults={"client": client})
    about: dict[str, Any] = {"client": client} if client else {"practice": by.practice}
    trail.note(action=trail.Action.INVITED, by=by.user, role=str(role), **about)
    if by_mail:
        _post(invitation)
    return invitation


def _members(by: Membership) -> Any:
    return Membership.objects.current().filter(practice=by.practice).exclude(role=Role.CLIENT)


@transaction.atomic
def renew(*, invitation: Invitation, by: Membership) -> Invitation:
    """The same invitation once more, good from now on, by whoever asks. What was sent before opens nothing any more."""
    about = ClientInvitation.objects.filter(invitation=invitation).select_related("client").first()
    accounts.revoke(invitation=invitation, by=by.user)
    return invite(
        by=by,
        email=invitation.email,
        role=invitation.role,
        by_mail=invitation.by_mail and bool(settings.EMAIL_URL),
        client=about.client if about else None,
    )


def link_of(invitation: Invitation) -> str:
    """The address that opens this invitation: a new one each time, and only the latest works."""
    return settings.SITE_URL + reverse("join", args=[accounts.new_token(invitation)])


def listed(membership: Membership) -> Any:
    """The invitations a member may look after: their own, those to colleagues, those of clients they see."""
    own = {"pk__in": Invitation.objects.filter(invited_by=membership).values("pk")}
    rows = Invitation.objects.filter(practice=membership.practice_id, accepted_at=None, revoked_at=None)
    rows = rows.select_related("invited_by__user", "invited_by__practice", "about__client")
    clients = Client.objects.filter(visible(membership), practice=membership.practice_id)
    theirs = rows.filter(role=Role.CLIENT, about__client__in=clients.order_by().values("pk"))
    colleagues = rows.exclude(role=Role.CLIENT) if manages(membership) else rows.none()
    wanted = [rows.filter(**own), theirs, colleagues]
    keys = {pk for each in wanted for pk in each.order_by().values_list("pk", flat=True)}
    return rows.filter(pk__in=keys)


def told(rows: Any) -> list[dict[str, Any]]:
    """Invitations with their state, and how far their mail has come."""
    found = list(rows)
    mails = OutgoingEmail.objects.filter(kind=KIND, about__in=[_about(each) for each in found]).order_by("pk")
    state = {mail.about: mail.get_state_display() for mail in mails}
    return [
        {"invitation": each, "state": str(accounts.state_of(each)), "mail": each.by_mail and state.get(_about(each))}
        for each in found
    ]


# --- The mail --------------------------------------------------------------------------------------------------------


def _about(invitation: Invitation) -> str:
    return f"invitation:{invitation.pk}"


def _post(invitation: Invitation) -> None:
    outbox.post(
        practice=invitation.practice,
        recipient=None,
        address=invitation.email,
        kind=KIND,
        about=_about(invitation),
        occurrence=invitation.invited_at.isoformat(),
        subject=_("An invitation from %(practice)s") % {"practice": invitation.practice},
        text=_("The words are written as the mail leaves: they hold a link that opens the invitation."),
        send_after=timezone.now(),
    )


def _behind(mail: OutgoingEmail) -> Invitation | None:
    rows = Invitation.objects.select_related("practice", "invited_by__user", "invited_by__practice")
    return rows.filter(pk=mail.about.partition(":")[2]).first()


def still_wanted(mail: OutgoingEmail) -> bool:
    """Whether the invitation is open, and was not sent anew since."""
    invitation = _behind(mail)
    if invitation is None or invitation.invited_at.isoformat() != mail.occurrence:
        return False
    return invitation.by_mail and accounts.state_of(invitation) is State.OPEN


def mail_text(mail: OutgoingEmail) -> str:
    """The words, with a link made for this one mail."""
    invitation = _behind(mail)
    assert invitation
    values = {"invitation": invitation, "sender": invitation.invited_by.user, "url": link_of(invitation)}
    return render_to_string("mail/invitation.txt", values)


# --- Accepting -------------------------------------------------------------------------------------------------------


@transaction.atomic
def join(*, invitation: Invitation, password: str, given_name: str, family_name: str) -> Membership:
    """A new account, with its place. Raises Dead, and Refused where the address has an account already."""
    accounts.claim(invitation=invitation)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise Refused(_("There is an account with this address already. Sign in to accept."))
    name = f"{given_name} {family_name}".strip()
    vouched = invitation.by_mail or not settings.EMAIL_URL  # without a mail server nobody could prove an address
    user = User.objects.create_user(invitation.email, password, name=name)
    known = {"primary": True, "verified": vouched}
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults=known)
    return _settled(invitation, user, (given_name, family_name))


@transaction.atomic
def accept(*, invitation: Invitation, by: User, own: Client | None = None) -> Membership:
    """`by` takes the place they were offered, bringing along the search they began alone, where they say so.

    Whose counseling ended here takes it up again. Raises Dead, and Refused for another person's or a second place.
    """
    if by.email.lower() != invitation.email.lower():
        raise Refused(_("This invitation is for another address."))
    accounts.claim(invitation=invitation)
    here = Membership.objects.current().filter(practice=invitation.practice_id, user=by)
    if member := here.first():
        return _again(invitation, member, by)
    return _settled(invitation, by, _names(by), own)


def _again(invitation: Invitation, member: Membership, by: User) -> Membership:
    """Somebody whose counseling had ended comes back to whoever invited them."""
    former = Client.objects.filter(practice=member.practice_id, user=by, ended_at__isnull=False)
    client = former.select_related("practice", "user").first()
    if client is None or invitation.role != Role.CLIENT or member.role != Role.CLIENT:
        raise Refused(_("You already belong to this practice."))
    endings.take_up(client=client, counselor=invitation.invited_by, by=by)
    accounts.use(invitation=invitation, by=by)
    return member


def _settled(invitation: Invitation, by: User, names: tuple[str, str], own: Client | None = None) -> Membership:
    member = accounts.settle(invitation=invitation, by=by)
    if invitation.by_mail:
        EmailAddress.objects.filter(user=by, email__iexact=by.email).update(verified=True)
    if invitation.role == Role.CLIENT:
        client = _client_of(invitation, by, names, own)
        trail.note(action=trail.Action.JOINED, by=by, client=client)
    else:
        trail.note(action=trail.Action.JOINED, by=by, practice=invitation.practice, role=invitation.role)
    return member


def _names(user: User) -> tuple[str, str]:
    given, _space, family = user.name.rpartition(" ")
    return (given, family) if given else (family, "–")


def _client_of(invitation: Invitation, by: User, names: tuple[str, str], own: Client | None) -> Client:
    """The client's records: those they were invited to, those they left here once, or new ones with their sender."""
    known = _known(invitation, by)
    if own:
        client = moving_in.bring(own=own, practice=invitation.practice, into=known, by=by)
    else:
        client = known or _new_client(invitation, by, names)
    if client.user_id != by.pk and not this(client).filter(user=None).update(user=by):
        raise Dead
    client.user = by
    if client.ended_at:
        endings.take_up(client=client, counselor=invitation.invited_by, by=by)
    elif own and known is None:
        services.assign(client=client, counselor=invitation.invited_by, on=practice_day(client.practice), by=by)
    return client


def _known(invitation: Invitation, by: User) -> Client | None:
    about = ClientInvitation.objects.select_related("client__practice").get(invitation=invitation)
    here = Client.objects.filter(practice=invitation.practice_id, user=by)
    return about.client or here.select_related("practice", "user").first()


def _new_client(invitation: Invitation, by: User, names: tuple[str, str]) -> Client:
    return services.add_client(
        practice=invitation.practice,
        counselor=invitation.invited_by,
        on=practice_day(invitation.practice),
        by=by,
        user=by,
        given_name=names[0],
        family_name=names[1],
        email=by.email,
        country=invitation.practice.country,
        in_statistics=False,  # until they say so themselves
    )
