"""How the demo's counselor keeps her desk: labels on clients, and one view of the caseload."""

from __future__ import annotations

from candidates import desk_views, labeling
from counselor.demo.people import Cast

LABELS: dict[str, tuple[str, ...]] = {
    "evening calls": ("mai", "diego"),
    "relocating": ("soren", "katharina", "henry"),
    "licenses abroad": ("lukasz",),
    "first search in years": ("bob", "grace"),
}

VIEWS: dict[str, desk_views.Search] = {"No session yet": desk_views.Search(what="unplanned")}


def arrange_desk(cast: Cast) -> None:
    """Inside the scope of the practice."""
    alice = cast.members["alice"]
    for name, clients in LABELS.items():
        label = labeling.add_label(practice=cast.practice, name=name, by=alice.user)
        for client in clients:
            borne = cast.clients[client].labels.all()
            labeling.label_client(client=cast.clients[client], labels=[*borne, label], by=alice.user)
    for name, search in VIEWS.items():
        desk_views.keep_view(member=alice, name=name, search=search, by=alice.user)
