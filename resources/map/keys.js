// Everything a mouse can do a key can do. Arrows and ± are Leaflet's; Tab goes from mark to mark
// in reading order, Enter opens, Space selects, Menu asks for the context menu.
export class Keys {
  constructor(map, layer, state, tell) {
    Object.assign(this, { map, layer, state, tell });
    map.getContainer().addEventListener("keydown", this.down.bind(this));
    map.getContainer().addEventListener("blur", () => this.set(-1));
  }

  set(slot) {
    if (this.state.focus === slot) return;
    this.state.focus = slot;
    this.layer.drawTop();
  }

  /** Marks in view in reading order: rows of 40 px, then from the left. */
  order() {
    const { hits, left, top } = this.layer.drawn, view = this.map.getPixelBounds(), list = [];
    for (let i = 0; i < hits.length; i += 3) {
      const x = hits.data[i] + left - view.min.x, y = hits.data[i + 1] + top - view.min.y;
      if (x >= 0 && y >= 0 && x <= view.max.x - view.min.x && y <= view.max.y - view.min.y) {
        list.push({ slot: hits.data[i + 2], x, y, row: Math.floor(y / 40) });
      }
    }
    return list.sort((a, b) => a.row - b.row || a.x - b.x);
  }

  down(event) {
    const { focus, cases } = this.state;
    if (event.key === "Tab") this.step(event);
    else if (event.key === "Escape") this.set(-1);
    else if (focus < 0) return;
    else if (event.key === "Enter") this.tell("activate", cases.id[focus]);
    else if (event.key === " ") this.tell("case", cases.id[focus], event.ctrlKey ? 2 : 0);
    else if (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10")) this.ask(event);
    else return;
    if (event.key !== "Tab") event.preventDefault();
  }

  step(event) {
    const list = this.order();
    const at = list.findIndex((one) => one.slot === this.state.focus) + (event.shiftKey ? -1 : 1);
    const next = this.state.focus < 0 && event.shiftKey ? list.at(-1) : list[at];
    this.set(next ? next.slot : -1);
    if (!next) return; // past the last mark Tab leaves the map
    event.preventDefault();
    this.tell("hover", "case", this.state.cases.id[next.slot]);
  }

  ask() {
    const one = this.order().find((mark) => mark.slot === this.state.focus);
    if (one) this.tell("menu", "case", this.state.cases.id[one.slot], one.x, one.y);
  }
}
