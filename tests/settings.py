"""The product's settings for tests: a throw-away data folder, N+1 queries raise, static files without a manifest."""

import atexit
import os
import shutil
import tempfile

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="class-act-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ["ENV_FILE"] = os.devnull
of_a_machine = ("EMAIL_URL", "REDIS_URL", "SITE_URL", "DEMO", "DEBUG", "SECRET_KEY", "TIME_ZONE")
for name in (*of_a_machine, "BEHIND_PROXY", "TRUSTED_PROXIES", "REQUIRE_SECOND_FACTOR"):
    os.environ.pop(name, None)

from counselor.settings import *  # noqa: E402, F403
from counselor.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *(each for each in MIDDLEWARE if "whitenoise" not in each)]
ZEAL_RAISE = True
ZEAL_ALLOWLIST = [
    {"model": "outbox.OutgoingEmail", "field": "get()"},  # one act may tell several people, a mail each
    {"model": "account.EmailAddress", "field": "*"},  # allauth asks again what it knows
    {"model": "mfa.Authenticator", "field": "*"},
    {"model": "accounts.User", "field": "get()"},  # allauth looks at each session of a person who signs in
    {"model": "sessions.Session", "field": "*"},  # so does Django when a session ends
]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "only for tests, and long enough to please the check of its length"
EMAIL_URL = "memory:"
REQUIRE_SECOND_FACTOR = False  # the tests of the second factor switch it on
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # it is emptied before each test
CELERY_BROKER_URL = "memory://"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file as in the product: in memory, the threads of a live server would share one connection and its transaction.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["DATA_DIR"], "test.sqlite3")}
    # What is lost in a crash of this machine is only a test's.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
