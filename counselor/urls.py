"""All pages: the counselor's, the client's, the accounts'."""

from __future__ import annotations

from django.urls import include, path, re_path

from counselor import home
from counselor.accounts.languages import choose_language
from counselor.health import healthz
from counselor.pages import calendar_feed, unsubscribe
from counselor.pages.joining import join
from counselor.pages.starting import start

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", healthz, name="healthz"),
    re_path(r"^calendar/(?P<key>[A-Za-z0-9_-]{43})\.ics$", calendar_feed.feed, name="calendar-feed"),
    path("unsubscribe/<str:key>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("language/", choose_language, name="language"),
    path("start/", start, name="start"),
    path("join/<str:token>/", join, name="join"),
    path("accounts/", include("counselor.accounts.urls")),
    path("desk/", include("counselor.dashboard.urls")),
    path("portal/", include("candidates.portal.urls")),
]
