"""What is generated is fresh, the check sees what is stale, and every link leads somewhere."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pmtui.commands.catalogue import REGISTRY
from pmtui.domain.kinds import SCHEMA

ROOT = Path(__file__).parents[1]


def _generator() -> ModuleType:
    """docs/generate.py, which belongs to no package."""
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


GENERATOR = _generator()
KEY_MARKERS = "<!-- keys:begin -->\n<!-- keys:end -->\n"
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(<?([^)>\s]+)>?[^)]*\)|(?:src|href)=\"([^\"]+)\"")


@pytest.mark.parametrize("path", GENERATOR.OUTPUTS)
def test_what_is_generated_is_fresh(path: str) -> None:
    texts, placeless = GENERATOR.stale([path], ROOT)
    assert (list(texts), placeless) == ([], []), "run make docs"


def test_every_command_key_and_kind_is_documented() -> None:
    commands, keys, records = (GENERATOR.FILES[f"docs/{name}.md"]() for name in ("commands", "keys", "records"))
    assert sorted(re.findall(r"^### pmtui (\S+)$", commands, re.MULTILINE)) == sorted(REGISTRY.words)
    assert {one.id for one in REGISTRY if one.keys or not one.word} <= set(re.findall(r"`([\w.]+)` \|$", keys, re.MULTILINE))
    for kind in SCHEMA.kinds.values():
        section = records.partition(f"\n## {kind.name}\n")[2].partition("\n## ")[0]
        shared = records.partition("\n## Fields of every kind\n")[2].partition("\n## ")[0]
        assert f"- Letter `{kind.letter}`, folder `{kind.collection}/`" in section
        assert [name for name in kind.fields if f"\n| `{name}`" not in section + shared] == []
        assert [status for status in kind.statuses if f"`{status}`" not in section] == []


def test_the_check_names_what_is_stale_and_writing_mends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(f"before\n{KEY_MARKERS}after\n", encoding="utf-8")
    (tmp_path / "docs" / "query-language.md").write_text("no generated part\n", encoding="utf-8")
    assert GENERATOR.main([], tmp_path) == 0
    assert GENERATOR.main(["--check"], tmp_path) == 0
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("before\n<!-- keys:begin -->\n| ")
    assert readme.endswith("|\n<!-- keys:end -->\nafter\n")
    assert (tmp_path / "docs" / "query-language.md").read_text(encoding="utf-8") == "no generated part\n"

    keys = tmp_path / "docs" / "keys.md"
    keys.write_text(keys.read_text(encoding="utf-8") + "by hand\n", encoding="utf-8")
    (tmp_path / "docs" / "records.md").unlink()
    (tmp_path / "README.md").write_text(readme.replace("| Set |", "| set |"), encoding="utf-8")
    capsys.readouterr()
    assert GENERATOR.main(["--check"], tmp_path) == 1
    assert [line.split(" is stale")[0] for line in capsys.readouterr().err.splitlines()] == ["docs/keys.md", "docs/records.md", "README.md"]
    assert GENERATOR.main([], tmp_path) == 0
    assert GENERATOR.main(["--check"], tmp_path) == 0
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == readme


@pytest.mark.parametrize(
    "text", [None, "no markers\n", "<!-- keys:begin -->\n", "<!-- keys:end -->\n<!-- keys:begin -->\n", KEY_MARKERS * 2]
)
def test_a_readme_without_a_place_for_the_keys_is_named_and_left_alone(
    tmp_path: Path, text: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = tmp_path / "README.md"
    if text is not None:
        readme.write_text(text, encoding="utf-8")
    assert GENERATOR.main([], tmp_path) == 0
    assert GENERATOR.main(["--check"], tmp_path) == 1
    assert "README.md has no place for its generated part: write the lines <!-- keys:begin --> and" in capsys.readouterr().err
    assert (readme.read_text(encoding="utf-8") if readme.exists() else None) == text


def test_the_names_of_fields_go_between_their_markers(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "query-language.md"
    page.write_text("a\n<!-- fields:begin -->\nold\n<!-- fields:end -->\nb\n", encoding="utf-8")
    GENERATOR.main([], tmp_path)
    text = page.read_text(encoding="utf-8")
    assert "\nold\n" not in text
    assert all(f"\n| {kind} |" in text for kind in SCHEMA.kinds)
    assert "`assignee` or `who`" in text


def dead_links(page: Path) -> list[str]:
    """The relative links of a page that lead to no file or folder."""
    targets = [first or second for first, second in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8")))]
    local = [one.partition("#")[0] for one in targets if not re.match(r"[a-z][a-z0-9+.-]*:|#", one)]
    return [one for one in local if not (page.parent / one).exists()]


PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if page.is_file()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    assert dead_links(page) == []


def test_the_search_for_dead_links_sees_them(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text('[a](page.md#top) [b](gone.md) ![c](gone.svg "title") [d](https://example.org/x) [e](#here) <img src="no.png">\n'
                    "```\n[f](in-code.md)\n```\n", encoding="utf-8")
    assert dead_links(page) == ["gone.md", "gone.svg", "no.png"]
