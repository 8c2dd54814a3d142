"""A workspace on its own branch: made beside the code, found and set up in a fresh clone, whatever happened in between."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from pmtui.store import doctor
from pmtui.store.errors import StoreError
from pmtui.store.git_folders import git_folders
from pmtui.store.layout import find_workspace, init_workspace
from pmtui.store.own_branch import OwnBranch, own_branches, workspace_around
from pmtui.store.workspace import Workspace
from tests.store.own_branches import Team, code, made, named, opened, shared, status
from tests.store.workspaces import IDS, git, python

ONE = IDS[4]
BRANCH = "pmtui"
SOAK = bool(os.environ.get("PMTUI_SOAK"))


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return code(tmp_path)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """A remote whose own branch holds an item; nothing in it is changed by tests."""
    team = code(tmp_path_factory.mktemp("origin"))
    clone = shared(team.top)
    clone.add(ONE, status="ready")
    git(clone.top, "add", ".")
    git(clone.top, "commit", "-qm", "An item")
    git(clone.top, "push", "-q")
    return team


@pytest.fixture
def fresh(origin: Team, tmp_path: Path) -> Path:
    """A fresh clone."""
    git(tmp_path, "clone", "-q", str(origin.folder / "remote.git"), "ben")
    named(tmp_path / "ben")
    return tmp_path / "ben"


def whole(root: Path) -> bool:
    """Whether a workspace has all that its branch holds, and git sees no difference."""
    return (root / "backlog" / "4" / f"{ONE}.json").is_file() and status(root) == "" and Workspace(root).record("item", ONE) is not None


def refusal(code: str, *words: str, top: Path, **options: str) -> StoreError:
    """The error of an `init --branch` that must leave nothing behind."""
    refs, trees = git(top, "for-each-ref"), git(top, "worktree", "list")
    with pytest.raises(StoreError) as caught:
        made(top, **options)
    assert caught.value.code == code, str(caught.value)
    assert caught.value.hint
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert (git(top, "for-each-ref"), git(top, "worktree", "list")) == (refs, trees)
    return caught.value


# Making one


def test_the_branch_has_no_history_in_common_with_the_code_and_holds_the_workspace_alone(team: Team) -> None:
    done = made(team.top, name="Acme")
    assert (done.root, done.branch, done.is_new) == (str(team.top / "product"), BRANCH, True)
    assert git(team.top, "ls-tree", "-r", "--name-only", BRANCH).split() == [".gitattributes", ".gitignore", "pmtui.json"]
    assert git(team.top, "log", "--format=%P%s", BRANCH) == "Make the workspace\n"
    says = json.loads((team.top / "product" / "pmtui.json").read_text())
    assert says == {"format": 1, "name": "Acme", "settings": {"own_branch": {"branch": BRANCH, "folder": "product"}}}
    assert status(team.top / "product") == ""
    assert [one for one in doctor.faults(Workspace(done.root)) if one.severity == "error"] == []


def test_nothing_of_the_code_is_touched(team: Team) -> None:
    (team.top / "other.txt").write_text("stashed\n")
    git(team.top, "stash")
    (team.top / "src" / "code.py").write_text("staged\n")
    git(team.top, "add", "src")
    (team.top / "src" / "code.py").write_text("unstaged\n")
    (team.top / "new.txt").write_text("untracked\n")
    kept = ("status --porcelain", "stash list", "symbolic-ref HEAD", "rev-parse HEAD", "ls-files --stage --debug")
    before = [git(team.top, *words.split()) for words in kept]
    made(team.top)
    assert [git(team.top, *words.split()) for words in kept] == before


def test_the_code_does_not_see_the_folder_whatever_is_done_with_it(team: Team) -> None:
    root = Path(made(team.top).root)
    (root / "note.md").write_text("not committed yet")
    (team.top / "src" / "code.py").write_text("changed\n")
    git(team.top, "add", ".")
    assert status(team.top) == "M  src/code.py\n"
    git(team.top, "stash", "--all")
    git(team.top, "clean", "-q", "-f", "-d", "-x")
    git(team.top, "checkout", "-q", "-b", "feature")
    git(team.top, "stash", "pop")
    assert (root / "note.md").read_text() == "not committed yet"
    assert status(root) == "?? note.md\n"


@pytest.mark.parametrize(
    ("branch", "folder"), [("team/backlog", "docs/plan"), ("Ünïcode-#1", "[a] b*"), ("x", "../beside"), ("y", ".pmtui")]
)
def test_any_branch_and_any_folder(team: Team, branch: str, folder: str) -> None:
    root = Path(made(team.top, branch, folder).root)
    assert root == Path(os.path.normpath(team.top / folder))
    assert status(team.top) == ""
    assert workspace_around(str(team.top / "src")) == str(root)
    git(root, "push", "-q", "-u", "origin", branch)
    found, said = opened(team.clone("ben"))
    assert found == str(team.folder / "ben" / ("product" if folder.startswith("..") else folder))
    assert branch in said[0]
    assert status(team.folder / "ben") == ""


def test_in_a_repository_without_any_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    named(tmp_path)
    made(tmp_path)
    assert status(tmp_path) == ""
    assert git(tmp_path, "symbolic-ref", "HEAD") == "refs/heads/main\n"
    refusal("checked_out", "main", top=tmp_path, branch="main", folder="x")


def test_from_a_folder_of_the_code_it_lies_at_the_top_unless_named(team: Team) -> None:
    assert made(team.top / "src").root == str(team.top / "product")
    assert made(team.top / "src", "other", "plan").root == str(team.top / "src" / "plan")
    assert status(team.top) == ""


def test_a_branch_that_the_remote_has_is_checked_out_though_nobody_fetched_it(team: Team) -> None:
    ben = team.clone("ben")
    shared(team.top)
    done = made(ben, folder="plan")
    assert (done.is_new, done.root) == (False, str(ben / "plan"))
    assert git(ben / "plan", "rev-parse", "--abbrev-ref", "@{upstream}") == "origin/pmtui\n"
    assert git(ben, "rev-parse", BRANCH, f"origin/{BRANCH}").split()[0] == git(team.top, "rev-parse", BRANCH).strip()


def test_a_clone_of_one_branch_gets_the_own_branch_and_goes_on_fetching_it(team: Team) -> None:
    ana = shared(team.top)
    ben = team.clone("ben", "--single-branch", "--branch", "main")
    assert opened(ben) == ("", [])
    assert not made(ben).is_new
    ana.add(ONE)
    git(ana.top, "add", ".")
    git(ana.top, "commit", "-qm", "An item")
    git(ana.top, "push", "-q")
    git(ben / "product", "pull", "-q")
    assert whole(ben / "product")


def test_a_branch_that_somebody_made_by_hand_says_from_now_on_what_it_is(team: Team) -> None:
    git(team.top, "worktree", "add", "-q", "--detach", "tmp")
    git(team.top / "tmp", "checkout", "-q", "--orphan", "plan")
    git(team.top / "tmp", "rm", "-rqf", ".")
    init_workspace(team.top / "tmp")
    git(team.top / "tmp", "add", ".")
    git(team.top / "tmp", "commit", "-qm", "By hand")
    git(team.top, "worktree", "remove", "tmp")
    assert opened(team.top) == ("", [])
    done = made(team.top, "plan")
    assert not done.is_new
    assert "plan is the workspace's own branch" in done.notes[-1]
    assert workspace_around(str(team.top)) == done.root


def test_an_own_branch_is_made_where_the_remote_does_not_answer_and_that_is_said(team: Team) -> None:
    git(team.top, "remote", "set-url", "origin", str(team.folder / "gone.git"))
    done = made(team.top)
    assert done.is_new
    assert "origin could not be asked" in done.notes[0]


def test_each_hindrance_has_its_message_and_leaves_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    top = team.top
    (top / "full").mkdir()
    (top / "full" / "x").touch()
    git(top, "branch", "feature")
    git(top, "branch", "a/b")
    init_workspace(top / "own")
    refusal("exists", "is not empty", "pmtui init DIR", top=top, folder="full")
    refusal("exists", "is no folder", top=top, folder="full/x")
    refusal("exists", "is a workspace already", top=top, folder="own")
    refusal("bad_folder", "problems", top=top, folder="problems")
    refusal("bad_folder", "Backlog", top=top, folder="Backlog/x")
    refusal("bad_folder", ".git", top=top, folder=".git/x")
    refusal("checked_out", "main is checked out in", top=top, branch="main")
    refusal("taken", "feature", "holds no workspace", top=top, branch="feature")
    refusal("taken", "'refs/heads/a/b' exists", top=top, branch="a")
    for name in ("-x", "a b", "@{-1}", "HEAD", "a..b", "x.lock", ""):
        refusal("bad_value", "--branch pmtui", top=top, branch=name)
    monkeypatch.setenv("HOME", str(team.folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(team.folder))
    monkeypatch.setenv("EMAIL", "")
    for name in ("user.name", "user.email"):
        git(top, "config", "--unset", name)
    git(top, "config", "user.useConfigOnly", "true")
    refusal("no_identity", "git config --global user.name", "try again", top=top)


def test_the_branch_of_a_workspace_that_is_there_is_named_with_its_place(team: Team) -> None:
    made(team.top)
    error = refusal("checked_out", str(team.top / "product"), top=team.top, folder="again")
    assert "that is its workspace" in error.hint


def test_without_a_repository_and_in_a_bare_one(tmp_path: Path, team: Team) -> None:
    with pytest.raises(StoreError, match="git init") as caught:
        made(Path("/"))
    assert caught.value.code == "no_repository"
    with pytest.raises(StoreError, match="in a clone") as caught:
        made(team.folder / "remote.git")
    assert caught.value.code == "bare"


def test_a_git_that_is_too_old_or_missing_is_told(team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho git version 2.33.8\n")  # there is no older git at hand
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))
    with pytest.raises(StoreError, match=r"git version 2\.33\.8"):
        made(team.top)
    program.unlink()
    with pytest.raises(StoreError, match="git cannot be run"):
        made(team.top)


# A fresh clone


def test_a_fresh_clone_is_set_up_once_and_follows_the_remote(fresh: Path) -> None:
    root = fresh / "product"
    found, said = opened(fresh / "src")
    assert found == str(root)
    assert said == ["set up product, the workspace on its own branch pmtui; .git/info/exclude keeps it out of your code"]
    assert whole(root)
    assert git(root, "rev-parse", "--abbrev-ref", "@{upstream}") == "origin/pmtui\n"
    assert status(fresh) == ""
    assert git(fresh, "symbolic-ref", "HEAD") == "refs/heads/main\n"
    assert find_workspace(None, {}, fresh / "src") == str(root)
    assert opened(fresh) == (str(root), [])
    assert git(fresh, "config", "branch.pmtui.remote") == "origin\n"


def test_another_working_tree_of_the_code_has_the_same_workspace(fresh: Path) -> None:
    git(fresh, "worktree", "add", "-q", "-b", "feature", "../feature")
    found, _ = opened(fresh.parent / "feature")
    assert found == str(fresh / "product")
    assert workspace_around(str(fresh.parent / "feature" / "src")) == found
    assert status(fresh.parent / "feature") == ""


def test_a_folder_that_was_removed_comes_back_where_it_was(team: Team) -> None:
    root = Path(made(team.top, folder="docs/plan").root)
    git(team.top, "worktree", "add", "-q", "--detach", "../away")
    shutil.rmtree(team.folder / "away")
    for is_pruned in (False, True):
        shutil.rmtree(root)
        if is_pruned:
            git(team.top, "worktree", "prune")
        assert opened(team.top)[0] == str(root)
        assert status(root) == ""
        assert ("away" in git(team.top, "worktree", "list")) is not is_pruned  # what somebody else may miss stays known


def test_the_way_to_a_repository_may_be_a_symbolic_link(fresh: Path) -> None:
    link = fresh.parent / "link"
    link.symlink_to(fresh)
    assert opened(link / "src", str(link))[0] == str(link / "product")
    shutil.rmtree(fresh / "product")
    assert Path(opened(link / "src", str(link / "product"))[0]).samefile(fresh / "product")
    assert whole(fresh / "product")
    assert status(fresh) == ""


def test_a_folder_outside_that_is_gone_is_asked_for(team: Team) -> None:
    root = Path(made(team.top, folder="../plan").root)
    root.rename(team.folder / "elsewhere")
    with pytest.raises(StoreError, match="git worktree prune"):
        opened(team.top)
    (team.folder / "elsewhere").rename(root)
    (root / "pmtui.json").unlink()
    with pytest.raises(StoreError, match=r"restore pmtui\.json"):
        opened(team.top)


def test_a_folder_that_git_was_asked_to_keep_is_not_made_anew(team: Team) -> None:
    root = Path(made(team.top).root)
    git(team.top, "worktree", "lock", "product")  # as for a drive that is not always there
    shutil.rmtree(root)
    with pytest.raises(StoreError, match="which is not there"):
        opened(team.top)
    refusal("checked_out", str(root), top=team.top, folder="plan")


def test_a_folder_in_which_no_branch_was_checked_out_comes_back_on_the_branch(fresh: Path) -> None:
    root = Path(opened(fresh)[0])
    git(root, "checkout", "-q", "--detach")
    shutil.rmtree(root)
    assert opened(fresh)[0] == str(root)
    assert git(root, "symbolic-ref", "HEAD") == f"refs/heads/{BRANCH}\n"
    assert whole(root)


def test_in_a_clone_without_trees_only_a_branch_of_the_usual_name_is_looked_at(origin: Team, tmp_path: Path) -> None:
    there = tmp_path / "remote.git"
    shutil.copytree(origin.folder / "remote.git", there)
    git(there, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=tree:0", f"file://{there}", "ben")
    before = git(tmp_path / "ben", "count-objects", "-v")
    git(tmp_path / "ben", "update-ref", "refs/remotes/origin/other", f"origin/{BRANCH}")
    git(tmp_path / "ben", "update-ref", "-d", f"refs/remotes/origin/{BRANCH}")
    assert opened(tmp_path / "ben") == ("", [])
    assert git(tmp_path / "ben", "count-objects", "-v") == before  # nothing was fetched
    git(tmp_path / "ben", "fetch", "-q")
    assert whole(Path(opened(tmp_path / "ben")[0]))


def test_where_the_folder_is_taken_another_one_serves(fresh: Path) -> None:
    (fresh / "product").mkdir()
    (fresh / "product" / "mine").touch()
    assert opened(fresh)[0] == str(fresh / ".pmtui")
    shutil.rmtree(fresh / ".pmtui")
    git(fresh, "worktree", "prune")
    (fresh / ".pmtui").touch()
    with pytest.raises(StoreError, match="pmtui init DIR --branch pmtui"):
        opened(fresh)


def test_the_folder_that_is_named_must_be_the_one(fresh: Path) -> None:
    for named_ in ("elsewhere", "src"):
        assert opened(fresh, str(fresh / named_)) == ("", [])
    assert not (fresh / "product").exists()
    assert opened(fresh, str(fresh))[0] == str(fresh / "product")


def test_hooks_of_the_code_do_not_run_and_what_it_leaves_out_is_there(fresh: Path) -> None:
    hook = fresh / ".git" / "hooks" / "post-checkout"
    hook.write_text("#!/bin/sh\ntouch ran; exit 1\n")
    hook.chmod(0o755)
    git(fresh, "sparse-checkout", "set", "--cone", "src")
    (fresh / "ran").unlink(missing_ok=True)
    root = Path(opened(fresh)[0])
    assert whole(root)
    assert not (fresh / "ran").exists()
    assert not (root / "ran").exists()
    assert git(fresh, "sparse-checkout", "list") == "src\n"
    hook.unlink()
    git(root, "checkout", "-q", "HEAD~1")
    git(root, "checkout", "-q", BRANCH)
    assert whole(root)


def test_it_is_no_workspace_before_all_its_records_are_there(fresh: Path) -> None:
    (fresh / ".git" / "info" / "attributes").write_text(f"{ONE}.json filter=broken\n")
    for name, value in (("smudge", "false"), ("required", "true")):
        git(fresh, "config", f"filter.broken.{name}", value)
    with pytest.raises(StoreError, match="git does not check the branch pmtui out"):
        opened(fresh)
    assert not (fresh / "product" / "pmtui.json").exists()
    git(fresh, "config", "--remove-section", "filter.broken")
    opened(fresh)
    assert whole(fresh / "product")


@pytest.mark.parametrize("death", ["before the index", "in the middle"])
def test_what_was_killed_while_it_was_set_up_is_finished(fresh: Path, death: str) -> None:
    root = fresh / "product"
    git(fresh, "worktree", "add", "-q", "--no-checkout", "--track", "-b", BRANCH, "product", f"origin/{BRANCH}")
    if death == "in the middle":
        kept = fresh / ".git" / "worktrees" / "product"
        (kept / "pmtui-checkout").touch()
        git(root, "read-tree", "HEAD")
        (kept / "index.lock").touch()
        (root / "backlog" / "4").mkdir(parents=True)
        (root / "backlog" / "4" / f"{ONE}.json").write_text('{"id": "4')
    assert workspace_around(str(fresh)) == ""
    assert opened(fresh)[0] == str(root)
    assert whole(root)


COUNTED = """#!/bin/sh
n=$(($(cat "$COUNT" 2>/dev/null || echo 0) + 1)); echo $n > "$COUNT"
[ $n -eq $DEATH ] && kill -9 $PPID && exit 1
PATH=${PATH#*:} exec git "$@"
"""
"""A git that ends the program which calls it at a certain call."""


@pytest.mark.parametrize("what", ["workspace_of_own_branch(sys.argv[1], print)", "init_own_branch(sys.argv[1], 'pmtui')"])
@pytest.mark.parametrize("death", range(1, 16) if SOAK else (3, 8, 10))
def test_a_death_at_any_call_of_git_is_made_good_by_the_same_call(
    fresh: Path, what: str, death: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bin = fresh.parent / "bin"
    bin.mkdir()
    (bin / "git").write_text(COUNTED)
    (bin / "git").chmod(0o755)
    code = (
        "import sys\n"
        "from pmtui.store.own_branch_checkout import workspace_of_own_branch\n"
        "from pmtui.store.own_branch_making import init_own_branch\n" + what
    )
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{bin}:{os.environ['PATH']}")
        patch.setenv("COUNT", str(fresh.parent / "count"))
        patch.setenv("DEATH", str(death))
        first = python(code, str(fresh))
        first.communicate()
    if death <= 10:
        assert first.returncode == -9
    if first.returncode:
        second = python(code, str(fresh))
        assert (second.communicate()[1], second.returncode) == ("", 0)
    assert whole(fresh / "product")
    assert git(fresh / "product", "rev-parse", "HEAD", "origin/pmtui").split()[0] == git(fresh, "rev-parse", "origin/pmtui").strip()
    assert status(fresh) == ""


def test_several_at_once_end_in_one_whole_workspace(fresh: Path) -> None:
    code = (
        "import sys\n"
        "from pmtui.store.own_branch_checkout import workspace_of_own_branch\n"
        "said = []\n"
        "found = workspace_of_own_branch(sys.argv[1], said.append)\n"
        "print(found, len(said))\n"
    )
    running = [python(code, str(fresh)) for _ in range(3)]
    results = [one.communicate() for one in running]
    assert [error for _, error in results if error] == []
    assert sorted(out.split()[1] for out, _ in results) == ["0", "0", "1"]
    assert {out.split()[0] for out, _ in results} == {str(fresh / "product")}
    assert whole(fresh / "product")


def test_in_a_submodule_and_beside_a_bare_repository_with_working_trees(origin: Team, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "around")
    around = tmp_path / "around"
    git(around, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(origin.folder / "remote.git"), "inner")
    assert opened(around / "inner" / "src")[0] == str(around / "inner" / "product")
    assert (status(around / "inner"), whole(around / "inner" / "product")) == ("", True)
    bare = tmp_path / "bare"
    git(tmp_path, "clone", "-q", "--bare", str(origin.folder / "remote.git"), str(bare / ".bare"))
    (bare / ".git").write_text("gitdir: ./.bare\n")
    git(bare, "worktree", "add", "-q", "main")
    assert opened(bare / "main")[0] == str(bare / "product")
    git(bare, "worktree", "remove", "main")  # and what is in it
    assert whole(bare / "product")


# What is no own branch


def test_a_code_branch_with_a_workspace_in_it_is_not_taken_for_one(team: Team) -> None:
    git(team.top, "checkout", "-q", "-b", "with-workspace")
    init_workspace(team.top)
    git(team.top, "add", ".")
    git(team.top, "commit", "-qm", "A workspace at the top of the code")
    git(team.top, "push", "-q", "origin", "with-workspace")
    git(team.top, "checkout", "-q", "main")
    assert opened(team.top) == ("", [])
    assert opened(team.clone("ben")) == ("", [])


def test_a_branch_that_was_begun_at_an_own_branch_is_not_taken_for_it(team: Team) -> None:
    clone = shared(team.top)
    git(clone.top, "push", "-q", "origin", f"{BRANCH}:backup/{BRANCH}-old", f"{BRANCH}:zzz")
    at = git_folders(str(team.clone("ben")))
    assert at is not None
    assert own_branches(at) == [OwnBranch(BRANCH, "origin", "product")]


@pytest.mark.parametrize("folder", ["../x", "/etc/x", ".git/hooks", "problems", "out/x", "a/../../x", "C:\\x", 7, ["x"]])
def test_a_folder_that_a_branch_may_not_ask_for_is_not_heeded(team: Team, folder: object) -> None:
    root = Path(made(team.top).root)
    settings = json.loads((root / "pmtui.json").read_text())
    settings["settings"]["own_branch"]["folder"] = folder
    (root / "pmtui.json").write_text(json.dumps(settings))
    git(root, "commit", "-qam", "Ask for another folder")
    git(root, "push", "-q", "origin", BRANCH)
    (team.top / "out").symlink_to("../outside")
    git(team.top, "add", "out")
    git(team.top, "commit", "-qm", "A link that leads away")
    git(team.top, "push", "-q")
    (team.folder / "outside").mkdir()
    ben = team.clone("ben")
    assert opened(ben)[0] == str(ben / "product")
    assert sorted(one.name for one in team.folder.iterdir()) == ["ana", "ben", "outside", "remote.git"]


@pytest.mark.parametrize(
    "says", ["[]", '{"settings": []}', '{"settings": {"own_branch": "pmtui"}}', "\xff\xfe", '{"settings": {"own_branch": {}}}']
)
def test_settings_that_say_nothing_of_an_own_branch(team: Team, says: str) -> None:
    root = Path(made(team.top).root)
    (root / "pmtui.json").write_text(says, encoding="latin-1")
    git(root, "commit", "-qam", "Spoilt")
    shutil.rmtree(root)
    assert opened(team.top) == ("", [])


def test_of_several_own_branches_somebody_must_choose(team: Team) -> None:
    for branch in ("one", "two"):
        git(Path(made(team.top, branch, branch).root), "push", "-q", "-u", "origin", branch)
    with pytest.raises(StoreError, match="--workspace DIR") as caught:
        workspace_around(str(team.top))
    assert caught.value.status == 3
    ben = team.clone("ben")
    with pytest.raises(StoreError, match="one, two"):
        opened(ben)
    made(ben, "two")
    assert workspace_around(str(ben)) == str(ben / "product")


def test_a_repository_without_other_branches_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    named(tmp_path)
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "Code")
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\ntouch " + str(tmp_path / "asked") + "\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    assert opened(tmp_path) == ("", [])
    assert not (tmp_path / "asked").exists()
    (tmp_path / ".git" / "refs" / "heads" / "feature").write_text("0" * 40 + "\n")
    assert opened(tmp_path) == ("", [])
    assert (tmp_path / "asked").exists()
