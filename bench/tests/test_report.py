# SPDX-License-Identifier: Apache-2.0
import json
import unittest

from merapi_bench import report
from merapi_bench.goals import GOALS, MERAPI, REFERENCE, Goal
from merapi_bench.results import Metric, ScenarioResult
from merapi_bench.scenarios import SCENARIOS


def hello(ours: float, theirs: float) -> ScenarioResult:
    result = ScenarioResult("hello", "hello")
    result.of(MERAPI).add({Metric.RATE: ours, Metric.CPU: 20.0}, 0)
    result.of(REFERENCE).add({Metric.RATE: theirs, Metric.CPU: 50.0}, 0)
    return result


FASTER = Goal("hello", Metric.RATE, True, 1.8, REFERENCE)
LEANER = Goal("hello", Metric.CPU, False, 0.5, REFERENCE)


class GoalsTest(unittest.TestCase):
    def test_a_lower_bound_is_met_on_it_and_above(self) -> None:
        self.assertTrue(FASTER.met(1.8))
        self.assertFalse(FASTER.met(1.79))

    def test_an_upper_bound_is_met_on_it_and_below(self) -> None:
        self.assertTrue(LEANER.met(0.5))
        self.assertFalse(LEANER.met(0.51))

    def test_each_goal_is_about_a_scenario_that_exists(self) -> None:
        names = {scenario.name for scenario in SCENARIOS}
        self.assertEqual({goal.scenario for goal in GOALS} - names, set())

    def test_says_met_or_missed_or_not_measured(self) -> None:
        text = report.goals([FASTER, LEANER], {"hello": hello(170.0, 100.0)})
        self.assertRegex(text, r"req/s at least 1\.8 x nginx\+uwsgi +1\.70 +1\.70-1\.70 +MISSED")
        self.assertRegex(text, r"CPU us/req at most 0\.5 x nginx\+uwsgi +0\.40 +0\.40-0\.40 +met")
        alone = ScenarioResult("hello", "hello")
        self.assertIn("not measured", report.goals([FASTER], {"hello": alone}))

    def test_is_silent_about_scenarios_that_did_not_run(self) -> None:
        self.assertEqual(report.goals([FASTER], {}), "")


class TableTest(unittest.TestCase):
    def test_shows_rates_with_their_ratio_to_the_reference(self) -> None:
        lines = report.table(hello(25000.0, 10000.0)).splitlines()
        self.assertEqual(lines[2].split(), ["merapi", "25,000", "25,000-25,000", "2.50", "20.0", "0.40"])

    def test_errors_and_notes_stand_out(self) -> None:
        result = hello(1.0, 1.0)
        result.of(MERAPI).errors.update({"status": 3})
        result.of(REFERENCE).note("two\nlines")
        text = report.table(result)
        self.assertIn("!! merapi: ERRORS: 3 status", text)
        self.assertIn("!! nginx+uwsgi: two\n!! nginx+uwsgi: lines", text)

    def test_a_server_without_a_single_round_has_dashes(self) -> None:
        result = hello(1.0, 1.0)
        result.of("late").note("start failed")
        self.assertIn("late", report.table(result))

    def test_noise_is_told_when_others_used_the_machine(self) -> None:
        result = hello(1.0, 1.0)
        result.foreign_load += [0.0, 0.2]
        told = "NOISE: other programs took 10% of the machine in the median round, 20% in the worst"
        self.assertIn(told, report.table(result))
        result.foreign_load[1] = 0.02
        self.assertNotIn("NOISE", report.table(result))

    def test_json_holds_every_round_and_verdict(self) -> None:
        document = json.loads(json.dumps(report.as_json({"hello": hello(200.0, 100.0)}, [FASTER])))
        self.assertEqual(document["scenarios"]["hello"]["servers"]["merapi"]["rounds"]["rate"], [200.0])
        self.assertEqual([goal["met"] for goal in document["goals"]], [True])


if __name__ == "__main__":
    unittest.main()
