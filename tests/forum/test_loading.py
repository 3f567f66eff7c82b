"""`load_forum`: what is right is read, and whatever is wrong is told with file, line and place."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from gcm_analysis.errors import GcmError
from gcm_analysis.forum import Forum, ForumErrors, UnknownForum, load_forum
from gcm_analysis.workspace import Workspace

from .conftest import FORUM

Load = Callable[..., Forum]
MISTAKES = yaml.safe_load(Path(__file__).with_name("mistakes.yml").read_text("utf-8"))


def tell(load: Load, *replacements: tuple[str, str]) -> ForumErrors:
    with pytest.raises(ForumErrors) as caught:
        load(*replacements)
    return caught.value


def test_a_forum_knows_its_folder(forum: Forum, folder: Path) -> None:
    assert forum.folder == folder
    assert forum.forum == "prueba-2024"


def test_yes_and_no_are_words_and_not_truth_values(forum: Forum) -> None:
    assert forum.question("apoyo").options[1].as_asked == ("No",)


def test_objectives_without_weights_share_equally(forum: Forum) -> None:
    assert forum.topic("vias").objectives == {5: 0.5, 6: 0.5}


def test_weights_are_brought_to_a_sum_of_one(forum: Forum) -> None:
    assert forum.topic("fronteras").objectives == {11: 0.75, 12: 0.25}


def test_the_columns_of_a_grid_say_which_topics_it_offers(forum: Forum) -> None:
    assert forum.question("importancia").topics == ("vias", "retorno")


def test_the_sample_forums_load(repository: Path) -> None:
    for name in ("ejemplo-2023", "ejemplo-2024"):
        assert load_forum(Workspace(repository), name).illustrative


@pytest.mark.parametrize(("old", "new", "place", "line", "words"), MISTAKES)
def test_what_is_wrong_is_told_with_file_line_and_place(
    load: Load, old: str, new: str, place: str, line: int, words: str
) -> None:
    error = tell(load, (old, new))
    problem = next(entry for entry in error.problems if entry.key == place)
    assert str(problem).startswith(f"data/raw/prueba-2024/forum.yml, line {line}: {place} ")
    assert words in str(problem)
    assert "\n" not in str(error)


def test_all_problems_are_collected_in_the_order_of_the_file(load: Load) -> None:
    error = tell(
        load,
        ("timezone:", "time_zone:"),
        ("[5, 6]", "[5, 24]"),
        ("topics: [vias, fronteras]", "topics: [vias, frontera]"),
        ("role: other", "role: otro"),
    )
    assert [problem.line for problem in error.problems] == [6, 15, 25, 33]
    assert str(error).endswith("(and 3 further problems: `gcm-analysis check` tells all).")
    assert str(error).startswith(str(error.problems[0]))


def test_a_malformed_topic_does_not_make_its_id_unknown(load: Load) -> None:
    error = tell(load, ("[5, 6]", "[5, 24]"))
    assert [problem.key for problem in error.problems] == ["topics[0].objectives[1]"]


def test_a_country_is_told_by_a_column_or_a_value_never_both(load: Load) -> None:
    both = tell(load, ('{column: "País"}', '{column: "País", value: MEX}'))
    assert "names both, expected either column or value" in str(both)
    neither = tell(load, ('{column: "País"}', "{}"))
    assert "names neither" in str(neither)
    assert load(('{column: "País"}', "{value: MEX}")).sources[0].country is not None


def test_a_column_of_respondent_types_maps_its_values(load: Load) -> None:
    kept = "{column: Tipo, values: {Gobierno: government}}"
    assert load(("respondent_type: civil_society", f"respondent_type: {kept}"))
    error = tell(load, ("respondent_type: civil_society", "respondent_type: {colum: Tipo}"))
    assert "sources[1].respondent_type has an unknown key 'colum': did you mean 'column'?" in str(
        error
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no keys"),
        (b"- a\n- b\n", "holds no keys"),
        (b"forum: x\n  title: y\n", "is no valid YAML"),
        ("forum: señal".encode("latin-1"), "is not UTF-8 text"),
        (b"a: &x [1]\nb: *x\n", "uses an anchor"),
        (b"[" * 100_000, "is nested too deeply"),
        (b"forum: 'x\n", "is no valid YAML"),
        (b"? [a, b]\n: c\n", "has a list or a mapping as a key"),
        (b"forum: x\x00\n", "is no valid YAML"),
        (b"<<: {a: 1}\n", "forum is missing"),
        (b"forum: !!python/name:os.system x\n", "uses a tag"),
        (b"forum: !!int x\n", "uses a tag"),
        (b"forum: " + b"9" * 5000 + b"\n", "at most 64 letters"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(
    workspace: Workspace, folder: Path, content: bytes, words: str
) -> None:
    (folder / "forum.yml").write_bytes(content)
    with pytest.raises(ForumErrors) as caught:
        load_forum(workspace, "prueba-2024")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_does_no_harm(workspace: Workspace, folder: Path) -> None:
    content = (folder / "forum.yml").read_bytes()
    (folder / "forum.yml").write_bytes(b"\xef\xbb\xbf" + content)
    assert load_forum(workspace, "prueba-2024").forum == "prueba-2024"


@pytest.mark.parametrize("name", ["prueba-2042", "../prueba-2024", "", "Prueba 2024", "/"])
def test_a_forum_that_is_not_there_is_told_with_the_nearest(
    workspace: Workspace, folder: Path, name: str
) -> None:
    with pytest.raises(UnknownForum) as caught:
        load_forum(workspace, name)
    assert "prueba-2024" in str(caught.value)


def test_without_any_forum_the_command_that_makes_one_is_named(workspace: Workspace) -> None:
    with pytest.raises(UnknownForum, match="gcm-analysis new"):
        load_forum(workspace, "foro")


def test_marks_still_to_be_filled_in_are_all_named(load: Load) -> None:
    error = tell(
        load,
        ('"Foro de prueba"', '"<<completar: título>>"'),
        ("2024-07-01", '"<<fill in: day>>"'),
        ("id: retorno", 'id: "<<fill in: id>>"'),
    )
    assert str(error) == (
        "data/raw/prueba-2024/forum.yml still has marks to fill in: title.es (line 3), "
        "dates.survey_opens (line 4), topics[2].id (line 17)."
    )
    assert len(error.problems) == 3


def test_what_is_wrong_beside_the_marks_is_told_too(load: Load) -> None:
    error = tell(load, ('"Foro de prueba"', '"<<completar: título>>"'), ("timezone:", "zone:"))
    assert str(error).endswith("title.es (line 3) (and 1 other problem).")


def test_errors_survive_pickling(load: Load) -> None:
    import pickle

    error = tell(load, ("timezone:", "zone:"))
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_every_error_is_one_that_ends_with_exit_code_2(load: Load) -> None:
    assert isinstance(tell(load, ("timezone:", "zone:")), GcmError)


def write_forum(workspace: Workspace, name: str, *, earlier: str, illustrative: bool) -> None:
    folder = workspace.raw_forum(name)
    folder.mkdir(parents=True, exist_ok=True)
    text = FORUM.replace("prueba-2024", name)
    text = text.replace("illustrative: true", f"illustrative: {str(illustrative).lower()}")
    (folder / "forum.yml").write_text(f"{text}earlier_forums: [{earlier}]\n", encoding="utf-8")


def test_illustrative_and_real_forums_never_meet(workspace: Workspace) -> None:
    write_forum(workspace, "real", earlier="inventado", illustrative=False)
    write_forum(workspace, "inventado", earlier="", illustrative=True)
    with pytest.raises(ForumErrors, match="only one of the two is illustrative"):
        load_forum(workspace, "real")


def test_forums_that_follow_each_other_in_a_circle_are_refused(workspace: Workspace) -> None:
    for name, earlier in (("c", "b"), ("b", "a"), ("a", "c")):
        write_forum(workspace, name, earlier=earlier, illustrative=True)
    with pytest.raises(ForumErrors, match="'b', which names this forum among its own earlier"):
        load_forum(workspace, "c")


def test_a_chain_of_earlier_forums_is_fine(workspace: Workspace) -> None:
    write_forum(workspace, "c", earlier="b, a", illustrative=True)
    write_forum(workspace, "b", earlier="a", illustrative=True)
    write_forum(workspace, "a", earlier="", illustrative=True)
    assert load_forum(workspace, "c").earlier_forums == ("b", "a")
