# SPDX-License-Identifier: Apache-2.0
import tempfile
import unittest
from pathlib import Path

from merapi_bench.gateways import GATEWAYS
from merapi_bench.nginx import Passage, behind_socket
from merapi_bench.scenarios import HELLO
from merapi_bench.servers import Role, Setup


class PassageTest(unittest.TestCase):
    def test_connections_are_kept_by_both_sides_or_none(self) -> None:
        for module, directive in (("fastcgi", "fastcgi_keep_conn on;"), ("proxy", "proxy_http_version 1.1;")):
            kept, closed = Passage(module, keep=True), Passage(module)
            self.assertIn(directive, kept.directives())
            self.assertIn("keepalive 64;", kept.upstream())
            self.assertNotIn(directive, closed.directives())
            self.assertEqual(closed.upstream(), "")

    def test_the_protocols_carry_the_same_variables(self) -> None:
        uwsgi, fastcgi = (
            {line.partition("_param ")[2] for line in Passage(module).directives()} for module in ("uwsgi", "fastcgi")
        )
        self.assertEqual(uwsgi, fastcgi)
        self.assertIn("PATH_INFO $document_uri;", uwsgi)

    def test_scgi_says_what_it_is_and_leaves_the_length_to_nginx(self) -> None:
        directives = Passage("scgi").directives()
        self.assertIn("scgi_param SCGI 1;", directives)
        self.assertNotIn("scgi_param CONTENT_LENGTH $content_length;", directives)

    def test_parts_are_gathered_or_passed_on(self) -> None:
        self.assertIn("scgi_buffers 64 32k;", Passage("scgi").buffers())
        self.assertEqual(Passage("scgi", gathering=False).buffers(), "scgi_buffering off;")


class GatewaysTest(unittest.TestCase):
    def test_nginx_passes_on_to_where_merapi_listens(self) -> None:
        for server in GATEWAYS:
            with tempfile.TemporaryDirectory() as directory:
                setup = Setup(HELLO, 8000, 2, 1, False, "/usr/bin/python3", Path(directory))
                merapi, nginx = server.configure(setup)
                listen = merapi.argv[1:3]
                self.assertEqual(listen[1], str(behind_socket(setup)))
                self.assertEqual(nginx.argv[0], "nginx")
                conf = (Path(directory) / "nginx.conf").read_text()
                self.assertIn(f"server unix:{listen[1]};", conf)
                self.assertNotIn("--http", merapi.argv)

    def test_nginx_and_the_jvm_face_the_clients(self) -> None:
        for server in GATEWAYS:
            self.assertEqual(server.role("nginx: worker process", False), Role.FRONT)
            self.assertEqual(server.role("/opt/jdk/bin/java -cp x", True), Role.FRONT)
            self.assertEqual(server.role("/usr/bin/python3 -c pass", False), Role.WORKER)


if __name__ == "__main__":
    unittest.main()
