"""A new forum.yml: everything a person must write is marked, and nothing else is missing."""

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gcm_analysis.forum import ForumErrors, fill_in, load_forum, new_forum_text, write_forum_text
from gcm_analysis.forum.template import KEYS
from gcm_analysis.forum.yaml_text import MARK, PlainLoader, read_yaml
from gcm_analysis.language import LANGUAGES, all_strings
from gcm_analysis.workspace import Workspace

QUOTED_MARK = re.compile(r'"<<(?:fill in|completar): (.*?)>>"')


def fill(text: str) -> str:
    """Put something sensible in the place of every mark, as an analyst would."""
    days = iter(("2025-07-01", "2025-08-01", "2025-09-25", "2025-09-26"))
    seen = iter(range(1000))

    def write(found: re.Match[str]) -> str:
        what = found[1]
        if "DD" in what:
            return next(days)
        if "[5, 6]" in what:
            return "5, 6"
        return f'"{what} {next(seen)}"'

    return QUOTED_MARK.sub(write, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_forum_is_refused_until_its_marks_are_filled_in(
    workspace: Workspace, language: str
) -> None:
    folder = workspace.raw_forum("foro-2025")
    folder.mkdir(parents=True)
    text = new_forum_text("foro-2025", language=language)
    (folder / "forum.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ForumErrors, match=r"still has marks to fill in: title\.es") as caught:
        load_forum(workspace, "foro-2025")
    assert len(caught.value.problems) == len(MARK.findall(text)) - 1  # one explains the marks
    (folder / "forum.yml").write_text(fill(text), encoding="utf-8")
    forum = load_forum(workspace, "foro-2025")
    assert forum.dates.forum_starts == dt.date(2025, 9, 25)
    assert forum.topics[0].objectives == {5: 0.5, 6: 0.5}


def test_what_is_known_already_takes_the_place_of_marks(workspace: Workspace) -> None:
    folder = workspace.raw_forum("foro-2025")
    folder.mkdir(parents=True)
    topics = [{"id": "no", "name": {"es": "No", "en": fill_in("name", "en")}, "as_asked": ["No"]}]
    questions = [
        {"id": "q1", "role": "priority", "kind": "multiple", "text": {"es": "¿Qué?", "en": "What?"},
         "column": "1: ¿Qué? #1", "topics": ["no"]}
    ]  # fmt: skip
    text = new_forum_text("foro-2025", topics=topics, questions=questions)
    (folder / "forum.yml").write_text(fill(text), encoding="utf-8")
    forum = load_forum(workspace, "foro-2025")
    assert forum.topics[0].as_asked == ("No",)
    assert forum.questions[0].column == "1: ¿Qué? #1"


def test_the_sample_forum_written_anew_reads_back_the_same(
    repository: Path, workspace: Workspace
) -> None:
    source = repository / "data" / "raw" / "ejemplo-2023" / "forum.yml"
    data = read_yaml(source, "forum.yml").data
    folder = workspace.raw_forum("ejemplo-2023")
    folder.mkdir(parents=True)
    (folder / "forum.yml").write_text(write_forum_text(data), encoding="utf-8")
    written = load_forum(workspace, "ejemplo-2023")
    original = load_forum(Workspace(repository), "ejemplo-2023")
    assert written.model_copy(update={"folder": original.folder}) == original


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_a_comment_in_the_language_of_the_analyst(language: str) -> None:
    assert {f"forum_file.{key}" for key in KEYS} <= set(all_strings(language))


def test_lines_of_comments_stay_short() -> None:
    lines = new_forum_text("foro-2025").splitlines()
    assert all(len(line) <= 100 for line in lines if line.startswith("#"))


scalars = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.none(),
    st.sampled_from(
        ["No", "yes", "1.0", "5", "2024-01-01", "~", "a: b", "- x", "#", "<<", "'", '"']
    ),
)
parts = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text("abcñ -:'", min_size=1, max_size=8), inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(parts)
def test_whatever_is_written_reads_back_as_it_was(content: object) -> None:
    text = write_forum_text({"forum": "x", "topics": content})
    assert yaml.load(text, Loader=PlainLoader)["topics"] == content
