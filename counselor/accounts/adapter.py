"""How allauth behaves in this house."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a practice, not by passers-by."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether `next=` may lead there: to a path of this site. Allauth also trusts every allowed host."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)
