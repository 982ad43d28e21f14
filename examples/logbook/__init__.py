# SPDX-License-Identifier: Apache-2.0
"""A volcano observatory's logbook: a small site of forms, lists and a database, with the standard library alone.

Run it from the root of the repository:

    ./merapi --http :8000 --module examples.logbook:app --processes 2 --threads 4
    ./merapi examples/logbook/site.ini

The entries are kept in `logbook.sqlite3` in the current directory, or where LOGBOOK_DB says. Each thread of each worker
opens the database for itself when it first needs it, which is after the fork: SQLite's connections must not cross one.
"""

from .site import app

__all__ = ["app"]
