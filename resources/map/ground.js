// What does not move: land, water, parks, roads, and the outlines of regions and grids.
// Each layer is one Path2D around the city's own origin, so a redraw is a handful of calls.
import { ZOOM, theme, worldX, worldY } from "./style.js";

const UNIT = 256 * 2 ** 18;
const ORDER = ["city", "park", "water", "river", "rail", "road.minor", "road", "road.major"];
const ROADS = { "road.minor": [7, 0.6], road: [14, 1.2], "road.major": [24, 2.2], river: [30, 2], rail: [3, 1] };
const EARTH = 40075016.686;

export class Outline {
  constructor({ meta, arrays }) {
    const { lon, lat, starts, owner, ids } = arrays;
    this.names = { zh: meta.zh, en: meta.en };
    this.ids = ids.slice(); // what arrives is overwritten by the next message
    this.ox = lon.length ? worldX(lon[0]) : 0;
    this.oy = lat.length ? worldY(lat[0]) : 0;
    this.parts = [];
    this.whole = new Path2D();
    this.boxes = [];
    this.lines = []; // per part: owner and its points in world coordinates, for the names
    this.closed = meta.closed;
    for (let i = 0; i + 1 < starts.length; i++) {
      const part = this.trace(lon, lat, starts[i], starts[i + 1], meta.closed);
      this.whole.addPath(part);
      (this.parts[owner[i]] ||= new Path2D()).addPath(part);
      this.widen(owner[i], lon, lat, starts[i], starts[i + 1]);
      this.lines.push(keep(owner[i], lon, lat, starts[i], starts[i + 1]));
    }
  }

  trace(lon, lat, from, to, closed) {
    const path = new Path2D();
    for (let i = from; i < to; i++) {
      const x = (worldX(lon[i]) - this.ox) * UNIT, y = (worldY(lat[i]) - this.oy) * UNIT;
      if (i === from) path.moveTo(x, y);
      else path.lineTo(x, y);
    }
    if (closed) path.closePath();
    return path;
  }

  /** Per shape the box of all its points and the middle of its area, in world coordinates. */
  widen(shape, lon, lat, from, to) {
    const b = (this.boxes[shape] ||= { x0: 9, y0: 9, x1: -9, y1: -9, area: 0, cx: 0, cy: 0 });
    for (let i = from; i < to; i++) {
      const x = worldX(lon[i]), y = worldY(lat[i]);
      b.x0 = Math.min(b.x0, x);
      b.x1 = Math.max(b.x1, x);
      b.y0 = Math.min(b.y0, y);
      b.y1 = Math.max(b.y1, y);
      const j = i + 1 < to ? i + 1 : from, u = worldX(lon[j]) - this.ox, v = worldY(lat[j]) - this.oy;
      const cross = (x - this.ox) * v - u * (y - this.oy);
      b.area += cross / 2;
      b.cx += ((x - this.ox + u) * cross) / 6;
      b.cy += ((y - this.oy + v) * cross) / 6;
    }
  }

  middle(shape) {
    const b = this.boxes[shape];
    if (Math.abs(b.area) < 1e-18) return [(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2];
    return [this.ox + b.cx / b.area, this.oy + b.cy / b.area];
  }

  /** Points the context at this outline's own coordinates; returns how many units one px is. */
  enter(ctx, scale, left, top) {
    const k = scale / UNIT, d = theme.dpr;
    ctx.setTransform(d * k, 0, 0, d * k, d * (this.ox * scale - left), d * (this.oy * scale - top));
    return 1 / k;
  }
}

function keep(shape, lon, lat, from, to) {
  const xs = new Float64Array(to - from), ys = new Float64Array(to - from);
  for (let i = from; i < to; i++) {
    xs[i - from] = worldX(lon[i]);
    ys[i - from] = worldY(lat[i]);
  }
  return { shape, xs, ys };
}

export function drawGround(ctx, state, scale, left, top, w, h) {
  ctx.setTransform(theme.dpr, 0, 0, theme.dpr, 0, 0);
  if (state.tiles) ctx.clearRect(0, 0, w, h);
  else {
    ctx.fillStyle = theme.get(state.ground.city ? "bg.1" : "map.land");
    ctx.fillRect(0, 0, w, h);
    for (const name of ORDER) {
      if (name === "road.minor") drawCasings(ctx, state.ground, state.zoom, scale, left, top);
      if (state.ground[name]) drawLayer(ctx, name, state.ground[name], state.zoom, scale, left, top);
    }
  }
  drawOutlines(ctx, state, scale, left, top);
  ctx.setTransform(theme.dpr, 0, 0, theme.dpr, 0, 0);
}

function drawLayer(ctx, name, outline, zoom, scale, left, top) {
  const px = outline.enter(ctx, scale, left, top);
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.setLineDash([]);
  if (!ROADS[name]) {
    ctx.fillStyle = theme.get({ city: "map.land", park: "map.park", water: "map.water" }[name]);
    ctx.fill(outline.whole, "evenodd");
    return;
  }
  if (name === "road.minor" && zoom < ZOOM.marks) return;
  const width = roadWidth(name, outline, scale);
  const water = name === "river", rail = name === "rail";
  ctx.lineWidth = width * px;
  ctx.strokeStyle = theme.get(water ? "map.water" : rail ? "line.1" : "map.road");
  ctx.stroke(outline.whole);
}

/** Below all roads their edges, so that crossings of any two classes stay open. */
function drawCasings(ctx, ground, zoom, scale, left, top) {
  ctx.setLineDash([]);
  ctx.lineJoin = ctx.lineCap = "round";
  for (const name of ["road.minor", "road", "road.major"]) {
    const outline = ground[name];
    if (!outline || (name === "road.minor" && zoom < ZOOM.marks)) continue;
    const width = roadWidth(name, outline, scale);
    if (width < 3) continue;
    const px = outline.enter(ctx, scale, left, top);
    ctx.lineWidth = (width + (name === "road.major" ? 2.4 : 1.8)) * px;
    ctx.strokeStyle = theme.get("line.1");
    ctx.stroke(outline.whole);
  }
}

function roadWidth(name, outline, scale) {
  const [metres, least] = ROADS[name];
  const lat = 2 * Math.atan(Math.exp((0.5 - outline.oy) * 2 * Math.PI)) - Math.PI / 2;
  return Math.max(least, (metres * scale) / (EARTH * Math.cos(lat)));
}

function line(ctx, outline, scale, left, top, colour, width, dash, alpha) {
  const px = outline.enter(ctx, scale, left, top);
  ctx.lineWidth = width * px;
  ctx.setLineDash(dash.map((d) => d * px));
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = theme.get(colour);
  ctx.stroke(outline.whole);
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
}

function drawOutlines(ctx, state, scale, left, top) {
  const { grids, regions, hidden, ground, zoom } = state;
  if (grids && zoom >= ZOOM.grids && !hidden.has("grids")) line(ctx, grids, scale, left, top, "line.1", 1, [], 1);
  if (regions && !hidden.has("regions")) line(ctx, regions, scale, left, top, "line.2", 1.2, [], 0.6);
  if (ground.city) line(ctx, ground.city, scale, left, top, "line.2", 1.6, [], 0.9);
}
