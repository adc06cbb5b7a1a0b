from django.apps import AppConfig


class MyDataConfig(AppConfig):
    name = "counselor.my_data"
    label = "my_data"

    def ready(self) -> None:
        from counselor.my_data import retention

        retention.register()
