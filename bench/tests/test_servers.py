# SPDX-License-Identifier: Apache-2.0
import sys
import tempfile
import unittest
from pathlib import Path

from merapi_bench.merapi import COMMAND, MERAPI, MERAPI_COLD
from merapi_bench.peers import PEERS
from merapi_bench.scenarios import BODIES, HELLO
from merapi_bench.servers import Need, Role, Setup
from merapi_bench.unit import UNIT, configuration

NAMES = {server.name: server for server in PEERS}


def setup(directory: str, threads: int = 1, logs: bool = False) -> Setup:
    return Setup(HELLO, 8000, 2, threads, logs, "/usr/bin/python3", Path(directory))


class RoleTest(unittest.TestCase):
    def test_nginx_is_the_front_and_uwsgi_workers_are_leaves(self) -> None:
        server = NAMES["nginx+uwsgi"]
        self.assertEqual(server.role("nginx: master process nginx -p /tmp", True), Role.FRONT)
        self.assertEqual(server.role("nginx: worker process", False), Role.FRONT)
        self.assertEqual(server.role("uWSGI master", True), Role.MASTER)
        self.assertEqual(server.role("uWSGI worker 1", False), Role.WORKER)

    def test_a_router_among_the_children_is_the_front(self) -> None:
        self.assertEqual(NAMES["uwsgi-router"].role("uWSGI http 1", False), Role.FRONT)

    def test_what_unit_does_itself_is_its_front(self) -> None:
        for title in ("unit: main v1.35.0 [unitd --no-daemon]", "unit: controller", "unit: router"):
            self.assertEqual(UNIT.role(title, False), Role.FRONT)
        self.assertEqual(UNIT.role('unit: "bench" prototype', True), Role.MASTER)
        self.assertEqual(UNIT.role('unit: "bench" application', False), Role.WORKER)

    def test_the_jvm_is_the_front_wherever_it_is_installed(self) -> None:
        self.assertEqual(MERAPI.role("/opt/jdk/bin/java -Xmx64m -cp x", True), Role.FRONT)
        self.assertEqual(MERAPI.role("/usr/bin/python3 -c pass", True), Role.MASTER)
        self.assertEqual(MERAPI.role("/usr/bin/python3 -c pass", False), Role.WORKER)

    def test_a_server_of_one_process_is_a_worker(self) -> None:
        self.assertEqual(NAMES["waitress"].role("python3 -c pass", False), Role.WORKER)


class ConfigurationTest(unittest.TestCase):
    def test_nobody_logs_unless_asked(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            for server in (*PEERS, MERAPI):
                words = " ".join(word for launch in server.configure(setup(directory)) for word in launch.argv)
                self.assertNotIn("access-logfile", words)
                self.assertNotIn("--logto", words)
            self.assertIn("access_log off;", (Path(directory) / "nginx.conf").read_text())

    def test_all_but_waitress_log_when_asked(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            asked = setup(directory, logs=True)
            for server in (*PEERS, MERAPI):
                if server.unable(asked) is None:
                    words = " ".join(word for launch in server.configure(asked) for word in launch.argv)
                    self.assertRegex(words, "--logto|--access-logfile")
            self.assertIn("nginx-access.log;", (Path(directory) / "nginx.conf").read_text())
            self.assertIsNotNone(NAMES["waitress"].unable(asked))

    def test_unit_logs_when_asked(self) -> None:
        self.assertNotIn("access_log", configuration(setup("/nowhere")))
        self.assertEqual(configuration(setup("/nowhere", logs=True))["access_log"], "/nowhere/unit-access.log")

    def test_a_server_without_threads_is_not_asked_for_them(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            self.assertIsNotNone(NAMES["gunicorn-sync"].unable(setup(directory, threads=2)))
            self.assertIsNone(NAMES["gunicorn-gthread"].unable(setup(directory, threads=2)))

    def test_merapi_is_started_as_a_user_starts_it(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            (launch,) = MERAPI.configure(setup(directory))
            self.assertEqual(launch.argv[0], str(COMMAND))
            self.assertEqual(launch.environment, {})
            (cold,) = MERAPI_COLD.configure(setup(directory))
            self.assertEqual(cold.argv, launch.argv)
            self.assertNotEqual(cold.environment, {})

    def test_the_applications_are_there(self) -> None:
        for application in (HELLO, BODIES):
            self.assertTrue(application.file.is_file())


class NeedTest(unittest.TestCase):
    def test_programs_and_modules_are_looked_for(self) -> None:
        self.assertTrue(Need.program("sh", "").present(sys.executable))
        self.assertFalse(Need.program("no-such-program-anywhere", "").present(sys.executable))
        self.assertTrue(Need.module("json", "").present(sys.executable))
        self.assertFalse(Need.module("no_such_module_anywhere", "").present(sys.executable))
        self.assertFalse(Need.module("json", "").present("/no/such/python"))


if __name__ == "__main__":
    unittest.main()
