"""A client's signature for letters: uploaded, looked at, removed; alike for both faces."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates import access as candidates
from counselor.accounts.access import MemberRequest, View
from counselor.pages.face import PORTAL, Face
from counselor.pages.record import saved
from letters import access, images
from letters.image_forms import SignatureForm


def signature(face: Face) -> View:
    """The signature that is kept, and a form for another."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int | None = None) -> HttpResponse:
        client = candidates.client_of(request.membership, pk)
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form = SignatureForm(*posted, client=client)
        if posted and saved(form, request.user):
            messages.success(request, _("The signature is kept. A letter shows it once it is chosen there."))
            return redirect(request.path)
        kept = access.signature(client)
        context = {
            "client": client,
            "form": form,
            "picture": images.shown(kept) if kept else "",
            "back_url": face.url("me") if face is PORTAL else face.url("about-client", client.pk),
            "remove_url": face.url("remove-signature", *([] if pk is None else [pk])),
        }
        return face.render(request, "pages/signature.html", context)

    return view


def remove_signature(face: Face) -> View:
    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int | None = None) -> HttpResponse:
        kept = access.signature(candidates.client_of(request.membership, pk))
        if kept and images.remove_signature(signature=kept, by=request.user):
            messages.success(request, _("The signature is erased. Letters that were approved keep theirs."))
        return redirect(signature_url(face, pk))

    return view


def signature_url(face: Face, client_pk: int | None) -> str:
    """Where the signature of a client is uploaded."""
    return face.url("signature") if face is PORTAL or client_pk is None else face.url("signature", client_pk)
