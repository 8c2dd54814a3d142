"""The floor for screens: the smallest Textual program that shows something."""

from textual.app import App, ComposeResult
from textual.widgets import Label


class LabelApp(App[None]):
    """One label."""

    def compose(self) -> ComposeResult:
        """The label."""
        yield Label("floor-of-screens")


LabelApp().run()
