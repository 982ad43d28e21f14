# SPDX-License-Identifier: Apache-2.0
"""Small applications, one per path: /name is answered by the function of that name."""

import gzip
import io
import os
import sys
import tempfile
import zlib  # noqa: F401 for the expressions of queries

TEXT = [("Content-Type", "text/plain")]
events = []
"""What has happened in this process, for /events to report."""


def application(*args, **kwargs):
    assert not kwargs, kwargs
    return globals()[args[0]["PATH_INFO"][1:]](*args)


def report_events(environ, start_response):
    start_response("200 OK", TEXT)
    body = "\n".join(events).encode()
    del events[:]
    return [body]


kept = []
"""What outlives its request."""


def error_of(stream):
    try:
        return stream.read()
    except Exception as error:
        return error


class Parts:
    """An iterable with close() and, when told, __len__()."""

    def __init__(self, parts, name):
        self.parts = iter(parts)
        self.name = name

    def __iter__(self):
        return self

    def __next__(self):
        part = next(self.parts)
        if isinstance(part, Exception):
            raise part
        return part

    def close(self):
        events.append("closed " + self.name)


class Sized(Parts):
    def __len__(self):
        return 1


def show_environ(environ, start_response):
    start_response("200 OK", TEXT)
    lines = ["%s=%r" % item for item in sorted(environ.items())]
    lines.append("type=%s" % type(environ).__name__)
    return ["\n".join(lines).encode("utf-8")]


def spoil_environ(environ, start_response):
    environ.clear()
    environ["spoilt"] = environ
    start_response("200 OK", TEXT)
    return [b"spoilt"]


def show_write(environ, start_response):
    start_response("200 OK", TEXT)(b"written ")
    return [b"callable"]


def chunks(environ, start_response):
    start_response("200 OK", TEXT)
    yield b"one"
    yield b"two\r\n\n\r"
    yield b"\x00\xff"


def waits_for_its_parts(environ, start_response):
    """Goes on only when the client says that it has the part before."""
    start_response("200 OK", TEXT)
    for number in range(3):
        yield b"part %d" % number
        environ["wsgi.input"].read(1)


def is_single(environ, start_response):
    start_response("200 OK", TEXT)
    return Sized([b"only one"], "single")


def closes(environ, start_response):
    start_response("200 OK", TEXT)
    return Parts([b"a", b"b"], "after its end")


def raises_while_iterated(environ, start_response):
    start_response("200 OK", TEXT)
    return Parts([b"a", ValueError("halfway")], "after an error")


def endless(environ, start_response):
    start_response("200 OK", TEXT)

    def parts():
        while True:
            yield b"more " * 1000

    return Parts(parts(), "early")


def raises_in_close(environ, start_response):
    start_response("200 OK", TEXT)

    class Result(Parts):
        def close(self):
            raise ValueError("in close")

    return Result([b"all of it"], "")


def starts_late(environ, start_response):
    start_response("200 OK", TEXT)
    yield b"late"


def starts_when_iterated(environ, start_response):
    class Result:
        def __iter__(self):
            start_response("200 OK", TEXT)
            return iter([b"", b"iterated"])

    return Result()


def never_starts(environ, start_response):
    return [b"no head"]


def tempting(environ, start_response):
    """Has attributes that only a server's own type may be asked for."""

    class Result(Parts):
        filelike = property(lambda self: events.append("touched filelike"))
        fileno = property(lambda self: events.append("touched fileno"))
        read = property(lambda self: events.append("touched read"))

    start_response("200 OK", TEXT)
    return Result([b"untouched"], "tempting")


def reads(environ, start_response):
    """Evaluates the expressions of the query on the input, one after the other."""
    start_response("200 OK", TEXT)
    stream = environ["wsgi.input"]
    found = [repr(eval(part, dict(globals(), input=stream))) for part in environ["QUERY_STRING"].split("&")]
    return ["\n".join(found).encode()]


def complains(environ, start_response):
    errors = environ["wsgi.errors"]
    errors.write("a complaint with \u2014 and \udcff in it\n")
    errors.writelines(["first line\n", "second line\n"])
    errors.flush()
    start_response("200 OK", TEXT)
    return []


def responds(environ, start_response):
    """Calls start_response as the query says, and reports what that raises."""
    arguments = eval(environ["QUERY_STRING"])
    try:
        start_response(*arguments)
    except Exception as error:
        start_response("500 Error", TEXT, sys.exc_info())
        return ["{}: {}".format(type(error).__name__, error).encode()]
    return [b"accepted"]


def changes_its_list(environ, start_response):
    headers = [("X-Mine", "1")]
    start_response("200 OK", headers)
    headers[:] = [("X-Other", "2")]
    return [b"x"]


def is_silent_first(environ, start_response):
    """Yields nothing until the client says so."""
    start_response("200 OK", TEXT)
    yield b""
    environ["wsgi.errors"].write("silent so far\n")
    environ["wsgi.input"].read(1)
    yield b"now"


def writes(environ, start_response):
    write = start_response("200 OK", TEXT)
    write(b"")
    environ["wsgi.errors"].write("nothing written\n")
    environ["wsgi.input"].read(1)
    write(b"written, ")
    environ["wsgi.input"].read(1)
    return [b"then ", b"returned"]


def fails_and_explains(environ, start_response):
    start_response("200 OK", [("X-First", "1"), ("Content-Length", "1000")])
    try:
        raise ValueError("trapped")
    except ValueError:
        start_response("503 Later", [("X-Second", "2")], sys.exc_info())
    return [b"explained"]


def fails_too_late(environ, start_response):
    start_response("200 OK", TEXT)
    yield b"half"
    try:
        raise ValueError("the very error")
    except ValueError:
        start_response("500 Error", TEXT, sys.exc_info())
    yield b"never"


def starts_twice(environ, start_response):
    start_response("200 OK", TEXT)
    try:
        start_response("200 OK", TEXT)
    except AssertionError as error:
        events.append("refused: %s" % error)
        raise
    return [b"never"]


def starts_again_after_an_error(environ, start_response):
    try:
        start_response("200 OK", [("Bad Name", "1")])
    except ValueError:
        start_response("200 OK", TEXT)
    return [b"never"]


def keeps_no_traceback(environ, start_response):
    import gc
    import weakref

    class Witness(Exception):
        pass

    start_response("200 OK", TEXT)
    gc.collect()
    gc.disable()
    try:
        raise Witness
    except Witness as error:
        reference = weakref.ref(error)
        start_response("200 OK", TEXT, sys.exc_info())
    finally:
        gc.enable()
    return [b"gone" if reference() is None else b"kept"]


def declares(environ, start_response):
    """Content-Length and parts from the query; with a third item how they are given."""
    length, parts, how = eval(environ["QUERY_STRING"])
    write = start_response("200 OK", TEXT if length is None else [("content-LENGTH", length)])
    if how == "write":
        for part in parts:
            write(part)
        return []
    if how == "generator":
        return Parts(parts, "declared")
    return how(parts)


def returns(environ, start_response):
    start_response("200 OK", TEXT)
    return eval(environ["QUERY_STRING"])


def answers_status(environ, start_response):
    start_response(environ["QUERY_STRING"], [("Content-Length", "4")])
    return [b"body"]


def yields_as_said(environ, start_response):
    start_response("200 OK", TEXT)
    yield from eval(environ["QUERY_STRING"])


def raises(environ, start_response):
    if environ["QUERY_STRING"] == "late":
        start_response("200 OK", TEXT)(b"begun")
    raise {"exit": SystemExit(3), "interrupt": KeyboardInterrupt()}.get(
        environ["QUERY_STRING"], ValueError("caf\u00e9 raised")
    )


def wraps_file(environ, start_response):
    """The file of the query from the offset of the query."""
    name, offset, headers, how = eval(environ["QUERY_STRING"])
    file = open(name, "rb")
    file.seek(offset)
    kept[:] = [file]
    start_response("200 OK", headers)
    wrapper = environ["wsgi.file_wrapper"](file, 5)
    if how == "filtered":
        return (part.upper() for part in wrapper)
    if how == "unused":
        file.close()
        return [b"something else"]
    return wrapper


def wraps_filelike(environ, start_response):
    class FileLike:
        left = 3

        def read(self, size=-1):
            events.append("read %d" % size)
            self.left -= 1
            return b"block " if self.left >= 0 else b""

    if environ["QUERY_STRING"] == "closing":
        FileLike.close = lambda self: events.append("closed the file")
    start_response("200 OK", TEXT)
    return environ["wsgi.file_wrapper"](FileLike(), 99)


def compressed():
    file = tempfile.TemporaryFile()
    with gzip.GzipFile(fileobj=file, mode="w") as packed:
        packed.write(b"plain" * 9999)
    file.seek(0)
    return gzip.GzipFile(fileobj=file)


def piped():
    reader, writer = os.pipe()
    if not os.fork():
        os.close(reader)
        with os.fdopen(writer, "wb") as file:
            file.write(b"plain" * 9999)
        os._exit(0)
    os.close(writer)
    return os.fdopen(reader, "rb")


def temporary():
    file = tempfile.NamedTemporaryFile()
    file.write(b"plain" * 9999)
    file.seek(0)
    return file


def unlinked(path):
    file = open(path, "rb")
    os.unlink(path)
    return file


def in_memory():
    return io.BytesIO(b"plain" * 9999)


def wraps_object(environ, start_response):
    start_response("200 OK", TEXT)
    return environ["wsgi.file_wrapper"](eval(environ["QUERY_STRING"]))
