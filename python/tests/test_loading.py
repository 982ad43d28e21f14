# SPDX-License-Identifier: Apache-2.0
"""Finding the application, and the surroundings it finds itself in: as under uWSGI, which was asked."""

import os
import subprocess
import sys
import tempfile
import unittest

from front import TESTS, Front

APPLICATION = "def {}(environ, start_response):\n    start_response('200 OK', [])\n    return [{}]\n"


class LoadingTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = os.path.realpath(directory.name)

    def write(self, name, text):
        path = os.path.join(self.directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def front(self, **config):
        front = Front(**dict({"chdir": self.directory}, **config))
        self.addCleanup(front.close)
        return front

    def answer(self, **config):
        """What the application says, and the name it was found by."""
        front = self.front(**config)
        self.assertEqual("LOADED", front.loaded["kind"], front.log)
        body = front.worker().links[0].get("/").body.decode()
        return body, front.loaded["report"]["applications"][0][1]

    def failure(self, **config):
        front = self.front(**config)
        self.assertEqual("LOAD_FAILED", front.loaded["kind"])
        reason, _, traceback = front.loaded["line"].partition("\n")
        self.assertTrue(traceback.startswith("Traceback (most recent call last):\n"), traceback)
        self.assertIn(reason, traceback)
        front.wait_for_log(traceback)
        return reason


class NameTest(LoadingTest):
    def setUp(self):
        super().setUp()
        text = APPLICATION.format("application", "b'default'") + APPLICATION.format("app", "b'app'")
        text += "def make(name='made'):\n    return {'made': app}[name]\n"
        text += "class Site:\n    wsgi = staticmethod(app)\n    broken = 5\nsite = Site()\n"
        self.write("pkg/__init__.py", "")
        self.write("pkg/mod.py", text)

    def test_module(self):
        self.assertEqual(("default", "pkg.mod:application"), self.answer(module="pkg.mod"))

    def test_module_and_callable(self):
        self.assertEqual(("app", "pkg.mod:app"), self.answer(module="pkg.mod:app"))
        self.assertEqual(("app", "pkg.mod:app"), self.answer(module="pkg.mod", callable="app"))
        self.assertEqual(("app", "pkg.mod:app"), self.answer(module="pkg.mod:app", callable="other"))

    def test_factory(self):
        self.assertEqual(("app", "pkg.mod:make()"), self.answer(module="pkg.mod:make()"))
        self.assertEqual(("app", "pkg.mod:make()"), self.answer(module="pkg.mod", callable="make()"))

    def test_attribute_of_an_object(self):
        self.assertEqual(("app", "pkg.mod:site.wsgi"), self.answer(module="pkg.mod:site.wsgi"))

    def test_a_factory_that_returns_something_else(self):
        self.assertIn("returned <", self.failure(module="pkg.mod:Site()"))

    def test_what_cannot_be_called(self):
        line = self.failure(module="pkg.mod:site.broken")
        self.assertIn("NoApplication: site.broken of pkg.mod is 5, which cannot be called", line)

    def test_what_is_not_there(self):
        line = self.failure(module="pkg.mod:aplication")
        self.assertEqual("NoApplication: pkg.mod has no aplication; did you mean app or application?", line)


class HintTest(LoadingTest):
    def hint(self, text):
        self.write("mod.py", text)
        return self.failure(module="mod")

    def test_an_object_that_can_be_called(self):
        text = "class Flask:\n    def __call__(self, environ, start_response): pass\nweb = Flask()\nFlask.x = 1\n"
        self.assertTrue(self.hint(text).endswith("has no application; did you mean web?"))

    def test_a_factory(self):
        self.assertTrue(self.hint("def create_app(): pass\n").endswith("did you mean create_app()?"))

    def test_a_function_of_two_arguments(self):
        text = "from os.path import samefile\ndef f(a): pass\ndef serve(environ, start): pass\ndef g(a, b, c): pass\n"
        self.assertTrue(self.hint(text).endswith("did you mean serve?"))

    def test_the_likeliest_first_and_three_at_most(self):
        text = "def a(x, y): pass\ndef b(x, y): pass\ndef wsgi(): pass\ndef app(): pass\n"
        self.assertTrue(self.hint(text).endswith("did you mean app or wsgi or a?"))

    def test_nothing_to_name(self):
        self.assertTrue(self.hint("import os\n_app = len\nclass App: pass\n").endswith("mod has no application"))


class FailureTest(LoadingTest):
    def test_a_module_that_is_not_there(self):
        self.assertEqual("ModuleNotFoundError: No module named 'nowhere'", self.failure(module="nowhere"))

    def test_a_module_that_raises(self):
        self.write("mod.py", "def f():\n    raise ValueError('caf\u00e9\\nsecond line')\nf()\n")
        front = self.front(module="mod")
        self.assertEqual("ValueError: caf\u00e9", front.loaded["line"].partition("\n")[0])
        front.wait_for_log("second line")
        self.assertIn('mod.py", line 3', front.log)
        self.assertNotIn("merapi_worker", front.log)

    def test_a_module_that_exits(self):
        self.write("mod.py", "raise SystemExit('no')\n")
        self.assertEqual("SystemExit: no", self.failure(module="mod"))

    def test_a_syntax_error(self):
        self.write("app.py", "def f(:\n")
        front = self.front(wsgi_file="app.py")
        self.assertIn("SyntaxError: ", front.loaded["line"])
        front.wait_for_log('File "app.py", line 1')

    def test_a_file_that_is_not_there(self):
        self.assertIn("FileNotFoundError", self.failure(wsgi_file="app.py"))

    def test_a_directory_that_is_not_there(self):
        self.assertIn("FileNotFoundError", self.failure(module="mod", chdir="/nowhere/to/be/found"))


class FileTest(LoadingTest):
    TEXT = APPLICATION.format("application", "repr((__name__, __file__, __spec__.name)).encode()")

    def names(self, wsgi_file):
        body, name = self.answer(wsgi_file=wsgi_file)
        self.assertEqual(wsgi_file + ":application", name)
        return eval(body)

    def test_the_modules_name_is_uwsgis(self):
        """Pickled objects hold it. Measured with uWSGI 2.0.21."""
        self.write("sub/my-app.v2.py", self.TEXT)
        self.write("app.wsgi", self.TEXT)
        for path, name in (
            ("sub/my-app.v2.py", "uwsgi_file_sub_my-app_v2"),
            ("./sub/my-app.v2.py", "uwsgi_file___sub_my-app_v2"),
            ("app.wsgi", "uwsgi_file_app_wsgi"),
        ):
            self.assertEqual((name, path, name), self.names(path))

    def test_an_absolute_path(self):
        path = self.write("app.py", self.TEXT)
        self.assertEqual("uwsgi_file_" + path[:-3].replace("/", "_"), self.names(path)[0])

    def test_the_module_can_be_imported_by_that_name(self):
        self.write("app.py", APPLICATION.format("application", "__import__('uwsgi_file_app').__file__.encode()"))
        self.assertEqual("app.py", self.answer(wsgi_file="app.py")[0])

    def test_callable(self):
        self.write("app.py", APPLICATION.format("app", "b'app'"))
        self.assertEqual(("app", "app.py:app"), self.answer(wsgi_file="app.py", callable="app"))

    def test_no_octet_code_is_left_behind(self):
        self.write("app.wsgi", self.TEXT)
        self.names("app.wsgi")
        self.assertEqual(["app.wsgi"], os.listdir(self.directory))

    def test_encodings_are_heeded(self):
        path = os.path.join(self.directory, "app.py")
        with open(path, "wb") as file:
            file.write(
                b"# coding: latin-1\n" + APPLICATION.format("application", "'\u00e9'.encode()").encode("latin-1")
            )
        self.assertEqual("\u00e9", self.answer(wsgi_file="app.py")[0])


class SurroundingsTest(LoadingTest):
    def evaluate(self, expression, **config):
        text = "import os, sys\nat_import = %s\n" % expression
        self.write("mod.py", text + APPLICATION.format("application", "repr(at_import).encode()"))
        return eval(self.answer(module="mod", **config)[0])

    def test_sys_path(self):
        """Each entry of pythonpath is put at the front, then come '.', '' and the interpreter's own."""
        path = self.evaluate("sys.path", pythonpath=["first", "/second"])
        self.assertEqual(["/second", "first", ".", ""], path[:4])
        self.assertFalse([entry for entry in path[4:] if entry in (".", "") or "merapi" in entry or "/tests" in entry])
        self.assertTrue(any(entry.endswith("site-packages") or "dist-packages" in entry for entry in path[4:]), path)

    def test_the_last_of_pythonpath_comes_first(self):
        self.write("one/which.py", "name = 'one'\n")
        self.write("two/which.py", "name = 'two'\n")
        self.assertEqual("two", self.evaluate("__import__('which').name", pythonpath=["one", "two"]))

    def test_sys_argv(self):
        self.assertEqual(["uwsgi", "--x", "y z"], self.evaluate("sys.argv", argv=["--x", "y z"]))
        self.assertEqual(["uwsgi"], self.evaluate("sys.argv"))

    def test_environment(self):
        values = self.evaluate("[os.environ.get(n) for n in 'ABC']", env=["A=1", "B=x=y", "C="])
        self.assertEqual(["1", "x=y", ""], values)

    def test_chdir(self):
        self.assertEqual(self.directory, self.evaluate("os.getcwd()"))
        found = self.evaluate("os.getcwd()", chdir=None, pythonpath=[self.directory])
        self.assertEqual(os.getcwd(), found)

    def test_main_is_empty(self):
        names = self.evaluate("sorted(vars(sys.modules['__main__']))")
        self.assertFalse([name for name in names if not name.startswith("__")], names)

    def test_standard_input_is_empty_and_output_takes_any_text(self):
        found = self.evaluate("(sys.stdin.read(), sys.stdout.errors, sys.stdout.encoding, sys.stdout.line_buffering)")
        self.assertEqual(("", "backslashreplace", "utf-8", True), found)

    def test_little_is_imported(self):
        """What a worker has in memory before any application is that of the interpreter, but for little."""
        costly = "asyncio ctypes dataclasses enum inspect json logging re selectors signal socket subprocess threading"
        costly += " traceback typing"
        self.write("mod.py", "import sys\n" + APPLICATION.format("application", "repr(sorted(sys.modules)).encode()"))
        self.write("bare.py", "import sys\nprint(sorted(sys.modules))\n")
        bare = subprocess.check_output([sys.executable, os.path.join(self.directory, "bare.py")])
        loaded = set(eval(self.answer(module="mod")[0])) - set(eval(bare))
        self.assertFalse(loaded & set(costly.split()))

    def test_threads_are_named_as_uwsgis(self):
        front = Front(module="apps.process", chdir=TESTS, threads=2)
        self.addCleanup(front.close)
        names = [link.get("/evaluate?threading.current_thread().name").body for link in front.worker().links]
        self.assertEqual([b"'uWSGIWorker1Core0'", b"'uWSGIWorker1Core1'"], names)
