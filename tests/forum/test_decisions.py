"""decisions.csv: strictly read, only ever added to, whole or not at all."""

import dataclasses
import multiprocessing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcm_analysis.forum import Decision, Forum, ForumErrors, append_decisions, load_decisions

HEADER = "kind,target,value,text_sha256,decided_by,decided_on,note\n"
HASH = "a" * 64
MENTIONS = Decision("mentions", "estados:MEX:abierta:text", "5;6", HASH, "Ana", "2024-08-01")
CLEAR = Decision("clear", "estados:MEX:abierta:text", "yes", HASH, "Ana", "2024-08-01", "sí")


def write(folder: Path, *lines: str) -> None:
    text = HEADER + "".join(f"{line}\n" for line in lines)
    (folder / "decisions.csv").write_text(text, encoding="utf-8")


def test_a_forum_without_decisions_has_none(forum: Forum) -> None:
    assert load_decisions(forum) == ()


def test_decisions_are_read_in_the_order_of_the_file(forum: Forum, folder: Path) -> None:
    write(
        folder,
        f"mentions,a:1,5:0.7;6:0.3,{HASH},Ana,2024-08-01,porque sí",
        f'mentions,a:2,,{HASH},"Mora, Ana",2024-08-02,none of the 23',
        "submission,estados#7,,,Ana,2024-08-02,",
        f"redact,a:1,Juan Pérez,{HASH},Ana,2024-08-02,",
        "validation,MEX,validated,,Ana,2024-08-03,",
    )
    decisions = load_decisions(forum)
    assert [entry.kind for entry in decisions] == [
        "mentions", "mentions", "submission", "redact", "validation"
    ]  # fmt: skip
    assert decisions[1].decided_by == "Mora, Ana"
    assert decisions[0].value == "5:0.7;6:0.3"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (f"mention,a:1,5,{HASH},Ana,2024-08-01,", "kind is 'mention', expected one of"),
        (f"mentions,a:1,24,{HASH},Ana,2024-08-01,", "of which '24' cannot be read"),
        (f"mentions,a:1,5;5,{HASH},Ana,2024-08-01,", "of which '5' cannot be read"),
        (f"mentions,a:1,5:0,{HASH},Ana,2024-08-01,", "of which '5:0' cannot be read"),
        (f"mentions,a:1,vías,{HASH},Ana,2024-08-01,", "objectives from 1 to 23"),
        ("mentions,a:1,5,,Ana,2024-08-01,", "text_sha256 is empty"),
        ("mentions,a:1,5,abc,Ana,2024-08-01,", "64 hexadecimal digits"),
        (f"mentions,,5,{HASH},Ana,2024-08-01,", "target is empty"),
        (f"mentions,a:1,5,{HASH},,2024-08-01,", "decided_by is empty"),
        (f"mentions,a:1,5,{HASH},Ana,01/08/2024,", "expected a day written YYYY-MM-DD"),
        (f"mentions,a:1,5,{HASH},Ana,2024-02-30,", "expected a day written YYYY-MM-DD"),
        (f"clear,a:1,sí,{HASH},Ana,2024-08-01,", "expected one of: yes, no"),
        (f"redact,a:1,,{HASH},Ana,2024-08-01,", "value is empty"),
        ("validation,MEX,valid,,Ana,2024-08-01,", "did you mean 'validated'?"),
        ("validation,MEC,sent,,Ana,2024-08-01,", "did you mean 'MEX'?"),
        ("submission,a#1,yes,,Ana,2024-08-01,", "the target is the submission that counts"),
        (f"mentions,a:1,5,{HASH},Ana,2024-08-01,note,more", "has more values than columns"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(
    forum: Forum, folder: Path, line: str, words: str
) -> None:
    write(folder, "submission,estados#7,,,Ana,2024-08-02,", line)
    with pytest.raises(ForumErrors) as caught:
        load_decisions(forum)
    assert str(caught.value).startswith("data/raw/prueba-2024/decisions.csv, line 3: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("kind;target;value;text_sha256;decided_by;decided_on;note", "is parted by ;"),
        ("kind,target,value,text_sha256,decided_by,decided_on", "lacks the column 'note'"),
        (HEADER.strip() + ",nota", "unknown column 'nota': did you mean 'note'?"),
        ('"kind', "is no table"),
    ],
)
def test_a_wrong_header_is_told(forum: Forum, folder: Path, header: str, words: str) -> None:
    (folder / "decisions.csv").write_text(header + "\n", encoding="utf-8")
    with pytest.raises(ForumErrors) as caught:
        load_decisions(forum)
    assert words in str(caught.value)


def test_the_line_of_a_row_after_one_of_several_lines_is_right(forum: Forum, folder: Path) -> None:
    write(folder, 'submission,estados#7,,,Ana,2024-08-02,"two\nlines"', "", "x,a,,,Ana,2024-08-02,")
    with pytest.raises(ForumErrors, match="line 5: kind is 'x'"):
        load_decisions(forum)


def test_a_table_saved_by_excel_as_csv_utf_8_is_read(forum: Forum, folder: Path) -> None:
    rows = HEADER + f"mentions,a:1,5,{HASH},Ana,2024-08-01,sí\n"
    (folder / "decisions.csv").write_bytes(b"\xef\xbb\xbf" + rows.replace("\n", "\r\n").encode())
    assert load_decisions(forum)[0].note == "sí"
    append_decisions(forum, [CLEAR])
    content = (folder / "decisions.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfkind")
    assert content.count(b"\n") == content.count(b"\r\n") == 3
    assert load_decisions(forum)[1] == CLEAR


def test_a_table_that_is_not_utf_8_is_told(forum: Forum, folder: Path) -> None:
    rows = HEADER + f"mentions,a:1,5,{HASH},Ana,2024-08-01,sí\n"
    (folder / "decisions.csv").write_bytes(rows.encode("cp1252"))
    with pytest.raises(ForumErrors, match="line 2: the file is not UTF-8"):
        load_decisions(forum)


def test_appending_keeps_every_byte_that_stands_there(forum: Forum, folder: Path) -> None:
    write(folder, f"mentions,a:1,5,{HASH},Ana,2024-08-01,  spaced  ", "")
    before = (folder / "decisions.csv").read_bytes().rstrip(b"\n")  # no newline at the end
    (folder / "decisions.csv").write_bytes(before)
    append_decisions(forum, [CLEAR])
    assert (folder / "decisions.csv").read_bytes().startswith(before + b"\n")
    assert len(load_decisions(forum)) == 2


def test_columns_in_another_order_are_kept(forum: Forum, folder: Path) -> None:
    (folder / "decisions.csv").write_text(
        "note,decided_on,decided_by,text_sha256,value,target,kind\n", encoding="utf-8"
    )
    append_decisions(forum, [CLEAR])
    assert load_decisions(forum) == (CLEAR,)


def test_the_same_decision_is_not_written_twice(forum: Forum) -> None:
    assert append_decisions(forum, [MENTIONS, CLEAR, MENTIONS]) == (MENTIONS, CLEAR)
    assert append_decisions(forum, [CLEAR, MENTIONS]) == ()
    assert load_decisions(forum) == (MENTIONS, CLEAR)


def test_a_later_decision_stands_after_the_earlier_which_stays(forum: Forum) -> None:
    later = dataclasses.replace(MENTIONS, value="9", decided_on="2024-08-05")
    append_decisions(forum, [MENTIONS])
    append_decisions(forum, [later])
    assert load_decisions(forum) == (MENTIONS, later)


def test_an_old_workbook_imported_again_undoes_nothing(forum: Forum) -> None:
    later = dataclasses.replace(MENTIONS, value="9", decided_on="2024-08-05")
    append_decisions(forum, [MENTIONS, later])
    assert append_decisions(forum, [MENTIONS]) == ()


def test_a_decision_taken_back_on_the_same_day_is_in_effect(forum: Forum) -> None:
    other = dataclasses.replace(MENTIONS, value="9")
    append_decisions(forum, [MENTIONS, other])
    assert append_decisions(forum, [MENTIONS]) == (MENTIONS,)
    assert load_decisions(forum)[-1] == MENTIONS


def test_decisions_that_follow_each_other_are_not_doubled_when_taken_in_again(
    forum: Forum,
) -> None:
    other = dataclasses.replace(MENTIONS, value="9")
    assert append_decisions(forum, [MENTIONS, other]) == (MENTIONS, other)
    assert append_decisions(forum, [MENTIONS, other]) == ()


def test_every_redaction_is_kept(forum: Forum) -> None:
    names = [Decision("redact", "a:1", name, HASH, "Ana", "2024-08-01") for name in ("Juan", "Eva")]
    append_decisions(forum, names)
    assert append_decisions(forum, names) == ()
    assert [entry.value for entry in load_decisions(forum)] == ["Juan", "Eva"]


def test_of_wrong_decisions_none_is_written(forum: Forum, folder: Path) -> None:
    wrong = dataclasses.replace(MENTIONS, value="24")
    with pytest.raises(ForumErrors, match="'24' cannot be read"):
        append_decisions(forum, [CLEAR, wrong])
    assert not (folder / "decisions.csv").exists()


def test_a_broken_file_is_not_written_to(forum: Forum, folder: Path) -> None:
    write(folder, "x,a,,,Ana,2024-08-02,")
    before = (folder / "decisions.csv").read_bytes()
    with pytest.raises(ForumErrors):
        append_decisions(forum, [CLEAR])
    assert (folder / "decisions.csv").read_bytes() == before


def test_a_failed_write_leaves_the_file_as_it_was(
    forum: Forum, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_decisions(forum, [MENTIONS])
    before = (folder / "decisions.csv").read_bytes()

    def fail(handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        append_decisions(forum, [CLEAR])
    assert (folder / "decisions.csv").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["decisions.csv", "forum.yml"]


def append_some(forum: Forum, who: str) -> None:
    for number in range(10):
        append_decisions(forum, [dataclasses.replace(CLEAR, target=f"a:{number}", decided_by=who)])


def test_two_imports_at_once_lose_nothing(forum: Forum) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=append_some, args=(forum, who)) for who in ("Ana", "Eva")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(load_decisions(forum)) == 20


words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(words, words, words), max_size=5))
def test_any_words_survive_the_round_trip(
    forum: Forum, folder: Path, texts: list[tuple[str, str, str]]
) -> None:
    (folder / "decisions.csv").unlink(missing_ok=True)
    given_decisions = [
        Decision("redact", f"a:{target}", f"w{value}", HASH, f"A{note}", "2024-08-01", note)
        for target, value, note in texts
    ]
    added = append_decisions(forum, given_decisions)
    assert load_decisions(forum) == added
    assert append_decisions(forum, given_decisions) == ()
