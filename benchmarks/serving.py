"""The product as its web server runs it, with one page more: an empty one, for comparison."""

from __future__ import annotations

# isort: off
from counselor.wsgi import application as application  # first, since it sets Django up

# isort: on
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from counselor.accounts.access import everybody


@everybody
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("empty", empty), path("", include("counselor.urls"))]
settings.ROOT_URLCONF = __name__
