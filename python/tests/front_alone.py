# SPDX-License-Identifier: Apache-2.0
"""A front in a process of its own, for tests that kill it: ``front_alone.py PROCESSES PATH``.

Starts workers, keeps the first link of each busy with requests for PATH, and writes the pids of zygote and workers and
its runtime directory to standard output once the workers have begun.
"""

import sys

from front import Front


def main(processes, path):
    front = Front(module="apps.process", processes=int(processes))
    workers = [front.worker(number + 1) for number in range(int(processes))]
    for worker in workers:
        worker.links[0].request(path)
    pids = [front.process.pid, *(worker.pid for worker in workers)]
    eventual = path.partition("?")[2]
    front.wait_for_log("in " + eventual)
    sys.stdout.write("%s\n%s\n" % (" ".join(map(str, pids)), front.directory))
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
