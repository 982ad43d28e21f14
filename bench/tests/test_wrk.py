# SPDX-License-Identifier: Apache-2.0
import unittest

from merapi_bench import wrk

PLAIN = """\
Running 5s test @ http://127.0.0.1:8000/
  1 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
Requests/sec:  20000.00
merapi-bench {"requests":100000,"micros":5000000,"bytes":16000000,"p50":3000,"p99":9000,"max":15000,\
"connect":0,"read":2,"write":0,"status":7,"timeout":0}
"""
MIXED = """\
merapi-bench {"requests":100,"micros":1000000,"bytes":9000,"p50":310,"p99":4010,"max":9010,"slow_requests":1,\
"slow_p50":20110,"connect":0,"read":0,"write":0,"status":0,"timeout":0,"content":3}
"""


class ParseTest(unittest.TestCase):
    def test_plain_run(self) -> None:
        seen = wrk.parse(PLAIN, 1.5)
        self.assertEqual((seen.requests, seen.seconds, seen.received_bytes), (100000, 5.0, 16000000))
        self.assertEqual((seen.p50, seen.p99, seen.longest, seen.slow_p50), (3000, 9000, 15000, 0))
        self.assertEqual(seen.cpu_seconds, 1.5)

    def test_errors_are_those_that_happened(self) -> None:
        self.assertEqual(wrk.parse(PLAIN, 0).errors, {"read": 2, "status": 7})

    def test_mixed_run_tells_the_slow_ones_apart_and_counts_wrong_content(self) -> None:
        seen = wrk.parse(MIXED, 0)
        self.assertEqual(seen.slow_p50, 20110)
        self.assertEqual(seen.errors, {"content": 3})

    def test_what_wrk_said_instead_is_in_the_exception(self) -> None:
        with self.assertRaisesRegex(wrk.WrkFailed, "unable to connect"):
            wrk.parse("unable to connect to 127.0.0.1:1 Connection refused\n", 0)

    def test_every_script_is_there(self) -> None:
        for script in ("report.lua", "upload.lua", "mixed.lua"):
            self.assertTrue((wrk.LUA / script).is_file(), script)


if __name__ == "__main__":
    unittest.main()
