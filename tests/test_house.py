"""The rules of the house: budgets, names, what the quick commands may load, what the wheel holds."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "pmtui").rglob("*.py"))
FILE_LINES, FUNCTION_LINES, CLASS_LINES = 300, 40, 250
EXCEPTIONS = {
    "pmtui/domain/kinds.py": "declarations alone, one a field: a second file would only separate a kind from its neighbours",
}
"""Files, functions (`file:name`) and classes that may be larger, each with the reason."""
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common", "tools"}
HEAVY = {"textual", "rich", "dataclasses", "inspect", "subprocess", "logging", "asyncio", "watchfiles", "rapidfuzz"}
"""Modules that `list` and `add` must do without: each costs more than the command itself."""
ON_SCREENS = {
    "pmtui.commands.forms", "pmtui.commands.milestone_dates", "pmtui.domain.periods", "pmtui.domain.tracing", "pmtui.domain.quick_add",
}
"""What commands of screens need when they run: half a millisecond each, that `list` and `add` do not pay."""


def lengths(source: str, name: str) -> Iterator[tuple[str, int, int]]:
    """What a file holds that has a budget: its name, its lines, the lines it may have."""
    yield name, source.count("\n"), FILE_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            allowed = CLASS_LINES if isinstance(node, ast.ClassDef) else FUNCTION_LINES
            yield f"{name}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1, allowed


def measured() -> dict[str, tuple[int, int]]:
    """Lines and allowance of all that has a budget; of two equal names the longer one."""
    found: dict[str, tuple[int, int]] = {}
    for path in SOURCES:
        for name, lines, allowed in lengths(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()):
            found[name] = max(found.get(name, (0, allowed)), (lines, allowed))
    return found


def test_nothing_is_larger_than_its_budget() -> None:
    over = {name: f"{lines} > {allowed}" for name, (lines, allowed) in measured().items() if lines > allowed and name not in EXCEPTIONS}
    assert over == {}


def test_every_exception_is_still_needed() -> None:
    found = measured()
    assert [name for name in EXCEPTIONS if name not in found or found[name][0] <= found[name][1]] == []


def test_the_measure_sees_what_is_too_long() -> None:
    source = "class A:\n" + "    x = 1\n" * 255 + "def f():\n" + "    pass\n" * 45
    assert [name for name, lines, allowed in lengths(source, "a.py") if lines > allowed] == ["a.py", "a.py:A", "a.py:f"]


def test_no_module_has_a_vague_name() -> None:
    assert [path.name for path in SOURCES if VAGUE & set(re.split(r"[_.]", path.name))] == []


def test_every_package_says_what_it_is_for() -> None:
    mute = [path for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert mute == []


def foreign_imports() -> set[str]:
    """The packages, by the name that is imported, that the program needs besides Python and itself."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            found |= {name.split(".")[0] for name in names}
    return found - set(sys.stdlib_module_names) - {"pmtui"}


def test_all_that_is_imported_is_declared_as_a_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=!~ \[;]", one)[0].lower().replace("-", "_") for one in project["dependencies"]}
    called = {"yaml": "pyyaml", "markdown_it": "markdown_it_py"}
    assert {called.get(name, name.lower()) for name in foreign_imports()} <= declared
    assert {"textual", "tinydb"} <= foreign_imports()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one item, its cache warm."""
    folder = tmp_path_factory.mktemp("house") / "product"
    for line in (["init", str(folder)], ["-w", str(folder), "add", "item", "The first"], ["-w", str(folder), "list", "item"]):
        subprocess.run([sys.executable, "-m", "pmtui", *line], check=True, capture_output=True, cwd=ROOT)
    return folder


def loaded(*arguments: str) -> tuple[set[str], str]:
    """The modules that a command loads in a fresh process, and what it prints."""
    code = "from pmtui.__main__ import main; raise SystemExit(main())"
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    return {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}, done.stdout


@pytest.mark.parametrize("words", [("list", "item"), ("list", "item", "status:ready sort:-rice", "--limit", "20"), ("add", "item", "x")])
def test_quick_commands_load_nothing_heavy(workspace: Path, words: tuple[str, ...]) -> None:
    modules, _ = loaded("-w", str(workspace), *words)
    assert {"pmtui.cli", "pmtui.domain.kinds"} <= modules
    assert sorted(modules & (HEAVY | ON_SCREENS)) == []


def test_the_wheel_holds_themes_styles_and_licence(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    themes = {f"pmtui/themes/{path.name}" for path in (ROOT / "themes").glob("*.toml")}
    code = {path.relative_to(ROOT).as_posix() for suffix in ("py", "tcss", "typed") for path in (ROOT / "pmtui").rglob(f"*.{suffix}")}
    assert themes
    assert themes | code <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "docs"))]


def test_the_layers_hold() -> None:
    lint = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    done = subprocess.run(lint, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout
