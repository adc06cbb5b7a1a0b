"""The portal as an app on a phone: its manifest, and the copy of Now for where there is no line."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from candidates import access
from candidates.models import Contact
from candidates.portal.now import pipeline
from counselor.accounts.access import MemberRequest, everybody
from counselor.pages.face import PORTAL

PEOPLE = 30  # to be called


@everybody
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a browser asks for before it installs the portal. It says nothing about anybody."""
    icon = {"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
    sized = [{"src": static(f"img/icon-{n}.png"), "sizes": f"{n}x{n}", "type": "image/png"} for n in (192, 512)]
    about = {
        "id": PORTAL.url("now"),
        "name": "Class Act",
        "short_name": "Class Act",
        "description": _("Ask about next steps. Keep the dates. Write back."),
        "start_url": PORTAL.url("now"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f1e7",
        "theme_color": "#f6f1e7",
        "icons": [icon, *sized],
    }
    return JsonResponse(about, content_type="application/manifest+json")


@everybody
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at an address whose folder is the portal: it may not see more than its own folder."""
    script = finders.find("js/portal/worker.js")
    return HttpResponse(Path(str(script)).read_bytes(), content_type="text/javascript; charset=utf-8")


@PORTAL.guard
@require_safe
def offline_copy(request: MemberRequest) -> HttpResponse:
    """Now to be read without a line: no forms, no other pages. It is the client's alone, never of who looks on."""
    if getattr(request, "seen_as", None):
        raise Http404
    client, at = access.own_client(request.membership), timezone.now()
    context = pipeline(client, request.membership, at)
    employers = access.applications(request.membership).open().filter(client=client).order_by().values("employer")
    people = Contact.objects.filter(employer__in=employers, do_not_contact=False).exclude(phone="")
    people = people.filter(client=client) | people.filter(client=None)
    context |= {"copied_at": at, "people": people.select_related("employer").order_by("employer__name", "pk")[:PEOPLE]}
    return PORTAL.render(request, "portal/offline_copy.html", context)
