import ast

from tests.house import script
from tests.house.shape import MAX_FILE, bad_name, definitions, long_functions, long_sql, parts
from tests.house.source import ROOT, page_files, place, python_files, text, tree

OURS = python_files("console", "widgets", "build", "tests")


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        place(file, lines)
        for file in OURS + page_files()
        if (lines := len(text(file).splitlines())) > MAX_FILE
    }
    assert long == set()


def test_every_function_fits_on_a_screen() -> None:
    found = [
        f"{place(file, line)} {name}: {lines} lines"
        for file in OURS
        for line, name, lines in long_functions(tree(file))
    ]
    assert found == []


def test_every_function_of_the_page_fits_on_a_screen() -> None:
    scripts = [file for file in page_files() if file.suffix == ".js"]
    found = [
        f"{place(file, line)} {name}: {lines} lines"
        for file in scripts
        for line, name, lines in script.long_functions(text(file))
    ]
    assert found == []
    assert sum(1 for file in scripts for _ in script.functions(text(file))) > 100


def test_every_function_of_the_guard_fits_on_a_screen() -> None:
    found = [
        f"{file.name} {name}: {lines} lines"
        for file in sorted((ROOT / "console" / "store" / "guard").glob("*.sql"))
        for name, lines in long_sql(text(file))
    ]
    assert found == []


def test_names_say_what_the_thing_is() -> None:
    named = [(file, 1, file.stem) for file in OURS] + [
        (file, node.lineno, node.name) for file in OURS for node in definitions(tree(file))
    ]
    assert [f"{place(f, n)} {name}" for f, n, name in named if bad_name(name)] == []


def test_the_rules_see_a_long_function_and_a_bad_name() -> None:
    long = ast.parse("def f():\n" + "    x = 1\n" * 60)
    assert long_functions(long) == [(1, "f", 61)]
    body = "create or replace function public.f() returns void\n" + "  x\n" * 60 + "$$;\n"
    assert long_sql(body) == [("public.f", 62)]
    assert long_sql(f"-- Longer than a function should be: so.\n{body}") == []
    assert parts("CaseManagerHelper") == {"case", "manager", "helper"}
    assert bad_name("http_utils")
    assert not bad_name("utility_pole")


def test_the_rule_sees_a_long_function_of_a_script() -> None:
    body = "  x += 1;\n" * 60
    methods = "class A {\n  draw(ctx, at = f(1)) {\n    if (ctx) {\n      g();\n    }\n  }\n}\n"
    assert [name for _, name, _ in script.functions(methods)] == ["draw"]
    assert script.long_functions(f"function f(a) {{\n{body}}}\n") == [(1, "f", 62)]
    assert script.long_functions(f"const f = (a) => {{\n{body}}};\n") == [(1, "", 62)]
    assert script.long_functions(f"for (const a of b) {{\n{body}}}\n") == []
    quoted = 'function f() {\n  return "}" + /[/}]/.test(`}`); // }\n}\n' + body
    assert list(script.functions(quoted)) == [(1, "f", 3)]
