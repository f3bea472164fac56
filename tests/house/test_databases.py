import ast

from tests.house.databases import questions, unlike_pairs
from tests.house.source import ROOT, place, program_files, tree

MAY_ASK = {
    "console/store/dialect.py": "`pick` answers it for everybody else",
    "console/store/engine.py": "opens either and knows which it opened",
    "console/store/migrations/scripts.py": "names the file of a revision's SQL by the database",
}


def test_which_database_there_is_is_asked_in_one_place() -> None:
    found = {f.relative_to(ROOT).as_posix() for f in program_files() if any(questions(tree(f)))}
    assert found == MAY_ASK.keys()


def test_both_databases_have_a_function_of_the_same_name() -> None:
    files = program_files()
    assert [place(f, line) for f in files for line in unlike_pairs(tree(f))] == []


def test_the_rules_see_a_question_and_an_unlike_pair() -> None:
    source = (
        "from a import embedded\nif store.embedded:\n    f()\nx = is_embedded(c)\n"
        'if c.dialect.name == "sqlite":\n    f()\nembedded.take(c)\n'
        "pick(c, embedded.take, server.take)\npick(c, embedded.take, server.give)\npick(c, 1, 2)\n"
    )
    assert list(questions(ast.parse(source))) == [2, 4, 5]
    assert list(unlike_pairs(ast.parse(source))) == [9]
