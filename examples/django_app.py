# SPDX-License-Identifier: Apache-2.0
"""A Django project in one file: two views, sessions in signed cookies, forms with CSRF protection.

Run it from the root of the repository, with an interpreter that has Django:

    ./merapi --http :8000 --module examples.django_app:app --processes 2 --home .build/venv

A project made by `django-admin startproject site` runs the same way:

    ./merapi --http :8000 --chdir site --module site.wsgi:application --processes 2 --home venv
"""

import os
import secrets

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import engines
from django.urls import path

PAGE = """<!doctype html>
<title>Django on Merapi</title>
<h1>{% if name %}Hello, {{ name }}!{% else %}Who are you?{% endif %}</h1>
<form method="post">{% csrf_token %}<input name="name" value="{{ name }}"> <button>Remember me</button></form>
<p>{{ visits }} visit{{ visits|pluralize }}, worker process {{ pid }}</p>
"""


def index(request):
    if request.method == "POST":
        request.session["name"] = request.POST.get("name", "")[:80]
        return HttpResponseRedirect("/")
    request.session["visits"] = request.session.get("visits", 0) + 1
    session = request.session
    context = {"name": session.get("name", ""), "visits": session["visits"], "pid": os.getpid()}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def health(request):
    return JsonResponse({"status": "ok"})


urlpatterns = [path("", index), path("health", health)]

settings.configure(
    ALLOWED_HOSTS=["*"],
    DEBUG=False,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    ROOT_URLCONF=__name__,
    # made once, before the workers are forked, so that all of them share it
    SECRET_KEY=os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50),
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    USE_TZ=True,
)
django.setup(set_prefix=False)
app = get_wsgi_application()
