# SPDX-License-Identifier: Apache-2.0
"""The Python side of Merapi: the zygote that imports an application, and the workers forked from it that run it.

docs/workerlink.md says how they talk to the front. The standard library alone is used, and of it only what every worker
needs; ``typing`` is not, hence the home-made TYPE_CHECKING of the modules, which type checkers take as true.
"""
