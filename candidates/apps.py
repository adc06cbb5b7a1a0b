from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "candidates"

    def ready(self) -> None:
        from candidates import interview_reminders, reminders

        reminders.register()
        interview_reminders.register()
