"""How the questions and topics of a forum compare with those of earlier forums: crosswalk.yml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from gcm_analysis.errors import find_nearest
from gcm_analysis.forum.explaining import explain, show
from gcm_analysis.forum.faults import Fault
from gcm_analysis.forum.loading import FILE as FORUM_FILE
from gcm_analysis.forum.loading import name_file
from gcm_analysis.forum.model import Forum, Identifier, Part
from gcm_analysis.forum.outline import list_entries
from gcm_analysis.forum.problems import ForumErrors, ForumProblem
from gcm_analysis.forum.yaml_text import YamlText, read_yaml
from gcm_analysis.reads import note_read

FILE = "crosswalk.yml"
Grade = Literal["same", "reworded", "similar", "new"]


class Link(Part):
    """What a question or a topic was in an earlier forum, and how alike the two are."""

    earlier: Identifier | None = None
    """Its id there; none for what is new."""
    grade: Grade

    def faults(self) -> Iterator[Fault]:
        """Tell a new thing that names an earlier one, and an old thing that names none."""
        if self.grade == "new" and self.earlier is not None:
            yield Fault(("earlier",), f"is {self.earlier!r}", "none, for what is new")
        elif self.grade != "new" and self.earlier is None:
            yield Fault(("earlier",), "is missing", f"the id of what is {self.grade}")


class ForumLinks(Part):
    """The links to one earlier forum, by the ids of this one."""

    questions: dict[Identifier, Link] = {}
    topics: dict[Identifier, Link] = {}


@dataclass(frozen=True)
class Crosswalk:
    """The links of a forum to its earlier forums.

    Parameters
    ----------
    forums : dict
        Links by the name of the earlier forum.
    """

    forums: Mapping[str, ForumLinks]

    def question_link(self, earlier_forum: str, question_id: str) -> Link | None:
        """Return what a question was in an earlier forum; None: the two are not compared."""
        links = self.forums.get(earlier_forum)
        return links.questions.get(question_id) if links else None

    def topic_link(self, earlier_forum: str, topic_id: str) -> Link | None:
        """Return what a topic was in an earlier forum; None: the two are not compared."""
        links = self.forums.get(earlier_forum)
        return links.topics.get(topic_id) if links else None


def load_crosswalk(forum: Forum) -> Crosswalk | None:
    """Read a forum's crosswalk.yml, or return None where it has none.

    Raises
    ------
    ForumErrors
        It is wrong; holds every problem found, in the order of the file.
    """
    path = forum.folder / FILE
    note_read(path)
    if not path.is_file():
        return None
    text = read_yaml(path, name_file(forum.folder, FILE))
    problems = list(text.problems)
    found: dict[str, ForumLinks] = {}
    for name, raw in text.data.items():
        try:
            found[name] = ForumLinks.model_validate(raw)
        except ValidationError as error:
            problems += explain(error, text, ForumLinks, (name,))
    for name, links in found.items():
        problems += _check_ids(text, forum, str(name), links)
    if problems:
        raise ForumErrors(tuple(sorted(problems, key=lambda problem: problem.line or 0)))
    return Crosswalk(found)


def _check_ids(
    text: YamlText, forum: Forum, name: str, links: ForumLinks
) -> Iterator[ForumProblem]:
    """Tell ids that are in neither forum, and forums that are no earlier ones."""
    if name not in forum.earlier_forums:
        nearest = find_nearest(name, forum.earlier_forums)
        expected = "a forum that forum.yml names under earlier_forums"
        yield text.tell((name,), "is no earlier forum", expected, nearest)
    own = {
        "questions": [question.id for question in forum.questions],
        "topics": [topic.id for topic in forum.topics],
    }
    there = _read_earlier_ids(forum.folder.parent / name) if name in forum.earlier_forums else {}
    for part, entries in (("questions", links.questions), ("topics", links.topics)):
        yield from _check_known(text, (name, part), entries, own[part])
        earlier = {key: link.earlier for key, link in entries.items() if link.earlier}
        for key, value in earlier.items() if there else ():
            if value not in there[part]:
                nearest = find_nearest(value, there[part])
                expected = f"one of the {part} of {name!r}"
                yield text.tell(
                    (name, part, key, "earlier"), f"is {show(value)}", expected, nearest
                )


def _check_known(
    text: YamlText, trail: tuple[str, str], entries: Iterable[str], known: list[str]
) -> Iterator[ForumProblem]:
    for key in entries:
        if key not in known:
            expected = f"one of the {trail[1]} of this forum"
            yield text.tell((*trail, key), "is unknown", expected, find_nearest(key, known))


def _read_earlier_ids(folder: Path) -> dict[str, list[str]]:
    """Return the ids of an earlier forum; none where its folder is not there."""
    if not (folder / FORUM_FILE).is_file():
        return {}
    data = read_yaml(folder / FORUM_FILE, name_file(folder, FORUM_FILE)).data
    return {
        part: [
            entry["id"]
            for entry in list_entries(data, part)
            if isinstance(entry, dict) and isinstance(entry.get("id"), str)
        ]
        for part in ("questions", "topics")
    }
