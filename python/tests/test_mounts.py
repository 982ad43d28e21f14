# SPDX-License-Identifier: Apache-2.0
"""Several applications in one process: which of them gets a request, and what it sees. Real uWSGI is held to the same
in MountsIT."""

import unittest

from front import Front
from test_loading import APPLICATION, LoadingTest

from merapi_worker import mounts


def named(name):
    return lambda environ, start_response: (name, environ["SCRIPT_NAME"], environ["PATH_INFO"])


ROOT, SHOP, DEEP = named("root"), named("shop"), named("deep")


class ChoiceTest(unittest.TestCase):
    def asked(self, path, script_name="", found=None, managed=True, default=True):
        found = {"": ROOT, "/shop": SHOP, "/shop/deep": DEEP} if found is None else found
        environ = {"SCRIPT_NAME": script_name, "PATH_INFO": path}
        return mounts.Mounts(found, managed, default)(environ, None)

    def test_the_longest_mount_point_that_the_path_begins_with(self):
        self.assertEqual(("shop", "/shop", "/a"), self.asked("/shop/a"))
        self.assertEqual(("deep", "/shop/deep", "/a/b"), self.asked("/shop/deep/a/b"))

    def test_a_path_that_ends_there(self):
        self.assertEqual(("shop", "/shop", ""), self.asked("/shop"))
        self.assertEqual(("shop", "/shop", "/"), self.asked("/shop/"))

    def test_up_to_a_slash(self):
        self.assertEqual(("root", "", "/shopping"), self.asked("/shopping"))
        self.assertEqual(("shop", "/shop", "/deeper"), self.asked("/shop/deeper"))

    def test_slashes_are_as_they_came(self):
        self.assertEqual(("shop", "/shop", "//a"), self.asked("/shop//a"))
        self.assertEqual(("root", "", "//shop/a"), self.asked("//shop/a"))

    def test_all_other_paths_are_the_firsts(self):
        self.assertEqual(("root", "", "/a"), self.asked("/a"))
        self.assertEqual(("shop", "", "/a"), self.asked("/a", found={"/shop": SHOP, "/deep": DEEP}))

    def test_unless_there_is_to_be_no_default(self):
        self.assertEqual(("root", "", "/a"), self.asked("/a", default=False))
        with self.assertRaises(mounts.NotLoaded):
            self.asked("/a", found={"/shop": SHOP}, default=False)

    def test_the_web_server_in_front_may_name_it(self):
        for managed in (False, True):
            self.assertEqual(("shop", "/shop", "/a"), self.asked("/a", "/shop", managed=managed))
            self.assertEqual(("root", "/nowhere", "/a"), self.asked("/a", "/nowhere", managed=managed))

    def test_the_path_goes_before_what_it_names(self):
        self.assertEqual(("shop", "/shop", "/a"), self.asked("/shop/a", "/shop"))
        self.assertEqual(("shop", "/shop", "/a"), self.asked("/shop/a", "/outer"))

    def test_without_manage_script_name_the_path_does_not_count(self):
        self.assertEqual(("root", "", "/shop/a"), self.asked("/shop/a", managed=False))
        self.assertEqual(("shop", "/shop", "/shop/a"), self.asked("/shop/a", "/shop", managed=False))

    def test_one_that_is_not_loaded_keeps_its_place(self):
        for script_name, path in (("", "/shop/a"), ("/shop", "/a")):
            with self.assertRaises(mounts.NotLoaded):
                self.asked(path, script_name, found={"": ROOT, "/shop": None})
        with self.assertRaises(mounts.NotLoaded):
            self.asked("/a", found={"": None, "/shop": SHOP})


class MountsTest(LoadingTest):
    def setUp(self):
        super().setUp()
        text = "import os\n" + APPLICATION.format("application", "repr((__name__, environ['PATH_INFO'])).encode()")
        self.write("web.py", text + "root = application\n")
        self.write("sub/shop.py", text)
        self.write("broken.py", "raise ValueError('out of stock')\n")

    def load(self, **config):
        return self.front(**dict({"module": "web", "manage_script_name": True}, **config))

    def names(self, front):
        return [(point, name, failure) for point, name, _, failure in front.loaded["report"]["applications"]]

    def test_files_and_modules(self):
        front = self.load(mounts=[["/shop", "sub/shop.py"], ["/root", "web:root"], ["/web", "web"]])
        applications = ["web:application", "sub/shop.py:application", "web:root", "web:application"]
        self.assertEqual(list(zip(["", "/shop", "/root", "/web"], applications, [""] * 4)), self.names(front))
        link = front.worker().links[0]
        self.assertEqual(b"('uwsgi_file_sub_shop', '/a')", link.get("/shop/a").body)
        self.assertEqual([b"('web', '/a')"] * 3, [link.get(path).body for path in ("/a", "/root/a", "/web/a")])

    def test_the_file_counts_where_the_module_does_not_load(self):
        front = self.load(wsgi_file="sub/shop.py")
        self.assertEqual([("", "web:application", "")], self.names(front))
        front = self.load(module="broken", wsgi_file="sub/shop.py")
        failed, loaded = ("", "broken", "ValueError: out of stock"), ("", "sub/shop.py:application", "")
        self.assertEqual([failed, loaded], self.names(front))
        self.assertEqual(b"('uwsgi_file_sub_shop', '/a')", front.worker().links[0].get("/a").body)

    def test_callable_is_that_of_all(self):
        self.write("other.py", APPLICATION.format("root", "b'other'"))
        front = self.load(callable="root", mounts=[["/other", "other.py"]])
        self.assertEqual(b"other", front.worker().links[0].get("/other").body)

    def test_where_there_is_one_application_nothing_stands_before_it(self):
        everything = {"manage_script_name": True, "default_app": True}
        self.assertIs(ROOT, mounts._as_one({"": ROOT}, everything))
        self.assertIs(SHOP, mounts._as_one({"/shop": SHOP}, dict(everything, manage_script_name=False)))
        self.assertIsNot(SHOP, mounts._as_one({"/shop": SHOP}, everything))
        self.assertIsNot(ROOT, mounts._as_one({"": ROOT}, dict(everything, default_app=False)))

    def test_one_that_fails_leaves_the_others(self):
        front = self.load(mounts=[["/broken", "broken"], ["/shop", "sub/shop.py"]])
        self.assertIn(("/broken", "broken", "ValueError: out of stock"), self.names(front))
        front.wait_for_log("ValueError: out of stock")
        link = front.worker().links[0]
        self.assertEqual(b"('uwsgi_file_sub_shop', '')", link.get("/shop").body)
        self.assertEqual((1, None), (link.get("/broken/a").cause, link.get("/broken/a").head))
        self.assertNotIn("mounts.py", front.wait_for_log("GET /broken/a: there is no application for it\n"))

    def test_unless_all_are_needed(self):
        front = self.load(mounts=[["/broken", "broken"]], need_all=True)
        self.assertEqual("LOAD_FAILED", front.loaded["kind"])
        self.assertTrue(front.loaded["line"].startswith("ValueError: out of stock\nTraceback "))

    def test_none_that_loads(self):
        front = self.load(module="broken", mounts=[["/nowhere", "nowhere:app"]])
        self.assertEqual("LOAD_FAILED", front.loaded["kind"])
        self.assertEqual("ValueError: out of stock", front.loaded["line"].partition("\n")[0])
        front.wait_for_log("No module named 'nowhere'")

    def test_lazy_ones_are_loaded_in_the_worker(self):
        front = self.load(lazy_apps=True, mounts=[["/broken", "broken"], ["/shop", "sub/shop.py"]])
        self.assertEqual([], self.names(front))
        link = front.worker().links[0]
        self.assertEqual(b"('uwsgi_file_sub_shop', '')", link.get("/shop").body)
        self.assertEqual(1, link.get("/broken").cause)
        front.wait_for_log("broken at /broken is not loaded: ValueError: out of stock\n")

    def test_a_lazy_one_that_fails_ends_the_worker_where_all_are_needed(self):
        front = self.load(lazy_apps=True, mounts=[["/broken", "broken"]], need_all=True)
        front.spawn()
        self.assertEqual(22, front.news("EXITED", 1)["status"])


class ApplicationsErrorTest(unittest.TestCase):
    def test_its_traceback_has_no_frames_of_ours(self):
        with Front(module="apps.process", mounts=[["/p", "apps.process"]], manage_script_name=True) as front:
            self.assertEqual(0, front.worker().links[0].get("/p/evaluate?1/0").cause)
            self.assertNotIn("mounts.py", front.wait_for_log("ZeroDivisionError"))
