# SPDX-License-Identifier: Apache-2.0
import unittest

from merapi_bench import protocols
from merapi_bench.cli import SERVERS
from merapi_bench.results import Metric, ScenarioResult
from merapi_bench.scenarios import SCENARIOS


class TableTest(unittest.TestCase):
    def test_its_scenarios_and_servers_exist(self) -> None:
        self.assertLessEqual(set(protocols.SCENARIOS), {scenario.name for scenario in SCENARIOS})
        self.assertLessEqual({name for name, _ in protocols.ROWS}, {server.name for server in SERVERS})

    def test_is_markdown_with_ratios_to_the_uwsgi_protocol(self) -> None:
        hello = ScenarioResult("hello", "hello")
        hello.of("nginx+merapi").add({Metric.RATE: 20000.0, Metric.CPU: 50.4}, 0)
        hello.of("nginx+merapi-scgi").add({Metric.RATE: 19000.0, Metric.CPU: 52.6}, 0)
        flask = ScenarioResult("flask", "Flask hello")
        flask.of("nginx+merapi").add({Metric.RATE: 5000.0, Metric.CPU: 100.0}, 0)
        self.assertEqual(
            protocols.table({"hello": hello, "flask": flask}).splitlines(),
            [
                "| behind nginx | hello, req/s | Flask hello, req/s | CPU us/req, hello |",
                "|---|---:|---:|---:|",
                "| Merapi, uwsgi | 20,000 (1.00) | 5,000 (1.00) | 50 |",
                "| Merapi, SCGI | 19,000 (0.95) | - | 53 |",
            ],
        )

    def test_what_was_not_measured_has_a_dash(self) -> None:
        hello = ScenarioResult("hello", "hello")
        hello.of("nginx+uwsgi")
        self.assertEqual(protocols.table({"hello": hello}).splitlines()[2:], ["| uWSGI, uwsgi | - | - |"])


if __name__ == "__main__":
    unittest.main()
