"""A whole page of HTML in one file: its style inside, no script, nothing from the network. Pure.

It is dark where the reader's system is, fits a phone, and prints. Should markup of somebody else ever get into it, the
page's own policy keeps every browser from running or loading anything.
"""

from __future__ import annotations

from pmtui.formats.html_elements import Html, lines, tag, text
from pmtui.formats.html_style import STYLE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def page(title: str, body: str, *, style: str = "", foot: str = "") -> str:
    """A page around a body, with a line end at its end.

    Args:
        title: What it is called, as a text; the body has its own heading.
        body: Markup that is escaped already, as `html_elements` makes it.
        style: Rules of its own, after those of all pages.
        foot: A line below the body, as a text.
    """
    rules = "\n".join(filter(None, (STYLE, style.strip())))
    head = lines(
        Html('<meta charset="utf-8">'),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content="pmtui"),
        tag("title", text(title)),
        Html(f"<style>\n{rules.replace('</', '<_')}\n</style>"),
    )
    main = lines(Html("<main>"), Html(body.rstrip("\n")), Html("</main>"), tag("footer", text(foot)) if foot else None)
    return f'<!doctype html>\n<html lang="en">\n<head>\n{head}\n</head>\n<body>\n{main}\n</body>\n</html>\n'
