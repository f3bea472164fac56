import pytest

from widgets.map.request_filter import tile_host
from widgets.map.skeleton import build, policy


@pytest.mark.parametrize(
    ("template", "host"),
    [
        ("", ""),
        ("https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"),
        ("http://10.0.0.8:8080/t/{z}/{x}/{y}.png", "http://10.0.0.8:8080"),
    ],
)
def test_the_host_of_a_template_is_the_one_let_through(template: str, host: str) -> None:
    assert tile_host(template) == host


@pytest.mark.parametrize("template", ["file:///etc/{z}", "https://{s}.example.org/{z}", "tiles"])
def test_what_is_no_single_web_host_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        tile_host(template)


def test_the_policy_names_our_scheme_and_the_tiles_host_only() -> None:
    rules = dict(
        rule.split(" ", 1) for rule in policy("https://t.example.org").decode().split("; ")
    )
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "wangge://console"
    assert rules["img-src"] == "wangge://console data: https://t.example.org"


def test_the_page_names_no_other_place_and_has_nothing_inline() -> None:
    made = build()
    text = made.html.decode()
    assert "http" not in text.replace("http-equiv", "")
    assert "<style" not in text
    assert "<script>" not in text
    assert any(b"L.map(" in part for part in made.parts.values())
