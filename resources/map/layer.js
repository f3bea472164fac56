// Our layer, drawn PAD px beyond the view: a pan moves it with Leaflet's pane and draws nothing
// until the view leaves what is drawn. One canvas for ground and data, as every further layer costs
// a blend of the whole view in each frame; a second one only while hands cause ink. Neither is made
// opaque: without a GPU that halves the frames (27 instead of 58 a second, measured).
import { DATA_MS, PAD, theme } from "./style.js";
import { drawRings, plan, radius } from "./cells.js";
import { Hits, drawMarks } from "./marks.js";
import { drawCrews, placeCrews } from "./crews.js";
import { drawGround } from "./ground.js";
import { drawNames } from "./names.js";
import { Room } from "./labels.js";
import { sweep } from "./sprites.js";
import { drawStreets, fromAfar, placeStreets } from "./streets.js";
import { drawTop, tintRegions } from "./top.js";

export class MapLayer {
  constructor(map, state) {
    this.map = map;
    this.state = state;
    this.on = true;
    this.drawn = { scale: 1, left: 0, top: 0, crews: [], rings: [], streets: [], hits: new Hits() };
    this.spent = 0; // ms of ours since somebody last asked
    this.draws = 0;
    this.last = 0;
    this.timer = 0;
    this.frame = 0;
    this.painted = () => {};
    this.ground = new OffscreenCanvas(1, 1).getContext("2d");
    this.main = this.canvas("data", 410);
    this.top = this.canvas("top", 610);
    this.top.style.display = "none";
    map.on("move", this.follow, this);
    map.on("zoomend viewreset resize", this.redraw, this);
  }

  canvas(name, z) {
    const pane = this.map.createPane(`wangge-${name}`);
    pane.style.zIndex = z;
    pane.style.pointerEvents = "none";
    const canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", pane);
    canvas.context = canvas.getContext("2d");
    return canvas;
  }

  /** Draws anew when the view has left the drawn picture. */
  follow() {
    const view = this.map.getPixelBounds(), { left, top, width, height, zoom } = this.drawn;
    const inside = zoom === this.map.getZoom() && view.min.x >= left && view.min.y >= top &&
      view.max.x <= left + width && view.max.y <= top + height;
    if (!inside) this.redraw();
  }

  /** Something other than data changed: at the next frame. */
  soon() {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.redraw());
  }

  /** Only data changed: at most once in DATA_MS. */
  later() {
    if (this.timer !== 0 || this.frame !== 0) return;
    const wait = Math.max(0, this.last + DATA_MS - performance.now());
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.redraw(false);
    }, wait);
  }

  place() {
    const view = this.map.getPixelBounds(), size = this.map.getSize();
    const left = Math.round(view.min.x) - PAD, top = Math.round(view.min.y) - PAD;
    const width = size.x + 2 * PAD, height = size.y + 2 * PAD, zoom = this.map.getZoom();
    const at = L.point(left, top).subtract(this.map.getPixelOrigin());
    const w = Math.round(width * theme.dpr), h = Math.round(height * theme.dpr);
    if (this.ground.canvas.width !== w) this.ground.canvas.width = w;
    if (this.ground.canvas.height !== h) this.ground.canvas.height = h;
    for (const canvas of [this.main, this.top]) {
      L.DomUtil.setPosition(canvas, at);
      if (canvas.width === w && canvas.height === h) continue;
      canvas.width = w;
      canvas.height = h;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const moved = left !== this.drawn.left || top !== this.drawn.top || zoom !== this.drawn.zoom ||
      width !== this.drawn.width || height !== this.drawn.height;
    Object.assign(this.drawn, { left, top, width, height, zoom, scale: 256 * 2 ** zoom });
    return moved;
  }

  /** Draws everything (`ground` false: the ground only where the picture moved). */
  redraw(ground = true) {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = this.timer = 0;
    if (!this.on) return;
    const start = performance.now();
    this.state.zoom = this.map.getZoom();
    const moved = this.place();
    const { scale, left, top, width, height } = this.drawn;
    if (ground || moved) drawGround(this.ground, this.state, scale, left, top, width, height);
    this.drawData();
    this.drawTop();
    this.last = performance.now();
    this.spent += this.last - start;
    this.draws++;
    this.painted();
  }

  drawData() {
    const { state, drawn } = this, { scale, left, top, width, height } = drawn;
    const ctx = this.main.context;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    if (state.tiles) ctx.clearRect(0, 0, this.main.width, this.main.height);
    ctx.drawImage(this.ground.canvas, 0, 0);
    ctx.setTransform(theme.dpr, 0, 0, theme.dpr, 0, 0);
    if (state.verdict || state.target) tintRegions(ctx, state, drawn);
    const box = [left / scale, top / scale, (left + width) / scale, (top + height) / scale];
    const room = new Room(), afar = fromAfar(state), off = state.hidden.has("cases");
    const { rings, slots } = off || afar ? { rings: [], slots: [] } : plan(state.index, state.zoom, box);
    this.holdMarks(room, state.selected);
    for (const one of rings) {
      const r = radius(one.count);
      room.hold(one.mx * scale - left - r, one.my * scale - top - r, 2 * r, 2 * r);
    }
    this.holdMarks(room, slots);
    drawn.streets = afar && !off ? placeStreets(state, room, drawn) : [];
    drawn.crews = afar ? [] : placeCrews(state, room, scale, left, top, width, height);
    drawStreets(ctx, state, room, drawn.streets, scale);
    drawNames(ctx, state, room, scale, left, top, width, height);
    drawCrews(ctx, state, drawn.crews, false);
    drawRings(ctx, rings, scale, left, top);
    drawn.rings = rings;
    drawn.hits.length = 0;
    drawMarks(ctx, state.cases, slots, scale, left, top, drawn.hits);
    // selected cases are drawn as marks even where a ring stands for their cell
    if (state.selected.size) drawMarks(ctx, state.cases, [...state.selected], scale, left, top, drawn.hits);
    drawCrews(ctx, state, drawn.crews, true);
    sweep();
  }

  /** Marks of cases keep their room, with the arc where one is drawn: names and crews yield. */
  holdMarks(room, slots) {
    const { cases } = this.state, { scale, left, top } = this.drawn;
    for (const slot of slots) {
      const half = cases.used[slot] < 0.8 ? 10 : 15;
      room.hold(cases.mx[slot] * scale - left - half, cases.my[slot] * scale - top - half, 2 * half, 2 * half);
    }
  }

  drawTop() {
    const canvas = this.top, ctx = canvas.context;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    if (this.topInk) ctx.clearRect(0, 0, canvas.width, canvas.height);
    const { state } = this;
    const held = state.selected.size > 0 || state.focus >= 0;
    this.topInk = held || state.hover || state.verdict || state.target || state.spot;
    canvas.style.display = this.topInk ? "" : "none";
    if (this.topInk) drawTop(ctx, state, this.drawn);
  }

  /** Point in the container → {kind, …} of what is drawn there, or null. Crews lie on top. */
  hit(point, reach) {
    const { drawn, map, state } = this;
    const view = map.getPixelBounds();
    const x = point.x + view.min.x - drawn.left, y = point.y + view.min.y - drawn.top;
    for (let i = drawn.crews.length - 1; i >= 0; i--) {
      const one = drawn.crews[i];
      if (Math.abs(x - one.x) <= Math.max(one.width / 2, reach) && Math.abs(y - one.y) <= Math.max(one.height / 2, reach)) {
        return { kind: "crew", slot: one.slot, id: state.crews.id[one.slot] };
      }
    }
    let best = -1, least = reach * reach + 1;
    for (let i = 0; i < drawn.hits.length; i += 3) {
      const dx = x - drawn.hits.data[i], dy = y - drawn.hits.data[i + 1], d = dx * dx + dy * dy;
      if (d <= least) [best, least] = [drawn.hits.data[i + 2], d];
    }
    if (best >= 0) return { kind: "case", slot: best, id: state.cases.id[best] };
    for (const street of drawn.streets) {
      const r = Math.max(street.r, reach);
      if (street.r > 0 && (x - street.x) ** 2 + (y - street.y) ** 2 <= r * r) return { kind: "street", id: street.id, street };
    }
    for (const ring of drawn.rings) {
      const r = radius(ring.count) + 2;
      if ((x - ring.x) ** 2 + (y - ring.y) ** 2 <= r * r) return { kind: "cell", id: ring.count, ring };
    }
    return null;
  }
}
