"""The list of letters, alike for both faces: by where they are on their way, and by whom they are from and to."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from candidates import finding
from counselor.accounts.access import MemberRequest, View
from counselor.pages.face import Face
from letters import access
from letters.models import Letter

PAGE = 50
FEW = 10  # letters one sees without looking for them
State = Letter.State

ALL: str | Promise = pgettext_lazy("letters", "All")
STATES: dict[str, str | Promise] = {
    State.DRAFT: pgettext_lazy("letters", "Drafts"),
    State.APPROVED: pgettext_lazy("letters", "Approved"),
    State.PRINTED: pgettext_lazy("letters", "Printed"),
    State.MAILED: pgettext_lazy("letters", "Mailed"),
    State.RETURNED: pgettext_lazy("letters", "Came back"),
    State.VOID: pgettext_lazy("letters", "Void"),
}

NUMBER = re.compile(r"(?:L-?)?0*([0-9]{1,9})", re.IGNORECASE)
"""A letter's number as it stands on the run sheet (L-00012), or said short (12)."""

NAMES = (
    *("application__client__given_name", "application__client__family_name"),
    *("contact__given_name", "contact__family_name", "contact__job_title"),
    *("application__employer__name", "application__position"),
)


def found(query: str) -> Q:
    """Letters by their number, or by the words in the names of those they are from and to."""
    number = NUMBER.fullmatch(query)
    return Q(pk=number[1]) if number else finding.spelled(query, *NAMES)


def letter_list(face: Face) -> View:
    @face.guard
    @require_safe
    def view(request: MemberRequest) -> HttpResponse:
        query, state = finding.cleaned(request.GET.get("q", "")), request.GET.get("state", "")
        state = state if state in STATES else ""
        rows = access.letters(request.membership).filter(found(query))
        counts = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
        shown = rows.filter(state=state) if state else rows
        context = {
            "page_obj": Paginator(shown, PAGE).get_page(request.GET.get("page")),
            "query": query,
            "state": state,
            "many": bool(query) or sum(counts.values()) > FEW,
            "segments": segments(counts, state),
        }
        return face.render(request, "pages/letters.html", context)

    return view


def segments(counts: dict[str, int], state: str) -> list[tuple[str, Any, int, bool]]:
    """All letters, then those of each state there is: its key, its name, how many, whether they are shown."""
    there = [(key, name, counts.get(key, 0)) for key, name in STATES.items() if key in counts or key == state]
    every = ("", ALL, sum(counts.values()))
    return [(key, name, number, key == state) for key, name, number in (every, *there)]
