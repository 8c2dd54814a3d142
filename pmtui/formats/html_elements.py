"""Elements of HTML in which nothing can stand that was not meant to be markup. Pure.

Text becomes markup in one way alone: `tag` escapes it. What is markup already has a type of its own, `Html`, so that
the type checker finds a title that goes into a page as it is.
"""

from __future__ import annotations

import re
from html import escape
from typing import NewType

from pmtui.domain.text import one_line

Html = NewType("Html", str)
"""Markup that may stand in a page as it is; made by the functions of this module, or of pieces that are."""

NOTHING = Html("")
_VOID = frozenset({"br", "hr", "meta"})
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that HTML does not allow, halves of characters among them."""
_SAFE_ADDRESS = re.compile(r"(?i)(?:https?://|mailto:)[^\s<>\"']+\Z")


def text(words: object) -> Html:
    """Words of a person as they are shown: in one line, escaped, in no other direction than their own."""
    return Html(escape(_UNFIT.sub("\ufffd", one_line(str(words)))))


def tag(name: str, /, *children: Html | None, **attributes: object) -> Html:
    """An element with its children one after the other; None among them is left out.

    Args:
        name: The element's name.
        children: What stands in it.
        attributes: Their values; `class_` is `class`, `data_id` is `data-id`. None and an empty text are left out, True stands alone.
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False or value == "":
            continue
        word = key.rstrip("_").replace("_", "-")
        parts.append(word if value is True else f'{word}="{text(value)}"')
    opened = f"<{' '.join(parts)}>"
    return Html(opened if name in _VOID else f"{opened}{joined(*children)}</{name}>")


def joined(*pieces: Html | None) -> Html:
    """Pieces one after the other; None among them is left out."""
    return Html("".join(one for one in pieces if one is not None))


def lines(*pieces: Html | None) -> Html:
    """Pieces, each on a line of its own, so that the source of the page can be read and compared."""
    return Html("\n".join(one for one in pieces if one))


def is_address(address: object) -> bool:
    """Whether an address may be followed from a page: of the web or of mail, so never a script."""
    return isinstance(address, str) and _SAFE_ADDRESS.match(address) is not None


def anchor(words: object, address: object) -> Html:
    """A link where the address may be followed; else the words alone, or the address where there are none."""
    shown = text(words or address or "")
    return tag("a", shown, href=address, rel="noopener noreferrer") if is_address(address) else shown
