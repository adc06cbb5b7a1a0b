"""One file of settings; every value comes from the environment, typed, with a default that works on one machine.

`.env.example` documents each variable. Production is simply DEBUG=0 with SECRET_KEY and SITE_URL given.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import structlog
from csp.constants import NONE, SELF
from environs import Env, validate

from counselor.broker import embedded_url
from counselor.logs import without_words
from counselor.secret import KEY_FILE, kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(env.str("ENV_FILE", str(BASE_DIR / ".env")), recurse=False)

# --- Where and how it runs -------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
PORT = env.int("PORT", 8000)
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
_site = urlsplit(SITE_URL)
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = sorted({_site.hostname or "127.0.0.1", "127.0.0.1", "localhost"})
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECRET_KEY = env.str("SECRET_KEY", "") or kept_secret(DATA_DIR / KEY_FILE)

# --- What it is made of ----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "counselor",
    "counselor.accounts",
    "counselor.outbox",
    "candidates",
    "letters",
    "counselor.my_data",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_structlog",
    "csp",
]

MIDDLEWARE = [
    # First what every answer needs: those below answer for static files, redirects and refusals themselves.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads every page by a random length: its size tells nothing of a secret
    "counselor.pages.posts.LargestPostMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "counselor.accounts.sessions.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "counselor.accounts.languages.LanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "counselor.accounts.middleware.PracticeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "counselor.pages.keep.KeepMiddleware",
    "counselor.pages.view_as.ViewAsMiddleware",
    "counselor.accounts.middleware.RequestLog",
]

ROOT_URLCONF = "counselor.urls"
WSGI_APPLICATION = "counselor.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "counselor.context.site",
                "counselor.context.account_frame",
            ],
        },
    },
]

# --- Where rows live -------------------------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'class-act.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # What is deleted is overwritten in the file, so that an erasure leaves nothing behind.
    # A writer takes its lock when its transaction begins, so that two writers wait for each other instead of failing.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
    }
else:
    _database["CONN_HEALTH_CHECKS"] = True
    _database["CONN_MAX_AGE"] = 60

# Counts what was tried lately, for all web processes. Roomy: an attacker shall not flush the counts by new ones.
_counts = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_counts"}
CACHES = {"default": _counts | {"OPTIONS": {"MAX_ENTRIES": 50_000}}}

# --- Who may come in -------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = LOGOUT_REDIRECT_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "counselor.outbox.account_mail.PostingAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_CHANGE_EMAIL = True  # the old address holds until the new is confirmed
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
SIGN_UP = env.str("SIGN_UP", "first", validate=validate.OneOf(["first", "open", "closed"]))  # accounts/sign_up.py
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", int(env.bool("BEHIND_PROXY", False)))

# Counselors, supervisors and administrators show a second factor before they see anything of a practice.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", not DEMO)
MFA_ADAPTER = "counselor.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "counselor.accounts.forms.AddPasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a code holds half a minute longer: phones' clocks differ

SESSION_COOKIE_AGE = 12 * 60 * 60  # counselor/accounts/sessions.py ends sessions earlier
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", HTTPS)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {"default-src": [SELF], "img-src": [SELF, "data:"], "form-action": [SELF]}
    | {name: [NONE] for name in ("object-src", "base-uri", "frame-ancestors")}
}

# --- Language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English"), ("es", "Español")]  # each by its own name
LOCALE_PATHS = [BASE_DIR / "counselor" / "locale"]
FORMAT_MODULE_PATH = "counselor.formats"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.str("TIME_ZONE", "America/New_York")
USE_TZ = True

# --- Files -----------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LARGEST_POST = 20 * 1024 * 1024  # bytes of one request; documents and imports have smaller limits of their own

# --- E-mail ----------------------------------------------------------------------------------------------------------

# Without EMAIL_URL nothing leaves the machine: mails rest in the outbox, readable on its page.
EMAIL_URL = env.str("EMAIL_URL", "")
_email = env.dj_email_url("EMAIL_URL", "console:")
EMAIL_CARRIER = _email["EMAIL_BACKEND"]
EMAIL_BACKEND = "counselor.outbox.freeze.Backend"  # a restored copy sends nothing until a person says so
EMAIL_HOST, EMAIL_PORT = _email["EMAIL_HOST"], _email["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_USER"], _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _email["EMAIL_USE_TLS"], _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"Class Act <no-reply@{_site.hostname or 'localhost'}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Worker and beat -------------------------------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", "")
CELERY_BROKER_URL = REDIS_URL or embedded_url(DATA_DIR)
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kB
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 240, 300  # seconds
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 330,  # 1.1 × the hard limit
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    # A web request that cannot wake the worker gives up at once: the sweep will find the row a minute later.
    "max_retries": 0,
    "retry_policy": {"max_retries": 0},
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"letters.*": {"queue": "pdf"}}
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "check follow-up windows": {"task": "candidates.check_follow_ups", "schedule": 60.0, "options": {"expires": 55}},
    "deliver e-mail": {"task": "outbox.deliver", "schedule": 60.0, "options": {"expires": 55}},
    "write reminders": {"task": "counselor.write_reminders", "schedule": 300.0, "options": {"expires": 290}},
    "write digests": {"task": "counselor.write_digests", "schedule": 300.0, "options": {"expires": 290}},
    "make copies of everything": {"task": "my_data.make_exports", "schedule": 60.0, "options": {"expires": 55}},
    "delete old copies": {"task": "my_data.forget_exports", "schedule": 24 * 60 * 60.0},
    "erase what is not kept any longer": {"task": "my_data.erase_ended", "schedule": 24 * 60 * 60.0},
    "make print runs": {"task": "letters.make_print_runs", "schedule": 60.0, "options": {"expires": 55}},
    "forget what is over": {"task": "accounts.forget_what_is_over", "schedule": 24 * 60 * 60.0},
    "forget files that were not imported": {"task": "candidates.forget_imports", "schedule": 24 * 60 * 60.0},
    "check letter archive": {"task": "letters.check_archive", "schedule": 24 * 60 * 60.0},
}
SWEEP_LATE_AFTER = 300  # seconds without a sweep before /healthz turns red

# --- Logs ------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [structlog.processors.TimeStamper(fmt="iso"), structlog.stdlib.add_log_level],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                without_words,
                structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    "loggers": {
        name: {"level": env.str("LOG_LEVEL", "INFO")} for name in ("counselor", "candidates", "letters", "celery.beat")
    }
    # Django would also mail errors with all that was posted; they go where every other line goes.
    | {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_log_level,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
