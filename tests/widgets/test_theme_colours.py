"""The shipped themes: text can be read on every ground, and what must be told apart can be, by whom each theme is for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pytest
from rich.color import Color, ColorSystem

from pmtui.widgets.colour_256 import in_256_colours
from pmtui.widgets.colour_roles import ALL_ROLES, GROUNDS, ROLES, TEXTS, role_name
from pmtui.widgets.theme_files import ANSI, ThemeSource, read_source
from pmtui.widgets.theming import contrast, theme_of
from tests.widgets.colour_vision import ciede2000, distance
from tests.widgets.stage import THEMES

SHIPPED: dict[str, ThemeSource] = {path.stem: read_source(path.read_text(), path.name) for path in sorted(THEMES.glob("*.toml"))}
COLOURED = [name for name, theme in SHIPPED.items() if not theme.is_ansi]
BARE = [name for name, theme in SHIPPED.items() if theme.is_ansi]
ENOUGH = 10
"""CIEDE2000: told apart at a glance, without looking twice."""
APART = {
    "status": ("waiting", "ready", "active", "review", "done"),  # dropped and paused are as quiet as waiting; their signs differ
    "health": ROLES["health"], "risk": ROLES["risk"], "horizon": ROLES["horizon"], "score": ("good", "bad", "weak"),
}
XTERM = ("000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5",
         "7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff")
VGA = ("000000", "aa0000", "00aa00", "aa5500", "0000aa", "aa00aa", "00aaaa", "aaaaaa",
       "555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff")


def distances(theme: ThemeSource, section: str, keys: Iterable[str], sight: str) -> dict[tuple[str, str], float]:
    """How far apart the colours of a section are, each from each."""
    colours = {key: theme.colour(role_name(section, key)) for key in keys}
    return {(a, b): distance(colours[a], colours[b], sight) for a, b in combinations(colours, 2)}


def test_what_is_shipped() -> None:
    assert list(SHIPPED) == ["blue-orange", "contrast", "day", "night", "red-cyan", "terminal-light", "terminal"]
    assert {name: theme.dark for name, theme in SHIPPED.items() if not theme.dark} == {"day": False, "terminal-light": False}
    assert all(theme.title and theme.about for theme in SHIPPED.values())


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_theme_says_every_colour_itself(name: str) -> None:
    assert set(SHIPPED[name].colours) == set(ALL_ROLES)


@pytest.mark.parametrize("name", COLOURED)
def test_every_text_can_be_read_on_every_ground(name: str) -> None:
    least = 7.0 if name == "contrast" else 4.5
    theme = SHIPPED[name]
    pairs = [(role, ground, contrast(theme.colour(role), theme.colour(ground))) for role in TEXTS for ground in GROUNDS]
    assert [pair for pair in pairs if pair[2] < least] == []


@pytest.mark.parametrize("name", COLOURED)
def test_what_is_written_into_the_line_around_a_pane_can_be_read(name: str) -> None:
    theme = SHIPPED[name]
    assert all(contrast(theme.colour("border-focused"), theme.colour(ground)) >= 4.5 for ground in ("background", "surface", "panel"))


@pytest.mark.parametrize("name", COLOURED)
def test_textual_gets_the_same_colours_for_its_own_texts(name: str) -> None:
    variables = theme_of(SHIPPED[name]).variables
    for text in ("text-muted", "text-disabled", "footer-key-foreground"):
        assert all(contrast(variables[text], variables[f"role-{ground}"]) >= 4.5 for ground in GROUNDS), text
    assert contrast(variables["input-cursor-background"], variables["input-cursor-foreground"]) >= 4.5


@pytest.mark.parametrize("name", COLOURED)
def test_grounds_that_say_something_differ_from_the_one_beneath(name: str) -> None:
    theme = SHIPPED[name]
    for ground in ("cursor", "cell", "selected"):
        assert distance(theme.colour(ground), theme.colour("background"), "all colours") > 4, ground
    assert distance(theme.colour("cursor"), theme.colour("cell"), "all colours") > 4


@pytest.mark.parametrize(("name", "sight"), [
    *((name, "all colours") for name in COLOURED),
    ("blue-orange", "protanopia"), ("blue-orange", "deuteranopia"), ("red-cyan", "tritanopia"),
])
def test_what_must_be_told_apart_can_be(name: str, sight: str) -> None:
    for section, keys in APART.items():
        found = distances(SHIPPED[name], section, keys, sight)
        assert min(found.values()) >= ENOUGH, (section, min(found, key=lambda pair: found[pair]))


def test_the_usual_themes_would_not_do_for_colour_blindness() -> None:
    """Else the test above could not fail."""
    for name, sight in (("night", "deuteranopia"), ("night", "protanopia"), ("day", "deuteranopia")):
        assert min(distances(SHIPPED[name], "health", ROLES["health"], sight).values()) < ENOUGH


@pytest.mark.parametrize("name", BARE)
@pytest.mark.parametrize("palette", [XTERM, VGA], ids=["xterm", "vga"])
def test_the_terminals_own_colours_can_be_read_on_its_own_ground(name: str, palette: tuple[str, ...]) -> None:
    """Which sixteen a terminal has is not ours to know: with the two palettes that most others derive from, on black or white, it holds."""
    theme = SHIPPED[name]
    ground, text = ("#000000", "#ffffff") if theme.dark else ("#ffffff", "#000000")
    values = {"default": text, **{colour: f"#{palette[at]}" for at, colour in enumerate(ANSI[1:])}}
    assert {theme.colour(one) for one in GROUNDS} == {"default"}
    assert {role: theme.colour(role) for role in TEXTS if contrast(values[theme.colour(role)], ground) < 4.5} == {}


@pytest.mark.parametrize("name", COLOURED)
def test_with_256_colours_texts_can_be_read_and_grounds_differ(name: str) -> None:
    def shown(role: str) -> str:
        """What the terminal gets, after the library has had its way."""
        found = Color.parse(theme.colour(role)).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
        return "#{:02x}{:02x}{:02x}".format(*found)

    theme = in_256_colours(SHIPPED[name])
    assert [(role, ground) for role in TEXTS for ground in GROUNDS if contrast(shown(role), shown(ground)) < 4.5] == []
    assert len({shown("background"), shown("cursor"), shown("cell")}) == 3
    assert all(distance(shown(role), SHIPPED[name].colour(role), "all colours") < 21 for role in TEXTS)


@pytest.mark.parametrize(("one", "other", "wanted"), [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425), ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195), ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644), ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
])
def test_the_measure_of_distance_is_that_of_its_authors(one: tuple[float, ...], other: tuple[float, ...], wanted: float) -> None:
    assert ciede2000((one[0], one[1], one[2]), (other[0], other[1], other[2])) == pytest.approx(wanted, abs=1e-4)


def test_who_sees_no_green_takes_it_for_a_yellow_and_grey_stays_grey() -> None:
    assert distance("#808080", "#808080", "tritanopia") == 0
    assert distance("#ff0000", "#00ff00", "all colours") > 4 * distance("#cc6000", "#80901f", "deuteranopia")
