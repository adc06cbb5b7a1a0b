"""The door of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "counselor.settings")

application = get_wsgi_application()

from counselor.checks import refuse_unsafe  # noqa: E402  (settings must be there)

refuse_unsafe()
