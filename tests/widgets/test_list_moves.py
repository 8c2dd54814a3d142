"""The keys that move in lists and texts, the same in every dialog."""

from __future__ import annotations

from pmtui.widgets.list_moves import KeyMoves, Moving


class Places(Moving, KeyMoves):
    """A hundred places, ten of which are in sight."""

    def __init__(self) -> None:
        self.at = 50

    @property
    def cursor_index(self) -> int:
        return self.at

    @property
    def _stops(self) -> int:
        return 100

    @property
    def _height(self) -> int:
        return 10

    def move_to(self, index: int) -> None:
        self.at = max(0, min(index, 99))


def test_keys_move_by_places_pages_and_to_the_ends() -> None:
    places = Places()
    way = []
    for key in ("j", "down", "k", "up", "pagedown", "pageup", "ctrl+d", "ctrl+u", "g", "k", "G", "j", "home", "end"):
        assert places.move_by_letter(key)
        way.append(places.at)
    assert way == [51, 52, 51, 50, 59, 50, 59, 50, 0, 0, 99, 99, 0, 99]


def test_beside_a_line_letters_are_typed_and_where_letters_mean_something_else_they_do_not_move() -> None:
    places = Places()
    assert [key for key in ("j", "k", "g", "G", "home", "end", "space", "x") if places.move_by_key(key)] == []
    assert [key for key in ("g", "G", "home", "end", "ctrl+d", "space", "x") if places.move_by_step(key)] == []
    assert not places.move_by_letter("space")
    assert places.at == 50
    assert all(places.move_by_key(key) for key in ("down", "ctrl+n", "ctrl+j", "pagedown"))
    assert places.at == 62
    assert places.move_by_step("k")
    assert places.move_by_step("pageup")
    assert places.at == 52
