"""The page an e-mail's way out leads to: a question with one button. Mail programs answer it by themselves (RFC 8058).

Nobody signs in for this: the key in the link is signed, for one person in one practice, and good for nothing else.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from candidates import unsubscribing
from counselor.accounts.access import everybody


@everybody
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    membership = unsubscribing.reader_of(key)
    if membership is None:
        raise Http404
    done = request.method == "POST"
    if done:
        with scope(practice=membership.practice):
            unsubscribing.unsubscribe(membership=membership)
    context = {"address": membership.user.email, "practice": membership.practice, "done": done}
    return render(request, "unsubscribe.html", context)
