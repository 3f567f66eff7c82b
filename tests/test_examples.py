"""The illustrative forums are what the committed script makes, and say that they are invented."""

import importlib.util
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"


def test_the_script_makes_the_committed_spreadsheets(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("examples", ROOT / "scripts/make_examples.py")
    examples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(examples)
    examples.main(tmp_path)
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*.xlsx")}
    assert made == {path.relative_to(ROOT) for path in RAW.glob("ejemplo-*/*.xlsx")}
    for name in made:
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes(), name


def test_every_committed_forum_is_illustrative() -> None:
    forums = sorted(RAW.glob("*/forum.yml"))
    assert len(forums) == 2
    for path in forums:
        content = yaml.safe_load(path.read_text("utf-8"))
        assert content["illustrative"] is True
        assert content.get("host") is None
