from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "counselor.accounts"
    label = "accounts"
