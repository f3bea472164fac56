"""The parts every workspace is built of. They paint from tokens and follow `theme.current().changed`.

    Button(words, Kind.PRIMARY)  IconButton("search", name)   .forbid(reason) greys with the reason
    Chip(words, Tone.WARN, removable=True)                    .removed
    CounterButton(label, hue="alarm")                         .set_figure(23), checkable
    SearchField(hint)                                         .asked(str)
    LoadBar() · draw_load(painter, box, share)                .set_load(open_cases, capacity)
    Banner(words, Manner.ALARM, action=…)                     .acted
    ConfirmStrip()                                            .ask(what, consequence, verb, danger=…)
    StatusBar()                                               .offer_undo(sentence) .set_facts([...])
    Pane(title)   .set_body .set_counts .set_age .set_state(states.empty(…)) .tools .confirm
    text.draw / text.draw_wrapped / text.watching             words in a box, and who was cut

Words handed in are in the language in force; hand them in again when `changed` is sent.
"""

from widgets.controls import states, text
from widgets.controls.banner import Banner, Manner
from widgets.controls.button import Button, IconButton, Kind
from widgets.controls.chip import Chip, Tone
from widgets.controls.confirm import ConfirmStrip
from widgets.controls.counter import CounterButton
from widgets.controls.drawn import Drawn, DrawnButton, ring
from widgets.controls.load_bar import LoadBar, draw_load
from widgets.controls.pane import Pane
from widgets.controls.search import SearchField
from widgets.controls.states import State
from widgets.controls.status_bar import StatusBar

__all__ = [
    "Banner",
    "Button",
    "Chip",
    "ConfirmStrip",
    "CounterButton",
    "Drawn",
    "DrawnButton",
    "IconButton",
    "Kind",
    "LoadBar",
    "Manner",
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
