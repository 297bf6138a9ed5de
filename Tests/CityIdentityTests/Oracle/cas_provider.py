"""A CAS server (django-cas-server) on loopback: one user `wang` with the password `right`, and attributes of several values.

Arguments: a folder of its own. Prints its port.
"""

import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from socketserver import ThreadingMixIn

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="tests only",
    DEBUG=False,
    ALLOWED_HOSTS=["127.0.0.1"],
    USE_TZ=True,
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "cas_server",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.locale.LocaleMiddleware",
    ],
    TEMPLATES=[
        {
            "APP_DIRS": True,
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    ROOT_URLCONF="cas_server.tests.urls",
    STATIC_URL="/static/",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1] + "/cas.sqlite"}},
    CAS_AUTH_CLASS="cas_server.auth.TestAuthUser",
    CAS_TEST_USER="wang",
    CAS_TEST_PASSWORD="right",
    CAS_TEST_ATTRIBUTES={"account": "desk", "group": ["one & two", "C1 办事处"]},
)
django.setup()

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

call_command("migrate", verbosity=0)

from cas_server.models import ReplaceAttributName, ServicePattern

pattern = ServicePattern.objects.create(name="ours", pattern=r"^http://127\.0\.0\.1(:\d+)?/api/v1/.*$")
ReplaceAttributName.objects.create(name="*", replace="", service_pattern=pattern)


class Quiet(WSGIRequestHandler):
    """Says nothing."""

    def log_message(self, *_):
        pass


class Threads(ThreadingMixIn, WSGIServer):
    """Answers several at a time."""

    daemon_threads = True


server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Threads, handler_class=Quiet)
print(server.server_port, flush=True)
server.serve_forever()
