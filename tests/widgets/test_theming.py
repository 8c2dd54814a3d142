from __future__ import annotations

import pytest
from textual.app import App

from pmtui.domain.kinds import SCHEMA
from pmtui.widgets import glyphs
from pmtui.widgets.cells import width_of
from pmtui.widgets.colour_roles import ALL_ROLES, GROUNDS
from pmtui.widgets.palette import Palette
from pmtui.widgets.theme_files import ThemeFault
from pmtui.widgets.theming import contrast, plain_theme, read_theme
from tests.widgets.stage import THEMES

SMALL = 'title = "Mine"\n[ground]\nbackground = "#000000"\n[text]\ntext = "#ffffff"\naccent = "#77aaff"\n'


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("name", ["night", "day"])
def test_every_text_colour_is_readable_on_every_ground(name: str) -> None:
    colours = read_theme((THEMES / f"{name}.toml").read_text(), name).variables
    for role in set(ALL_ROLES) - set(GROUNDS) - {"border", "border-focused"}:
        for ground in GROUNDS:
            assert contrast(colours[f"role-{role}"], colours[f"role-{ground}"]) >= 4.5, (role, ground)


@pytest.mark.parametrize(("text", "message"), [
    (SMALL + 'mutd = "#ffffff"\n', "my.toml, line 7, text.mutd: no such colour in [text]: did you mean muted?"),
    (SMALL + 'shade = "#ffffff"\n', "my.toml, line 7, text.shade: no such colour in [text]: use text, muted, "),
    (SMALL + 'muted = "pink"\n', "my.toml, line 7, text.muted: 'pink' is not a colour: write six hex digits"),
    (SMALL + "muted = 3\n", "my.toml, line 7, text.muted: 3 is not a colour"),
    (SMALL + "[statuses]\n", "my.toml, line 7, statuses: no such section: did you mean status?"),
    (SMALL + "[tab]\n", "my.toml, line 7, tab: no such section: use ground, "),
    ('colour = "red"\n' + SMALL, "my.toml, line 1, colour: no such key: use title, about, dark, base"),
    ('risk = "#ffffff"\n' + SMALL, "my.toml, line 1, risk: it is a section: write [risk]"),
    ('text.mutd = "#ffffff"\n', "my.toml, line 1, text.mutd: no such colour"),
    (SMALL.replace("#000000", "#00"), "my.toml, line 3, ground.background: '#00' is not a colour"),
    (SMALL.replace("accent", "key"), 'my.toml, line 4, text.accent: it is missing: add accent = "#rrggbb" under [text], or base = '),
    ('title = "x"\n', "my.toml, line 1, ground.background: it is missing"),
    ("title = 3\n", "my.toml, line 1, title: write a text"),
    ('title = "x"\ndark = "yes"\n', "my.toml, line 2, dark: write true or false"),
    ('title = "x"\nbase = "dusk"\n', "my.toml, line 2, base: there is no theme 'dusk'"),
    ("# one\n\nbase = \n", "my.toml, line 3: not TOML: invalid value"),
    ('title = "x', "my.toml, line 1: not TOML: "),
    ("a = " + "[" * 5000, "my.toml, line 1: not TOML: "),
])
def test_a_faulty_file_is_refused_with_file_line_and_key(text: str, message: str) -> None:
    with pytest.raises(ThemeFault) as caught:
        read_theme(text, "my.toml")
    assert str(caught.value).startswith(message)


def test_a_small_theme_inherits_the_rest() -> None:
    theme = read_theme(SMALL, "my.toml")
    assert theme.variables["role-heading"] == "#77aaff"
    assert theme.variables["role-status-done"] == "#ffffff"
    assert theme.variables["role-cursor"] == "#000000"


async def test_the_themes_load_into_an_app() -> None:
    app: App[None] = App()
    async with app.run_test():
        for theme in (*(read_theme((THEMES / f"{name}.toml").read_text(), name) for name in ("night", "day")), plain_theme()):
            app.register_theme(theme)
            app.theme = theme.name
            assert app.current_theme is theme


def test_without_colours_every_ground_still_differs() -> None:
    palette = Palette({}, is_plain=True)
    styles = [palette.style("text", ground) for ground in ("background", "cursor", "cell", "selected")]
    assert len(set(map(str, styles))) == 4
    assert all(style.color is None and style.bgcolor is None for style in styles)
    assert palette.style("text", "cursor").reverse


def test_every_built_in_status_and_choice_has_a_sign_of_one_cell() -> None:
    for kind in SCHEMA.kinds.values():
        signs = [glyphs.status_glyph(status) for status in kind.statuses]
        assert "·" not in signs, kind.name
        assert all(width_of(sign) == 1 for sign in signs)
        assert all(glyphs.status_role(status) in ALL_ROLES for status in kind.statuses)
    fields = SCHEMA["item"].fields
    assert set(glyphs.TYPES) == set(fields["type"].choices)
    assert set(glyphs.PRIORITIES) == set(fields["priority"].choices)
    assert glyphs.bar(3) == "▮▮▮▯▯"
    assert glyphs.bar(None) == "·····"
