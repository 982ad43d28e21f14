# SPDX-License-Identifier: Apache-2.0
"""A Django project with what sites use; `checked` is the same between wsgiref's validators."""

import os
from wsgiref.validate import validator

import django
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.http import condition


def form(request):
    return HttpResponse("%s|%s|%s" % (request.method, request.POST.get("name"), request.GET.getlist("a")))


def visits(request):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return HttpResponse("visit %d" % request.session["visits"])


def cookies(request):
    response = HttpResponse(repr(sorted((k, v) for k, v in request.COOKIES.items() if k != "sessionid")))
    response.set_cookie("one", "1")
    response.set_cookie("two", "2", httponly=True)
    return response


def old(request):
    return HttpResponseRedirect("/form?a=moved")


def upload(request):
    parts = [(name, file.name, file.size) for name, file in sorted(request.FILES.items())]
    return HttpResponse(repr((parts, request.POST.dict())))


def stream(request):
    return StreamingHttpResponse(("%s %d\n" % (request.path, i) for i in range(3)), content_type="text/plain")


def file(request):
    return FileResponse(open(os.environ["SENT_FILE"], "rb"), content_type="text/plain")


@condition(etag_func=lambda request: '"fixed"')
def tagged(request):
    return HttpResponse("tagged")


def error(request):
    raise LookupError("a bug in Django code")


def forbidden(request):
    raise PermissionDenied


def as_json(request):
    return JsonResponse({"length": len(request.body), "scheme": request.scheme, "host": request.get_host()})


VIEWS = (form, visits, cookies, old, upload, stream, file, tagged, error, forbidden)
urlpatterns = [path(view.__name__, view) for view in VIEWS if view is not tagged]
urlpatterns += [path("tagged", tagged), path("json", as_json)]

settings.configure(
    ALLOWED_HOSTS=["*"],
    DEBUG=False,
    FILE_UPLOAD_MAX_MEMORY_SIZE=100_000,
    LOGGING={
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"stderr": {"class": "logging.StreamHandler"}},
        "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR"}},
    },
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.gzip.GZipMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="of the tests",
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    USE_TZ=True,
)
django.setup(set_prefix=False)
app = get_wsgi_application()
checked = validator(app)
