from django.apps import AppConfig


class MyDataConfig(AppConfig):
    name = "counselor.my_data"
    label = "my_data"
