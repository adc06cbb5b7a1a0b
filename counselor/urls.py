"""All pages: the counselor's, the client's, the accounts'."""

from __future__ import annotations

from django.urls import include, path

from counselor import home
from counselor.health import healthz

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("counselor.accounts.urls")),
    path("desk/", include("counselor.dashboard.urls")),
    path("portal/", include("candidates.portal.urls")),
]
