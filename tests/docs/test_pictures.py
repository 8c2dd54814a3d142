"""Pictures of screens: text cells as SVG."""

from __future__ import annotations

from xml.etree import ElementTree

import pyte

from docs.pictures import runs, svg


def drawn(text: str) -> pyte.Screen:
    screen = pyte.Screen(30, 3)
    pyte.Stream(screen).feed(text)
    return screen


def test_cells_that_look_alike_are_one_run_and_wide_ones_keep_two_columns() -> None:
    row = drawn("ab\x1b[1mcd\x1b[0m漢e").buffer[0]
    found = [(run.column, run.width, run.text.rstrip()) for run in runs([row[x] for x in range(30)])]
    assert found == [(0, 2, "ab"), (2, 2, "cd"), (4, 2, "漢"), (6, 24, "e")]


def test_the_picture_is_well_formed_and_has_the_words_where_they_stand() -> None:
    picture = svg(drawn("a <&> b\r\n\x1b[31;7m│ red │"), "Title & more")
    root = ElementTree.fromstring(picture)
    texts = {node.text: node.attrib for node in root.iter("{http://www.w3.org/2000/svg}text")}
    assert set(texts) == {"a <&> b", "red"}
    assert float(texts["red"]["x"]) == 2 * 8.4
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) == 1
    assert svg(drawn("x"), "t") == svg(drawn("x"), "t")
