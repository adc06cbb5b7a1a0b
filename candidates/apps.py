from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "candidates"

    def ready(self) -> None:
        from candidates import interview_reminders, notices, reminders

        reminders.register()
        interview_reminders.register()
        notices.register()
