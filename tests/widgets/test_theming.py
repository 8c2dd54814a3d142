from __future__ import annotations

import pytest
from textual.app import App

from pmtui.domain.kinds import SCHEMA
from pmtui.widgets import glyphs
from pmtui.widgets.cells import width_of
from pmtui.widgets.colour_roles import ALL_ROLES, ROLES
from pmtui.widgets.palette import Palette
from pmtui.widgets.theme_files import ThemeFault
from pmtui.widgets.theming import contrast, plain_theme, read_theme
from tests.widgets.stage import THEMES

SMALL = 'title = "Mine"\n[ground]\nbackground = "#000000"\n[text]\ntext = "#ffffff"\naccent = "#77aaff"\n'


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


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
        for theme in (*(read_theme(path.read_text(), path.name) for path in sorted(THEMES.glob("*.toml"))), plain_theme()):
            app.register_theme(theme)
            app.theme = theme.name
            assert app.current_theme is theme


@pytest.mark.parametrize("palette", [
    Palette({}, is_plain=True), Palette(read_theme((THEMES / "night.toml").read_text(), "night.toml").variables, is_limited=True),
    Palette(read_theme((THEMES / "terminal.toml").read_text(), "terminal.toml").variables),
], ids=["no colours", "16 colours", "the terminal's own"])
def test_where_grounds_have_no_colours_they_still_differ(palette: Palette) -> None:
    def look(ground: str) -> tuple[bool, bool, bool]:
        style = palette.style("text", ground)
        return bool(style.reverse), bool(style.bold), bool(style.underline)

    assert look("background") == (False, False, False)
    assert (look("cursor"), look("cell"), look("selected")) == ((True, False, False), (True, True, True), (False, True, False))
    assert look("cursor-blurred") == (False, True, False)


def test_without_colours_none_is_used() -> None:
    palette = Palette({}, is_plain=True)
    styles = [palette.style("text", ground) for ground in ("background", "cursor", "cell", "selected")]
    assert len(set(map(str, styles))) == 4
    assert all(style.color is None and style.bgcolor is None for style in styles)
    assert palette.style("text", "cursor").reverse


def test_within_a_section_every_sign_is_another_and_takes_one_cell() -> None:
    """So that no meaning hangs on the colour alone."""
    phases = {glyphs.status_glyph(word) for word in glyphs.PHASE}
    assert len(phases) == len(ROLES["status"])
    for signs in (glyphs.TYPES, glyphs.PRIORITIES, glyphs.HORIZONS, glyphs.HEALTHS, glyphs.RISKS, glyphs.SCORES):
        assert len(set(signs.values())) == len(signs)
        assert all(width_of(sign) == 1 for sign in signs.values())


def test_signs_and_roles_of_values() -> None:
    assert (glyphs.horizon_glyph("now"), glyphs.horizon_role("now")) == ("■", "horizon-now")
    assert (glyphs.health_glyph("at_risk"), glyphs.health_role("at_risk")) == ("!", "health-at_risk")
    assert (glyphs.risk_glyph("ethics"), glyphs.risk_role("ethics")) == ("§", "risk-ethics")
    assert (glyphs.health_glyph("unheard of"), glyphs.horizon_role(""), glyphs.risk_glyph("")) == ("·", "text", "·")
    assert [glyphs.score_word(value) for value in (None, 0, 2, 3, 4, 5)] == ["", "bad", "bad", "middling", "good", "good"]
    assert (glyphs.score_word(5, is_weak=True), glyphs.score_word(75, top=100)) == ("weak", "middling")
    assert (glyphs.WEAK, glyphs.score_role("weak"), glyphs.score_role("")) == ("◂", "score-weak", "muted")


def test_every_built_in_status_and_choice_has_a_sign_of_one_cell() -> None:
    for kind in SCHEMA.kinds.values():
        signs = [glyphs.status_glyph(status) for status in kind.statuses]
        assert "·" not in signs, kind.name
        assert all(width_of(sign) == 1 for sign in signs)
        assert all(glyphs.status_role(status) in ALL_ROLES for status in kind.statuses)
    fields = SCHEMA["item"].fields
    assert set(glyphs.TYPES) == set(fields["type"].choices)
    assert set(glyphs.PRIORITIES) == set(fields["priority"].choices)
    assert tuple(glyphs.HORIZONS) == SCHEMA["milestone"].fields["horizon"].choices == ROLES["horizon"]
    assert tuple(glyphs.HEALTHS) == SCHEMA["milestone"].fields["health"].choices == ROLES["health"]
    assert tuple(glyphs.RISKS) == SCHEMA["hypothesis"].fields["risk"].choices == ROLES["risk"]
    assert tuple(glyphs.SCORES) == ROLES["score"]
    assert glyphs.bar(3) == "▮▮▮▯▯"
    assert glyphs.bar(None) == "·····"
