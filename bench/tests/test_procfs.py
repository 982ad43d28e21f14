# SPDX-License-Identifier: Apache-2.0
import os
import unittest
from typing import Dict

from merapi_bench import procfs
from merapi_bench.procfs import MachineTime, Memory, Process

STAT = (
    "4711 (odd) name) (x) S 17 4700 4699 0 -1 4194304 812 96 0 0 30 12 5 3 20 0 4 0 88 2310144 404 "
    "18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0"
)
ROLLUP = """\
5564ec7f7000-7ffcbfe75000 ---p 00000000 00:00 0                          [rollup]
Rss:                1616 kB
Pss:                 374 kB
Pss_Dirty:           112 kB
Pss_Anon:            100 kB
Pss_File:            262 kB
Pss_Shmem:            12 kB
"""


def family(*members: Process) -> Dict[int, Process]:
    return {member.pid: member for member in members}


class ParseTest(unittest.TestCase):
    def test_stat_with_a_name_that_holds_parentheses_and_spaces(self) -> None:
        self.assertEqual(procfs.parse_stat(STAT), Process(4711, "odd) name) (x", 17, 4699, 30 + 12 + 5 + 3))

    def test_rollup_is_in_octets_and_shared_memory_is_not_file_backed(self) -> None:
        self.assertEqual(procfs.parse_rollup(ROLLUP), Memory(374 * 1024, 112 * 1024))

    def test_rollup_of_a_process_without_memory_has_no_figures(self) -> None:
        with self.assertRaises(KeyError):
            procfs.parse_rollup("")

    def test_machine_is_busy_with_all_but_idle_and_iowait(self) -> None:
        tick = 1 / procfs.TICKS_PER_SECOND
        seen = procfs.parse_machine("cpu  100 1 50 1000 20 3 4 5 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n")
        self.assertAlmostEqual(seen.busy, 163 * tick)
        self.assertAlmostEqual(seen.total, 1183 * tick)

    def test_machine_times_subtract(self) -> None:
        self.assertEqual(MachineTime(5.0, 20.0) - MachineTime(2.0, 10.0), MachineTime(3.0, 10.0))


class TreeTest(unittest.TestCase):
    def test_holds_descendants_and_nobody_else(self) -> None:
        everybody = family(
            Process(1, "init", 0, 1, 9),
            Process(10, "master", 1, 10, 1),
            Process(11, "worker", 10, 10, 2),
            Process(12, "grandchild", 11, 12, 3),
            Process(20, "stranger", 1, 20, 9),
        )
        self.assertEqual([member.pid for member in procfs.tree(everybody, [10])], [10, 11, 12])

    def test_holds_orphans_of_the_session(self) -> None:
        everybody = family(
            Process(10, "master", 1, 10, 1), Process(13, "orphan", 1, 10, 2), Process(14, "its", 13, 14, 4)
        )
        self.assertEqual([member.pid for member in procfs.tree(everybody, [10])], [10, 13, 14])

    def test_a_root_that_has_gone_is_left_out(self) -> None:
        self.assertEqual(procfs.tree({}, [10]), [])

    def test_time_is_summed_over_the_members(self) -> None:
        members = [Process(10, "master", 1, 10, 1), Process(11, "worker", 10, 10, 2)]
        self.assertAlmostEqual(procfs.cpu_seconds(members), 3 / procfs.TICKS_PER_SECOND)


class LiveTest(unittest.TestCase):
    def test_this_process_is_found_with_its_memory(self) -> None:
        mine = procfs.processes()[os.getpid()]
        self.assertEqual(mine.parent, os.getppid())
        memory = procfs.memory(os.getpid())
        assert memory is not None
        self.assertGreater(memory.pss, memory.anonymous)

    def test_a_process_that_is_not_there_has_nothing(self) -> None:
        nobody = 2**22 + 1
        self.assertIsNone(procfs.memory(nobody))
        self.assertEqual(procfs.command_line(nobody), "")
        self.assertEqual(procfs.executable(nobody), "")


if __name__ == "__main__":
    unittest.main()
