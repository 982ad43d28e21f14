# SPDX-License-Identifier: Apache-2.0
"""The logbook's entries in SQLite."""

import os
import sqlite3
import threading
import time

SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    observer TEXT NOT NULL,
    level INTEGER NOT NULL,
    text TEXT NOT NULL
)
"""
BUSY_SECONDS = 10

_local = threading.local()


def path():
    return os.environ.get("LOGBOOK_DB", "logbook.sqlite3")


def connection():
    """This thread's connection to the database, made at its first use."""
    if getattr(_local, "pid", None) != os.getpid():
        database = sqlite3.connect(path(), timeout=BUSY_SECONDS)
        database.row_factory = sqlite3.Row
        database.execute("PRAGMA journal_mode = WAL")
        with database:
            database.execute(SCHEMA)
        _local.database, _local.pid = database, os.getpid()
    return _local.database


def add(observer, level, text):
    """Stores an entry and returns its id."""
    with connection() as database:
        columns = "INSERT INTO entry (at, observer, level, text) VALUES (?, ?, ?, ?)"
        return database.execute(columns, (time.time(), observer, level, text)).lastrowid


def entries(search, limit):
    """The newest entries whose text or observer contains `search`."""
    pattern = "%" + search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    query = (
        "SELECT * FROM entry WHERE text LIKE :p ESCAPE '\\' OR observer LIKE :p ESCAPE '\\' ORDER BY id DESC LIMIT :n"
    )
    return connection().execute(query, {"p": pattern, "n": limit}).fetchall()


def entry(number):
    """The entry of that id, or None."""
    return connection().execute("SELECT * FROM entry WHERE id = ?", (number,)).fetchone()


def delete(number):
    with connection() as database:
        database.execute("DELETE FROM entry WHERE id = ?", (number,))


def counts():
    """How many entries there are of each level, as a dict."""
    return dict(connection().execute("SELECT level, COUNT(*) FROM entry GROUP BY level").fetchall())
