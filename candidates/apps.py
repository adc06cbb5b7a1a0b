from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "candidates"

    def ready(self) -> None:
        from candidates import (
            client_digests,
            interview_reminders,
            invitations,
            notices,
            reminders,
            session_reminders,
        )

        reminders.register()
        interview_reminders.register()
        session_reminders.register()
        client_digests.register()
        notices.register()
        invitations.register()
