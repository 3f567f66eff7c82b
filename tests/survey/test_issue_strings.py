"""Every issue that the program can raise has its words in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gcm_analysis.language import LANGUAGES, all_strings, get_language

CODE = re.compile(r"^[a-z]+(_[a-z]+)+$|^corrected$")
ROOMS = ("survey", "mapping")


def find_codes(tree: ast.AST) -> Iterator[str]:
    """Yield the codes in calls such as `warn("code", ...)`, `add("note", "code", ...)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            position = {"warn": 0, "note": 0, "add": 1, "Aside": 1, "report": 0}.get(name)
            given = [] if position is None else node.args[position : position + 1]
            given += [word.value for word in node.keywords if word.arg == "code"]
            yield from (arg.value for arg in given if is_code(arg))
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
            first, second = node.elts
            is_sentence = isinstance(second, ast.Constant) and str(second.value).endswith(".")
            if is_code(first) and is_sentence:
                yield first.value
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "CODE":
            yield node.value.value


def is_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and bool(CODE.match(str(node.value)))


@pytest.fixture(scope="module")
def codes() -> set[str]:
    package = Path(__file__).parents[2] / "gcm_analysis"
    files = [path for room in ROOMS for path in (package / room).rglob("*.py")]
    return {code for path in files for code in find_codes(ast.parse(path.read_text("utf-8")))}


def test_the_codes_are_found(codes):
    assert {"unknown_option", "title_row", "corrected", "personal_data_in_text"} <= codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_words(codes, language):
    known = {key.removeprefix("issues.") for key in all_strings(language) if "issues." in key}
    assert codes - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_hold_for_one_and_for_many(language):
    reader = get_language(language)
    for key in all_strings(language):
        if key.startswith("issues."):
            assert reader.text(key, n=1) != reader.text(key, n=2), key
