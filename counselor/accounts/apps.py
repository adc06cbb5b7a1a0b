from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "counselor.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in

        from counselor.accounts import second_factor, sessions

        user_logged_in.connect(sessions.begin)
        authenticator_added.connect(second_factor.shown_by_setting_up)
