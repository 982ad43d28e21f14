# SPDX-License-Identifier: Apache-2.0
"""Side-by-side measurement of Merapi and its peers on this machine."""
