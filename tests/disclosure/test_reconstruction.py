"""Nobody can work out from what is published what a single government answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attack import SCOPE_NAMES, UNTOLD, Attack, is_member
from published import (
    FORUM,
    OBJECTIVE_SHEET,
    Answer,
    Published,
    give,
    invent_answers,
    list_mentions,
    pick,
    publish,
    write_forum,
)

from gcm_analysis import reference
from gcm_analysis.cli import main
from gcm_analysis.priorities.disclosure import SCOPES
from gcm_analysis.store import TableStore

CHAMPIONS = ["CAN", "CRI", "HND", "MEX", "PAN", "SLV", "COL", "ECU"]
BOTH = [*pick("RCM", 6), *pick("SACM", 5)]
NAMES = {iso3: reference.country(iso3).name["en"] for iso3 in reference.americas()}

Publish = Callable[..., Published]


@pytest.fixture(scope="module")
def publish_answers(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Publish:
    """Publishes answers for the public, once per set of answers."""
    made: dict[str, Published] = {}

    def make(
        answers: dict[str, Answer], roster: object, audience: str = "public", **limits: int
    ) -> Published:
        key = repr((sorted(answers.items()), roster, audience, limits))
        if key not in made:
            root = tmp_path_factory.mktemp("workspace")
            write_forum(root, answers, roster, repository / "notebooks", **limits)
            made[key] = publish(root, audience)
        return made[key]

    return make


@pytest.fixture(scope="module", params=["one group", "two groups"])
def world(request: pytest.FixtureRequest) -> tuple[dict[str, Answer], object, tuple[str, str]]:
    """Answers, the roster, and two governments of one group that the public sees."""
    if request.param == "one group":
        return give(CHAMPIONS, invent_answers(8)), "champions", ("MEX", "COL")
    return give(BOTH, invent_answers(11)), "members", ("CAN", "CRI")


@pytest.fixture(scope="module")
def seen(publish_answers: Publish, world: Any) -> Published:
    answers, roster, _ = world
    return publish_answers(answers, roster)


def test_the_page_is_the_same_when_two_governments_exchange_their_answers(
    publish_answers: Publish, seen: Published, world: Any
) -> None:
    """The strongest claim: what is published does not depend on who in a group said what."""
    answers, roster, (one, other) = world
    exchanged = answers | {one: answers[other], other: answers[one]}
    again = publish_answers(exchanged, roster)
    assert again.folder != seen.folder
    assert again.words() == seen.words()
    assert again.figures == seen.figures
    assert again.sheets() == seen.sheets()
    one_by_one, files = again.files(), seen.files()
    assert list(one_by_one) == list(files)
    assert [name for name in files if one_by_one[name] != files[name]] == []


def test_scopes_are_those_that_are_groups(seen: Published, world: Any) -> None:
    expected = {"ALL"} if len(world[0]) == 8 else set(SCOPES)
    assert {row["Conference"] for row in seen.rows(OBJECTIVE_SHEET)} == {
        name for name, scope in SCOPE_NAMES.items() if scope in expected
    }
    assert ("comparison" in seen.figures) is (len(expected) == 3)


def test_countries_are_named_only_where_it_says_who_answered(seen: Published) -> None:
    for key, figure in seen.figures.items():
        text = json.dumps(figure, ensure_ascii=False)
        found = [iso3 for iso3, name in NAMES.items() if name in text or f'"{iso3}' in text]
        assert bool(found) is (key == "responses"), (key, found)
    for title, cells in seen.sheets().items():
        text = json.dumps(cells, ensure_ascii=False)
        found = [name for name in NAMES.values() if f'"{name}"' in text]
        assert bool(found) is (title == "Who answered"), (title, found)
    assert not {"matrix", "tile-map", "agreement"} & set(seen.figures)
    assert not (seen.folder / "countries").exists()


def test_tables_written_for_the_public_hold_no_country(seen: Published) -> None:
    processed = seen.folder.parents[3] / "data" / "processed" / FORUM / "public"
    store = TableStore(processed)
    for name in store.names():
        table = store.read(name)
        assert "country_iso3" not in table or not len(table), name
        for column in {"scope", "conference"} & set(table.columns):
            assert set(table[column]) <= set(SCOPES), name


def test_no_mention_of_a_government_can_be_inferred(seen: Published, world: Any) -> None:
    """Every government can have mentioned everything, and not mentioned it."""
    attack = Attack(tuple(world[0]), seen)
    assert all(UNTOLD not in counts.values() for counts in attack.counts.values())
    for item in attack.counts:
        for country in (attack.countries[0], attack.countries[-1]):
            assert attack.can_be(country, item, 0), (country, item)
            assert attack.can_be(country, item, 1), (country, item)
    assert len(attack.counts) > 40


def test_no_mention_can_be_inferred_by_a_government_that_knows_its_own(
    seen: Published, world: Any
) -> None:
    """Where it alone differs from all others, or could, its own answers tell it nothing of them."""
    answers = world[0]
    attack = Attack(tuple(answers), seen)
    said = {country: list_mentions(answer) for country, answer in answers.items()}
    n_alone = 0
    for item in attack.counts:
        n = sum(item in mentions for mentions in said.values())
        rare = n <= len(said) / 2
        odd = [country for country in said if (item in said[country]) is rare]
        own = odd[0] if odd else attack.countries[0]
        n_alone += len(odd) == 1
        known = {one: one in said[own] for one in attack.counts}
        conference = reference.conference_of(own)
        other = next(
            one for one in said if one != own and reference.conference_of(one) == conference
        )
        assert attack.can_be(other, item, 0, (own, known)), (own, other, item)
        assert attack.can_be(other, item, 1, (own, known)), (own, other, item)
    assert n_alone > 3


def test_the_attack_reads_answers_as_the_program_counts_them(seen: Published, world: Any) -> None:
    """What each government mentions lies within every count that is published."""
    answers = world[0]
    attack = Attack(tuple(answers), seen)
    said = {country: list_mentions(answer) for country, answer in answers.items()}
    for item, counts in attack.counts.items():
        for scope, (low, high) in counts.items():
            n = sum(item in said[country] for country in said if is_member(country, scope))
            assert low <= n <= high, (item, scope)


def test_nothing_that_is_published_holds_a_count_close_to_none_or_to_all(
    seen: Published, world: Any
) -> None:
    """Sentences, hover texts, labels, alt texts, tables and sheets: "8 of 8" is nowhere."""
    sizes = {len(world[0])} if len(world[0]) == 8 else {5, 6, 11}
    figures = {key: one for key, one in seen.figures.items() if key != "responses"}
    texts = [*seen.words(), json.dumps(figures, ensure_ascii=False)]
    n_ranges = 0
    for text in texts:
        n_ranges += len(re.findall(r"\d–\d+ of \d", text))
        for n, size in re.findall(r"(?<![–\d])(\d+) of (\d+)\b", text):
            if int(size) in sizes and "asked" not in text and "answered" not in text:
                assert 2 < int(n) < int(size) - 2, text[:200]
    assert n_ranges > 100
    for title in seen.sheets():
        for row in seen.rows(title) if title != "Cover" else ():
            count = row.get("Countries that mention it")
            assert not isinstance(count, int) or 2 < count < row["Answered"] - 2, (title, row)


def test_the_public_gets_no_figure_that_would_narrow_a_range(seen: Published) -> None:
    shown = {"responses", "topics-all", "principles", "comparison"}
    assert {
        key for key in seen.figures if not key.startswith(("objectives-", "grouping-"))
    } <= shown
    headers = {str(cell) for rows in seen.sheets().values() for row in rows[:2] for cell in row}
    assert "Countries that mention it" in headers
    assert not [one for one in headers if "oints" in one or "hare" in one or "irm" in one]


def test_the_attack_finds_what_a_small_group_would_give_away(
    publish_answers: Publish,
) -> None:
    """The attack is no straw man: on the delegations' figures it names governments."""
    answers = give(CHAMPIONS, invent_answers(8))
    attack = Attack(tuple(answers), publish_answers(answers, "champions", "participants"))
    counts = attack.read_items()
    sure = [item for item, by_scope in counts.items() if by_scope["SACM"][0] in (0, 2)]
    named = [item for item in sure if 0 < counts[item]["ALL"][0] < 8]
    assert named
    for item in named[:4]:
        assert not attack.can_be("COL", item, 1 - int(counts[item]["SACM"][0]) // 2)


@pytest.mark.parametrize("audience", ["participants", "public"])
def test_below_the_threshold_a_page_holds_the_roster_and_nothing_else(
    publish_answers: Publish, audience: str
) -> None:
    answers = give(CHAMPIONS[:6], invent_answers(6))
    seen = publish_answers(answers, "champions", audience, response_threshold=7)
    assert set(seen.figures) == {"responses"}
    assert seen.html.count('<section id="') == 1
    assert set(seen.sheets()) == {"Cover", "Who answered"}
    assert not (seen.folder / "countries").exists()
    assert "Only the roster is circulated until 7 governments have answered." in seen.words()


def test_a_forum_is_run_only_for_the_audiences_that_it_names(
    tmp_path: Path, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = give(CHAMPIONS, invent_answers(8))
    write_forum(tmp_path, answers, "champions", repository / "notebooks")
    described = tmp_path / "data" / "raw" / FORUM / "forum.yml"
    text = described.read_text("utf-8")
    assert "- public\n" in text
    described.write_text(text.replace("- public\n", ""), "utf-8")
    with pytest.raises(SystemExit) as left:
        main(["run", FORUM, "--audience", "public", "--root", str(tmp_path)])
    assert left.value.code == 2
    assert "`audiences`" in capsys.readouterr().err
    assert not (tmp_path / "reports").exists()


def test_the_public_gets_no_page_of_a_country(
    tmp_path: Path, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_forum(tmp_path, give(CHAMPIONS, invent_answers(8)), "champions", repository / "notebooks")
    with pytest.raises(SystemExit) as left:
        main(["run", "--audience", "public", "--country", "MEX", "--root", str(tmp_path)])
    assert left.value.code == 2
    assert "--country MEX" in capsys.readouterr().err
