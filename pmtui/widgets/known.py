"""What takes long to find out about a milestone, as far as it is known; worked out behind the screens and handed to the detail pane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pmtui.domain.burn_up import Span
    from pmtui.domain.critical_path import Node
    from pmtui.domain.forecasting import Forecast
    from pmtui.domain.slip import Slip


class Known(NamedTuple):
    """What is known of one milestone.

    Attributes:
        forecast: Its forecast; None as long as it is not known.
        word: What is being computed; empty where nothing is.
        node: Where it stands on the path of all open milestones; None as long as that is not known.
        unit: What slack is counted in: `days` or `working days`.
        slips: All moves of its target, from git; None as long as that has not been read.
        spans: When items joined and left it, from git; None as long as that has not been read.
    """

    forecast: Forecast | None = None
    word: str = ""
    node: Node | None = None
    unit: str = "days"
    slips: Sequence[Slip] | None = None
    spans: Sequence[Span] | None = None


NOTHING = Known()
