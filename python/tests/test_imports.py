# SPDX-License-Identifier: Apache-2.0
"""What is imported beside the application: in uWSGI's order, which was asked."""

from test_loading import APPLICATION, LoadingTest


class ImportsTest(LoadingTest):
    def setUp(self):
        super().setUp()
        self.write("order.py", "import os\nnames = []\npids = {}\n")
        note = "import order, os\norder.names.append(__name__)\norder.pids[__name__] = os.getpid()\n"
        for name in ("alias", "shared", "own", "late", "sub/in_file"):
            self.write(name + ".py", note)
        self.write("broken.py", "raise ValueError('no')\n")
        reply = "repr(eval(environ['QUERY_STRING'])).encode()"
        self.write("app.py", note + "import sys\n" + APPLICATION.format("application", reply))

    def evaluate(self, expression, **config):
        front = self.front(module="app", **config)
        self.assertEqual("LOADED", front.loaded["kind"], front.log)
        return eval(front.worker().links[0].get("/?" + expression).body), front

    def test_their_order(self):
        names, _ = self.evaluate(
            "order.names",
            aliases=["a=alias"],
            shared_imports=["shared"],
            imports=["own", "sub/in_file.py"],
            late_aliases=["b=late"],
        )
        self.assertEqual(["alias", "shared", "own", "sub_in_file", "late", "app"], names)

    def test_with_lazy_apps_only_what_is_shared_is_imported_before_the_fork(self):
        pids, front = self.evaluate(
            "order.pids",
            lazy_apps=True,
            aliases=["a=alias"],
            shared_imports=["shared"],
            imports=["own"],
            late_aliases=["b=late"],
        )
        first = {name for name, pid in pids.items() if pid == front.process.pid}
        self.assertEqual({"alias", "shared"}, first)

    def test_one_that_fails_leaves_the_application(self):
        names, front = self.evaluate("order.names", imports=["broken", "nowhere", "own"])
        self.assertEqual(["own", "app"], names)
        front.wait_for_log("broken is not imported: Traceback")
        front.wait_for_log("nowhere is not imported: ")

    def test_aliases_are_other_names(self):
        names, _ = self.evaluate(
            "[sys.modules[n].__name__ for n in ('a', 'f', 'b')]",
            aliases=["a=alias", "f=./sub/in_file.py"],
            late_aliases=["b=late"],
        )
        self.assertEqual(["alias", "f", "late"], names)

    def test_without_what_an_alias_is_for_nothing_is_loaded(self):
        for key in ("aliases", "late_aliases"):
            self.assertEqual("ValueError: no", self.failure(module="app", **{key: ["a=broken"]}))

    def test_nor_in_a_worker(self):
        front = self.front(module="app", late_aliases=["a=broken"], lazy_apps=True)
        front.spawn()
        self.assertEqual(22, front.news("EXITED", 1)["status"])
