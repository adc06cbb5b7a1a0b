"""Inviting somebody, accepting an invitation, and a colleague's place in the team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates import invitations, members, moving_in
from candidates.forms.base import helper
from candidates.models import Client
from counselor.accounts import team
from counselor.accounts.models import Invitation, Membership, Role, User

STAFF_ROLES = [(role.value, role.label) for role in Role if role.is_staff]


class Way(forms.ChoiceField):
    """How an invitation travels. Without a mail server there is one way only."""

    def __init__(self) -> None:
        super().__init__(label=_("How does it reach them?"), widget=forms.RadioSelect)

    def offer(self) -> None:
        ways = [("mail", _("By e-mail, from here")), ("link", _("I pass a link on myself"))]
        self.choices = ways if settings.EMAIL_URL else ways[1:]
        self.initial = self.choices[0][0]


class InviteForm(forms.Form):
    """Whom to invite. A field of its own says in which role, where that is not settled."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    way = Way()
    role_of_all = Role.CLIENT

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self._offer_ways()
        self.helper = helper()

    def _offer_ways(self) -> None:
        """A choice where there is one; else it is said what happens."""
        way: Any = self.fields["way"]
        way.offer()
        if len(way.choices) == 1:
            way.widget = forms.HiddenInput()
            self.fields["email"].help_text = _("The next page shows a link, which you pass on yourself.")

    def record(self, *, by: User) -> Invitation:
        values = self.cleaned_data
        return invitations.invite(
            by=self.member,
            email=values["email"],
            role=values.get("role", self.role_of_all),
            by_mail=values["way"] == "mail",
            client=self.client,
        )

    client: Client | None = None


class InviteColleagueForm(InviteForm):
    """A colleague, in one of the roles."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=STAFF_ROLES,
        help_text=_("Administrators see the practice and its team, but no client."),
    )
    field_order = ("email", "role", "way")


class InviteToPortalForm(InviteForm):
    """A client on record, to the portal: whoever accepts finds what was recorded for them."""

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.fields["email"].initial = client.email


class JoinForm(forms.Form):
    """A new account for the invited address."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Eight characters at least."),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.helper = helper()
        self.fields["given_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["family_name"].widget.attrs["autocomplete"] = "family-name"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if password := values.get("password"):
            name = f"{values.get('given_name', '')} {values.get('family_name', '')}"
            try:
                validate_password(password, User(email=self.invitation.email, name=name))
            except ValidationError as error:
                self.add_error("password", error)
        return values

    def record(self, *, by: Any) -> Membership:
        """`by` is nobody yet: the account is made by this."""
        return invitations.join(invitation=self.invitation, **self.cleaned_data)


class MemberForm(forms.Form):
    """What a colleague is, and who supervises them."""

    role = forms.ChoiceField(label=_("Role"), choices=STAFF_ROLES)
    supervised_by = forms.ModelChoiceField(
        label=_("Supervised by"),
        queryset=Membership.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("A supervisor sees the clients who agreed to it."),
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        supervisors = team.staff(member.practice).filter(role=Role.SUPERVISOR).exclude(pk=member.pk)
        field: Any = self.fields["supervised_by"]
        field.queryset, field.label_from_instance = supervisors, lambda each: str(each.user)
        self.fields["role"].initial, field.initial = member.role, member.supervised_by_id
        self.helper = helper()

    def record(self, *, by: User) -> None:
        values = self.cleaned_data
        members.change_member(member=self.member, role=values["role"], supervisor=values["supervised_by"], by=by)


class AcceptForm(forms.Form):
    """One's own yes to an invitation, and what becomes of a search one began alone."""

    bring = forms.ChoiceField(
        label=_("What becomes of the search you began alone?"),
        choices=[
            ("yes", _("I bring it along: all of it moves to this practice, and I say what is shared")),
            ("no", _("It stays apart, and I begin anew here")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.own: Client | None = None
        self.helper = helper()

    def asks(self, user: User) -> AcceptForm:
        """Ask it only of somebody who has a search of their own."""
        self.own = moving_in.own_client(user) if self.invitation.role == Role.CLIENT else None
        if self.own is None:
            del self.fields["bring"]
        return self

    def record(self, *, by: User) -> Membership:
        own = self.own if self.cleaned_data.get("bring") == "yes" else None
        return invitations.accept(invitation=self.invitation, by=by, own=own)
