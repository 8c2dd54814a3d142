"""How a main screen stands: what is kept from one start of the program to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class ViewState(NamedTuple):
    """How a main screen stands.

    Attributes:
        layout: The name of the layout.
        filter: The filter text.
        sort: The order, as after `sort:`; empty for the screen's own.
        group: The field by which the list is grouped; `none` for no groups, empty for the screen's own.
        columns: The names of the columns that the person chose, in their order; empty for the screen's own.
        detail: Where the detail pane is: right, below or off.
        cursor: The id of the record under the cursor; empty for none.
        top: The line of the list that stands at its top, from 0.
        extra: What a layout of its own keeps, such as the zoom of a timeline: texts and numbers by name.
        saved_view: The name of the saved view that is shown; empty for none.
    """

    layout: str = ""
    filter: str = ""
    sort: str = ""
    group: str = ""
    columns: tuple[str, ...] = ()
    detail: str = "right"
    cursor: str = ""
    top: int = 0
    extra: Mapping[str, Any] = {}
    saved_view: str = ""

    def as_json(self) -> dict[str, Any]:
        """As it is written to a file: only what differs from a screen that nobody touched."""
        blank = ViewState()._asdict()
        return {name: list(value) if isinstance(value, tuple) else value for name, value in self._asdict().items() if value != blank[name]}

    @classmethod
    def of_json(cls, read: object) -> ViewState:
        """From what a file holds; what does not fit is left out, for it is only a convenience."""
        if not isinstance(read, Mapping):
            return cls()
        found: dict[str, Any] = {}
        for name in ("layout", "filter", "sort", "group", "detail", "cursor", "saved_view"):
            if isinstance(read.get(name), str):
                found[name] = read[name]
        if type(read.get("top")) is int:
            found["top"] = max(0, read["top"])
        columns = read.get("columns")
        if isinstance(columns, list) and all(isinstance(one, str) for one in columns):
            found["columns"] = tuple(columns)
        if isinstance(read.get("extra"), Mapping):
            found["extra"] = dict(read["extra"])
        return cls(**found)
