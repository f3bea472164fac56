"""Who may do what, for the words of a screen."""

from console.desk import foresight
from console.domain.stage import Post


def test_who_may_do_what_is_read_from_the_rule_table() -> None:
    assert foresight.posts_allowed("dispatch") == [Post.DISPATCHER, Post.COMMAND_LEAD]
    assert foresight.posts_allowed("register") == [Post.COLLECTOR, Post.CALL_TAKER]
    assert foresight.posts_allowed("nothing") == []
