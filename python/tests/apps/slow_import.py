# SPDX-License-Identifier: Apache-2.0
"""Is never through with its import."""

import os
import sys

sys.stderr.write("importing\n")
os.read(os.pipe()[0], 1)
