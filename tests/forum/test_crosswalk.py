"""crosswalk.yml: what a question or a topic was in an earlier forum."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gcm_analysis.forum import Crosswalk, Forum, ForumErrors, load_crosswalk, load_forum
from gcm_analysis.workspace import Workspace

from .conftest import FORUM

LINKS = """\
prueba-2023:
  questions:
    orden: {earlier: orden, grade: similar}
    abierta: {grade: new}
  topics:
    vias: {earlier: vias, grade: reworded}
"""
Load = Callable[[str], Crosswalk | None]


@pytest.fixture
def load(workspace: Workspace, folder: Path) -> Load:
    earlier = workspace.raw_forum("prueba-2023")
    earlier.mkdir()
    text = FORUM.replace("prueba-2024", "prueba-2023")
    (earlier / "forum.yml").write_text(text, encoding="utf-8")
    text = FORUM + "earlier_forums: [prueba-2023]\n"
    (folder / "forum.yml").write_text(text, encoding="utf-8")
    forum = load_forum(workspace, "prueba-2024")

    def load(text: str) -> Crosswalk | None:
        (folder / "crosswalk.yml").write_text(text, encoding="utf-8")
        return load_crosswalk(forum)

    return load


def test_a_forum_without_crosswalk_has_none(forum: Forum) -> None:
    assert load_crosswalk(forum) is None


def test_links_are_found_by_forum_and_id(load: Load) -> None:
    crosswalk = load(LINKS)
    assert crosswalk is not None
    topic = crosswalk.topic_link("prueba-2023", "vias")
    question = crosswalk.question_link("prueba-2023", "abierta")
    assert topic is not None
    assert question is not None
    assert (topic.earlier, topic.grade) == ("vias", "reworded")
    assert (question.earlier, question.grade) == (None, "new")


def test_a_pair_without_a_grade_is_no_pair(load: Load) -> None:
    crosswalk = load(LINKS)
    assert crosswalk is not None
    assert crosswalk.topic_link("prueba-2023", "retorno") is None
    assert crosswalk.topic_link("prueba-2022", "vias") is None


@pytest.mark.parametrize(
    ("old", "new", "place", "line", "words"),
    [
        ("prueba-2023:", "prueba-2032:", "prueba-2032", 1, "did you mean 'prueba-2023'?"),
        ("grade: similar", "grade: simil", "prueba-2023.questions.orden.grade", 3, "'similar'"),
        ("orden: {earlier", "ordn: {earlier", "prueba-2023.questions.ordn", 3, "'orden'"),
        ("vias: {earlier", "via: {earlier", "prueba-2023.topics.via", 6, "'vias'"),
        ("earlier: orden", "earlier: tema", "prueba-2023.questions.orden.earlier", 3, "is 'tema'"),
        ("earlier: vias, ", "", "prueba-2023.topics.vias.earlier", 6, "is missing"),
        ("{grade: new}", "{grade: new, earlier: orden}", "prueba-2023.questions.abierta.earlier",
         4, "none, for what is new"),
        ("  topics:", "  topic:", "prueba-2023", 5, "did you mean 'topics'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_line_and_place(
    load: Load, old: str, new: str, place: str, line: int, words: str
) -> None:
    assert old in LINKS
    with pytest.raises(ForumErrors) as caught:
        load(LINKS.replace(old, new, 1))
    problem = next(entry for entry in caught.value.problems if entry.key == place)
    assert problem.line == line
    assert str(problem).startswith("data/raw/prueba-2024/crosswalk.yml, line ")
    assert words in str(problem)


def test_the_crosswalk_of_the_sample_forums_loads(repository: Path) -> None:
    crosswalk = load_crosswalk(load_forum(Workspace(repository), "ejemplo-2024"))
    assert crosswalk is not None
    assert set(crosswalk.forums) == {"ejemplo-2023"}
