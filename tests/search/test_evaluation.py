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
