"""The four places that name requirements say the same."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"kaleido": "python-kaleido"}


def read_pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_environment_yml_has_the_bounds_of_pyproject() -> None:
    project = read_pyproject()["project"]
    wanted = {f"python{project['requires-python']}"}
    for requirement in project["dependencies"]:
        name, bound = re.fullmatch(r"([a-z0-9-]+)(.*)", requirement).groups()
        wanted.add(CONDA_NAMES.get(name, name) + bound)
    conda = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    given = {entry for entry in conda if isinstance(entry, str) and entry != "pip"}
    assert given == wanted


def test_lock_files_have_hashes_and_no_addresses() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "--index-url" not in text


def test_runs_need_no_jupyterlab() -> None:
    for name in ("run", "test", "cluster"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        assert not re.search(r"^(jupyterlab|rfc3987-syntax)==", text, re.MULTILINE)


def test_every_lock_file_pins_the_same_versions_of_what_runs() -> None:
    def pins(name: str) -> dict[str, set[str]]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        found: dict[str, set[str]] = {}
        for package, version in re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE):
            found.setdefault(package, set()).add(version)
        return found

    run = pins("run")
    assert run
    for name in ("test", "lab", "cluster"):
        others = pins(name)
        assert {package: others[package] for package in run} == run
