# SPDX-License-Identifier: Apache-2.0
"""Tests of the worker package: ``python -m unittest discover -s python/tests``, whatever the interpreter.

The modules here import one another by plain name, however the tests are started.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
