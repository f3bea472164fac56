// The mouse on the map: click, double click, hover, context menu, and the start of a real drag.
import { REACH } from "./style.js";

const DRAG_PX = 6;

export class Pointer {
  constructor(map, layer, state, tell) {
    Object.assign(this, { map, layer, state, tell, press: null, moving: 0 });
    const box = map.getContainer();
    const on = (name, act) => box.ownerDocument.addEventListener(name, act.bind(this), true);
    on("mousedown", this.down);
    on("mousemove", this.move);
    on("mouseup", this.up);
    on("click", this.click);
    on("dblclick", this.twice);
    on("contextmenu", this.menu);
    box.addEventListener("mouseleave", () => this.over(null));
    map.on("dragstart zoomstart", () => (this.moving = performance.now()));
    map.on("dragend", () => (this.moving = performance.now()));
  }

  at(event) {
    return this.layer.hit(this.map.mouseEventToContainerPoint(event), REACH);
  }

  static modifiers(event) {
    return (event.shiftKey ? 1 : 0) | (event.ctrlKey ? 2 : 0) | (event.altKey ? 4 : 0);
  }

  down(event) {
    if (event.button !== 0) return;
    const hit = this.at(event);
    this.press = { x: event.clientX, y: event.clientY, hit, dragged: false };
    this.map.getContainer().focus({ preventScroll: true });
    this.state.focus = -1;
    if (hit?.kind === "case") event.stopPropagation(); // no pan from a mark
  }

  move(event) {
    if (event.buttons === 0) this.press = null; // the release went to a drag of Qt's
    if (this.press) {
      this.pull(event);
      return;
    }
    const hit = this.at(event);
    this.over(hit?.kind === "cell" ? null : hit);
    const grip = hit?.kind === "case" ? "grab" : hit ? "pointer" : "";
    if (this.map.getContainer().style.cursor !== grip) this.map.getContainer().style.cursor = grip;
    const place = this.map.mouseEventToLatLng(event);
    this.tell("pointed", place.lng, place.lat);
  }

  pull(event) {
    const { press, state } = this;
    if (press.hit?.kind !== "case" || press.dragged) return;
    event.stopPropagation();
    if (Math.hypot(event.clientX - press.x, event.clientY - press.y) <= DRAG_PX) return;
    press.dragged = true;
    const { slot, id } = press.hit;
    const all = state.selected.has(slot) ? [...state.selected].map((s) => state.cases.id[s]) : [id];
    this.over(null);
    this.tell("drag", all);
  }

  up(event) {
    if (this.press?.hit?.kind === "case") event.stopPropagation();
  }

  over(hit) {
    const { state } = this;
    if (state.hover?.kind === hit?.kind && state.hover?.id === hit?.id) return;
    state.hover = hit;
    this.layer.drawTop();
    this.tell("hover", hit?.kind || "", hit?.id || 0);
  }

  click(event) {
    const { press } = this;
    this.press = null;
    if (!press || press.dragged) return;
    if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > DRAG_PX) return;
    const { hit } = press, modifiers = Pointer.modifiers(event);
    if (hit?.kind === "case") this.tell("case", hit.id, modifiers);
    else if (hit?.kind === "crew") this.tell("crew", hit.id, modifiers);
    else if (hit?.kind === "cell") this.open(hit.ring);
    else if (hit?.kind === "street") this.enter(hit.street);
    else this.background(event);
    if (hit) event.stopPropagation();
  }

  background(event) {
    const place = this.map.mouseEventToLatLng(event);
    this.tell("background", place.lng, place.lat);
  }

  /** Into a crowded cell; at the closest zoom its cases are listed instead. */
  open(ring) {
    const { map, state } = this;
    if (state.locked || map.getZoom() >= map.getMaxZoom()) {
      const scale = 256 * 2 ** map.getZoom(), half = 28 / scale, ids = [];
      state.index.within(ring.mx - half, ring.my - half, ring.mx + half, ring.my + half, (slot) => {
        const near = Math.abs(state.cases.mx[slot] - ring.mx) <= half && Math.abs(state.cases.my[slot] - ring.my) <= half;
        if (near) ids.push(state.cases.id[slot]);
      });
      this.tell("cell", ids);
      return;
    }
    const scale = 256 * 2 ** map.getZoom();
    map.setView(map.unproject([ring.mx * scale, ring.my * scale]), Math.min(map.getMaxZoom(), map.getZoom() + 2));
  }

  /** Into a 街道, as close as it fits and close enough for marks; its cases where the view is locked. */
  enter(street) {
    const { map, state } = this, size = map.getSize(), box = state.regions.boxes[street.shape];
    if (state.locked) {
      const ids = [];
      for (let slot = 0; slot < state.cases.length; slot++) {
        if (state.cases.street[slot] === street.id && state.index.visible(slot)) ids.push(state.cases.id[slot]);
      }
      this.tell("cell", ids);
      return;
    }
    const wide = box ? Math.max((box.x1 - box.x0) / size.x, (box.y1 - box.y0) / size.y) : 0;
    const zoom = Math.max(state.below, wide > 0 ? Math.log2(0.9 / wide / 256) : 0);
    const scale = 256 * 2 ** map.getZoom();
    map.setView(map.unproject([street.at[0] * scale, street.at[1] * scale]), Math.min(map.getMaxZoom(), zoom));
  }

  twice(event) {
    const hit = this.at(event);
    if (hit) event.stopPropagation();
    if (hit?.kind === "case") this.tell("activate", hit.id);
  }

  menu(event) {
    event.preventDefault();
    const hit = this.at(event);
    this.tell("menu", hit?.kind || "", hit && hit.kind !== "cell" ? hit.id : 0, event.clientX, event.clientY);
  }
}
