# SPDX-License-Identifier: Apache-2.0
import unittest

from merapi_bench.results import Metric, ScenarioResult
from merapi_bench.stats import Spread, paired_ratio, present, spread


class SpreadTest(unittest.TestCase):
    def test_is_none_of_nothing(self) -> None:
        self.assertIsNone(spread([]))

    def test_takes_the_middle_and_both_ends(self) -> None:
        self.assertEqual(spread([5.0, 1.0, 3.0]), Spread(3.0, 1.0, 5.0))

    def test_takes_the_mean_of_two_middles(self) -> None:
        self.assertEqual(spread([1.0, 2.0, 4.0, 8.0]), Spread(3.0, 1.0, 8.0))


class PairedRatioTest(unittest.TestCase):
    def test_compares_round_by_round(self) -> None:
        # The second round was disturbed for both: the ratio of the medians would be 200 / 100 too, but by luck only.
        self.assertEqual(paired_ratio([200.0, 90.0, 300.0], [100.0, 30.0, 150.0]), Spread(2.0, 2.0, 3.0))

    def test_leaves_out_rounds_that_one_side_did_not_finish(self) -> None:
        self.assertEqual(paired_ratio([None, 4.0, 6.0], [1.0, 2.0]), Spread(2.0, 2.0, 2.0))

    def test_leaves_out_a_zero_on_the_other_side(self) -> None:
        self.assertIsNone(paired_ratio([1.0], [0.0]))

    def test_present_keeps_zeros(self) -> None:
        self.assertEqual(present([None, 0.0, 2.0]), [0.0, 2.0])


class ScenarioResultTest(unittest.TestCase):
    def test_pairs_the_same_rounds_when_one_server_missed_one(self) -> None:
        result = ScenarioResult("hello", "hello")
        for number, rate in ((0, 10.0), (1, 20.0), (2, 30.0)):
            result.of("peer").add({Metric.RATE: rate}, number)
        for number, rate in ((0, 20.0), (2, 90.0)):
            result.of("ours").add({Metric.RATE: rate}, number)
        self.assertEqual(result.ratio(Metric.RATE, "ours", "peer"), Spread(2.5, 2.0, 3.0))

    def test_has_no_ratio_to_who_was_not_there(self) -> None:
        result = ScenarioResult("hello", "hello")
        result.of("ours").add({Metric.RATE: 1.0}, 0)
        self.assertIsNone(result.ratio(Metric.RATE, "ours", "peer"))


if __name__ == "__main__":
    unittest.main()
