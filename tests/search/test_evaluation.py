import json

import pytest
from django.core.management import CommandError, call_command

from clairdroit.search import evaluation, indexing
from tests.search.factories import make_source, put


def write(path, *rows):
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


def test_lines_of_one_query_id_are_alternatives(tmp_path):
    file = write(
        tmp_path / "q.jsonl",
        {"query": "a", "target_id": "F1", "kind": "message", "query_id": "x"},
        {"query": "a", "target_id": "F2", "kind": "message", "query_id": "x"},
        {"query": "a", "target_id": "F3", "kind": "message"},
        {"query": "a", "target_id": "F4", "kind": "message"},
    )
    assert [case.targets for case in evaluation.read_cases(file)] == [{"F1", "F2"}, {"F3"}, {"F4"}]


def test_measures_are_those_of_the_ranks():
    outcomes = [evaluation.Outcome("m", rank, 1.0) for rank in (1, 4, 6, None)]
    measures = evaluation.summary(outcomes, 5)["all"]
    assert (measures["success@1"], measures["success@5"], measures["success@20"]) == (25.0, 50.0, 75.0)
    assert measures["mrr"] == round((1 + 1 / 4 + 1 / 6) / 4, 3)


@pytest.mark.django_db
def test_the_command_runs_the_public_search(tmp_path, capsys, only_sources):
    only_sources(make_source("sheet"))
    put("Loyer", kind="sheet", key="F1")
    put("Divorce", kind="sheet", key="F2")
    indexing.count_terms()
    file = write(
        tmp_path / "q.jsonl",
        {"query": "mon loyer", "target_id": "F1", "kind": "message"},
        {"query": "mon loyer", "target_id": "F2", "kind": "message"},
    )
    call_command("evaluate_search", str(file), json=True)
    figures = json.loads(capsys.readouterr().out)
    assert figures["message"]["success@5"] == 50.0
    assert figures["message"]["queries"] == 2


@pytest.mark.django_db
def test_a_bad_line_is_named(tmp_path, only_sources):
    only_sources(make_source("sheet"))
    file = tmp_path / "q.jsonl"
    file.write_text('{"query": "a", "target_id": "F1"}\n{"query": "a"}\n')
    with pytest.raises(CommandError, match="line 2"):
        call_command("evaluate_search", str(file))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no query"),
        (b"\n \n", "holds no query"),
        (b"{", "line 1"),
        (b"[1]", "line 1"),
        (b'"text"', "line 1"),
        (b"3", "line 1"),
        (b'{"target_id": "F1"}', "line 1"),
        (b'{"query": "a", "target_id": "F1", "query_id": [1]}', "line 1"),
        (b'{"query": "\xe9t\xe9", "target_id": "F1"}', "line 1.*utf-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(tmp_path, only_sources, content, said):
    only_sources(make_source("sheet"))
    file = tmp_path / "q.jsonl"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("evaluate_search", str(file))


def test_a_missing_file_is_said_to_be(tmp_path, only_sources):
    only_sources(make_source("sheet"))
    with pytest.raises(CommandError, match=r"could not be read.*q\.jsonl"):
        call_command("evaluate_search", str(tmp_path / "q.jsonl"))


def test_an_unknown_kind_is_refused_before_the_file_is_read(only_sources):
    only_sources(make_source("article"))
    with pytest.raises(CommandError, match="The kinds are: article"):
        call_command("evaluate_search", "nowhere.jsonl", among="sheet")


def test_a_query_id_that_is_a_number_is_no_line_number(tmp_path):
    file = write(
        tmp_path / "q.jsonl",
        {"query": "a", "target_id": "F1", "query_id": 2},
        {"query": "b", "target_id": "F2"},
    )
    assert [case.query for case in evaluation.read_cases(file)] == ["a", "b"]


def test_kinds_are_measured_apart_and_together():
    outcomes = [evaluation.Outcome("message", 1, 1.0), evaluation.Outcome("mot", None, 3.0)]
    figures = evaluation.summary(outcomes, 5)
    assert {kind: measures["success@1"] for kind, measures in figures.items()} == {
        "message": 100.0,
        "mot": 0.0,
        "all": 50.0,
    }
    assert figures["all"]["ms_median"] == 2.0
    assert figures["all"]["ms_p99"] == 3.0


@pytest.mark.parametrize(("rank", "first", "fifth", "twentieth"), [(5, 0, 100, 100), (6, 0, 0, 100), (21, 0, 0, 0)])
def test_a_rank_counts_up_to_its_limit(rank, first, fifth, twentieth):
    measures = evaluation.summary([evaluation.Outcome("m", rank, 1.0)], 5)["all"]
    assert (measures["success@1"], measures["success@5"], measures["success@20"]) == (first, fifth, twentieth)
