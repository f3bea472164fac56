"""Controls shared by all workspaces. They paint from tokens and follow `theme.current().changed`.

    Button(words, ButtonKind.PRIMARY)  IconButton("search", name)  .forbid(reason) disables with the reason
    Chip(words, Tone.WARN, removable=True)                    .removed
    CounterButton(label, hue="alarm")                         .set_figure(23), checkable
    SearchField(hint)                                         .asked(str)
    draw_load(painter, box, share)                            load of a department or crew
    Banner(words, BannerKind.ALARM, action=…)                 .acted
    ConfirmStrip()                                            .ask(what, consequence, verb, danger=…)
    StatusBar()                                               .offer_undo(sentence) .set_facts([...])
    Pane(title)   .set_body .set_counts .set_age .set_state(states.empty(…)) .tools .confirm
    text.draw / text.draw_wrapped / text.watching             words in a box, and reports of cut words

Words passed in are in the language in force; pass them again when `changed` is sent.
"""

from widgets.controls import states, text
from widgets.controls.banner import Banner, BannerKind
from widgets.controls.button import Button, ButtonKind, IconButton
from widgets.controls.chip import Chip, Tone
from widgets.controls.confirm import ConfirmStrip
from widgets.controls.counter import CounterButton
from widgets.controls.load_bar import draw_load
from widgets.controls.painted import PaintedButton, PaintedWidget, ring
from widgets.controls.pane import Pane
from widgets.controls.search import SearchField
from widgets.controls.states import State
from widgets.controls.status_bar import StatusBar

__all__ = [
    "Banner",
    "BannerKind",
    "Button",
    "ButtonKind",
    "Chip",
    "ConfirmStrip",
    "CounterButton",
    "IconButton",
    "PaintedButton",
    "PaintedWidget",
    "Pane",
    "SearchField",
    "State",
    "StatusBar",
    "Tone",
    "draw_load",
    "ring",
    "states",
    "text",
]
