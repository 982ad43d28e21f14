# SPDX-License-Identifier: Apache-2.0
"""The logbook's pages as HTML text. Everything that came from outside is escaped here."""

import os
import time
from html import escape

LEVELS = ("Normal", "Advisory", "Watch", "Warning")
TITLE = os.environ.get("LOGBOOK_TITLE", "Observatory logbook")

LAYOUT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{heading} · {title}</title>
<link rel="stylesheet" href="{root}/static/style.css">
</head>
<body>
<header><a href="{root}/">{title}</a></header>
<main>
<h1>{heading}</h1>
{content}
</main>
<footer>Served by worker process {pid}</footer>
</body>
</html>
"""

FORM = """<form class="new" method="post" action="{root}/entries">
<input type="hidden" name="token" value="{token}">
<label>Observer <input name="observer" value="{observer}" maxlength="80" required></label>
<label>Level <select name="level">{options}</select></label>
<label class="wide">What was seen <textarea name="text" rows="3" maxlength="4000" required>{text}</textarea></label>
{error}<button>Write it down</button>
</form>
"""

SEARCH = """<form class="search" action="{root}/"><input type="search" name="q" value="{search}"
placeholder="Search the log"> <button>Search</button></form>
"""

ENTRY = """<article class="level{level}">
<p class="about"><a href="{root}/entries/{id}">{at}</a> · {observer} · <span class="level">{name}</span></p>
<p>{text}</p>
</article>
"""

DELETE = """<form method="post" action="{root}/entries/{id}/delete">
<input type="hidden" name="token" value="{token}"><button class="quiet">Strike this entry</button></form>
"""


def page(root, heading, content):
    title = escape(TITLE)
    return LAYOUT.format(root=escape(root), title=title, heading=escape(heading), content=content, pid=os.getpid())


def front(root, token, entries, counts, search):
    """The form, the search field and the newest entries."""
    summary = " · ".join("%s: %d" % (name, counts.get(level, 0)) for level, name in enumerate(LEVELS))
    listed = "".join(article(root, entry) for entry in entries) or "<p>Nothing here yet.</p>"
    fields = SEARCH.format(root=escape(root), search=escape(search))
    return page(root, "Logbook", '%s<p class="counts">%s</p>%s%s' % (form(root, token), summary, fields, listed))


def form(root, token, values=None, error=""):
    """The form for a new entry, filled with `values` and complaining where it was sent incomplete."""
    values = values or {}
    chosen = values.get("level", "0")
    options = "".join(
        '<option value="%d"%s>%s</option>' % (level, " selected" * (str(level) == chosen), name)
        for level, name in enumerate(LEVELS)
    )
    return FORM.format(
        root=escape(root),
        token=escape(token),
        observer=escape(values.get("observer", "")),
        text=escape(values.get("text", "")),
        options=options,
        error='<p class="error" role="alert">%s</p>' % escape(error) if error else "",
    )


def article(root, entry):
    return ENTRY.format(
        root=escape(root),
        id=entry["id"],
        level=entry["level"],
        name=LEVELS[entry["level"]],
        observer=escape(entry["observer"]),
        at=time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(entry["at"])),
        text=escape(entry["text"]).replace("\n", "<br>"),
    )


def single(root, token, entry):
    strike = DELETE.format(root=escape(root), id=entry["id"], token=escape(token))
    return page(root, "Entry %d" % entry["id"], article(root, entry) + strike)


def message(root, heading, text):
    return page(root, heading, "<p>%s</p>" % escape(text))
