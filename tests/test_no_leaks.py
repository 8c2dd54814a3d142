"""What is committed belongs to the project: no registry's host, no path of somebody's machine, no lock file."""

from __future__ import annotations

import os
import pwd
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Written in halves, so that this file does not name what it forbids.
HOSTS = tuple("".join(halves) for halves in (
    ("pypi", ".org"), ("python", "hosted.org"), ("npm", "js.org"), ("npm", "js.com"), ("deb.", "debian.org"), ("crates", ".io"),
    ("proxy.", "golang.org"), ("anaconda", ".org"),
))
# Homes of people who are made up, as in examples of messages, are fine.
HOMES = re.compile(r"(?<![\w.:/~}-])(?:" + "|".join(("/ro" "ot", "/wo" "rk", re.escape(pwd.getpwuid(os.getuid()).pw_dir))) + r")/[\w.]")
LOCKS = {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml", "package-lock.json", "requirements.lock"}


def committed() -> list[Path]:
    """Every file that is in git or would go in with the next `git add`."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def offending(texts: dict[str, str]) -> list[str]:
    """The lines that name a host or somebody's folder, with their place."""
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if any(host in line.lower() for host in HOSTS) or HOMES.search(line) or str(ROOT) in line
    ]


def test_no_file_names_a_registry_or_somebodys_machine() -> None:
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8", errors="replace") for path in committed()}
    assert len(texts) > 20
    assert offending(texts) == []


def test_the_search_finds_what_it_looks_for() -> None:
    guilty = {"a": f"see https://{HOSTS[0]}/simple\nfine", "b": "fine\n" + "/ro" + "ot/x.py", "c": f"{ROOT}/pmtui"}
    assert [line.split(": ")[0] for line in offending(guilty)] == ["a:1", "b:2", "c:1"]
    assert offending({"d": "https://example.org/home/page and a/work/b and ~/root/x, backlog/work/"}) == []


def test_no_lock_file() -> None:
    assert [path.name for path in committed() if path.name in LOCKS] == []
