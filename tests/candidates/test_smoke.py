from datetime import date
from candidates import services
from candidates.sweep import sweep
from tests.cast import at
from candidates.models import Application
from counselor.outbox.models import OutgoingEmail


def test_story(cast, clock, browse):
    services.record_interview(application=cast.application, by=cast.bob, arranged_at=at(1), starts_at=at(3), minutes=60)
    cast.application.refresh_from_db()
    assert cast.application.status == "needs_debrief"
    services.record_next_step(application=cast.application, by=cast.bob, said_at=at(3, hour=11), kind="employer_contacts", due_on=date(2026,11,17), precision="exact", words="two weeks", said_by=cast.contact)
    assert cast.application.status == "waiting"
    b = browse(cast.alice)
    for u in ["/desk/", "/desk/clients/", f"/desk/clients/{cast.client.pk}/", f"/desk/applications/{cast.application.pk}/", "/desk/letters/", "/desk/outbox/", "/desk/practice/"]:
        r = b.get(u); assert r.status_code == 200, u
    clock.move_to(at(20))
    print(sweep(at(20)))
    a = Application.objects.get(pk=cast.application.pk)
    assert a.verdict == "probable"
    assert OutgoingEmail.objects.count() == 1
    r = b.get(f"/desk/applications/{cast.application.pk}/")
    import pathlib; pathlib.Path("/tmp/app.html").write_text(r.content.decode())
    p = browse(cast.bob)
    for u in ["/portal/", "/portal/applications/", "/portal/me/", f"/portal/applications/{cast.application.pk}/", f"/portal/applications/{cast.application.pk}/letters/draft/", f"/portal/applications/{cast.application.pk}/calls/add/"]:
        r = p.get(u); assert r.status_code == 200, u
    r = p.post(f"/portal/applications/{cast.application.pk}/letters/draft/", {"contact": cast.contact.pk})
    assert r.status_code == 302, r.content.decode()
    r = p.get(r.url); assert r.status_code == 200
