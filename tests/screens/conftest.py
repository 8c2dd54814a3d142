import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def _nothing_kept_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """How the screens stand is not kept every ten seconds: a test that takes longer would leave it to the next one on the same demo."""
    monkeypatch.setattr("pmtui.app.sessions.EVERY", 3600.0)
