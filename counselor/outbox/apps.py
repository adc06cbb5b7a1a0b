from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "counselor.outbox"
    label = "outbox"
