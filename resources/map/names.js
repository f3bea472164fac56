// Names on the map, most wanted first: streets' areas, water and parks, roads along their line,
// unit grids. Every name asks for room; where crowds of cases lie it tries places beside them.
import { ZOOM, theme } from "./style.js";
import { put, words } from "./labels.js";
import { fromAfar } from "./streets.js";

const ASIDE = [[0, 0], [0, -34], [0, 34], [-44, 0], [44, 0], [-40, -36], [40, -36], [-40, 36], [40, 36], [0, -66], [0, 66]];
const APART = 340; // px between two names of one road
const LEAN = 0.35; // rad a road may turn under its name
const ROADS = [["road.major", "majors", "text.2"], ["road", "roads", "text.3"], ["road.minor", "lanes", "text.3"]];

export function drawNames(ctx, state, room, scale, left, top, w, h) {
  const { zoom, hidden, regions, grids, ground } = state;
  const to = { ctx, room, scale, left, top, w, h, halo: state.tiles ? "bg.1" : "map.land" };
  if (regions && zoom >= ZOOM.streets && !fromAfar(state) && !hidden.has("regions")) areas(to, regions, "dense", "text.2", 1.1, ASIDE);
  if (ground.water && zoom >= ZOOM.streets) waters(to, ground.water);
  if (ground.park && zoom >= ZOOM.communities) areas(to, ground.park, "caption", "text.3", 1.2, ASIDE.slice(0, 3));
  if (!state.tiles) {
    for (const [name, from, colour] of ROADS) {
      if (ground[name] && zoom >= ZOOM[from]) roads(to, ground[name], colour);
    }
  }
  if (grids && zoom >= ZOOM.labels && !hidden.has("grids")) areas(to, grids, "caption", "text.3", 1, ASIDE.slice(0, 1));
}

function seen(to, b) {
  return b && b.x1 * to.scale >= to.left && b.x0 * to.scale <= to.left + to.w &&
    b.y1 * to.scale >= to.top && b.y0 * to.scale <= to.top + to.h;
}

/** Names in the middle of shapes wide enough for them. */
function areas(to, outline, face, colour, slack, places) {
  const names = outline.names[theme.language];
  for (let shape = 0; shape < outline.ids.length; shape++) {
    const b = outline.boxes[shape];
    if (!names[shape] || !seen(to, b)) continue;
    const sprite = words(names[shape], face, 400, colour, to.halo);
    if (sprite.width > (b.x1 - b.x0) * to.scale * slack) continue;
    const [mx, my] = outline.middle(shape);
    const x = mx * to.scale - to.left, y = my * to.scale - to.top;
    for (const [dx, dy] of places) {
      if (Math.abs(dy) > ((b.y1 - b.y0) * to.scale) / 2 || Math.abs(dx) > ((b.x1 - b.x0) * to.scale) / 2) continue;
      if (take(to, sprite, x + dx, y + dy, 0)) break;
    }
  }
}

/** Where a ring is farthest from its middle: from that end both banks are walked at once. */
function end(line) {
  if (line.end === undefined) {
    const mean = (of) => of.reduce((sum, v) => sum + v, 0) / of.length;
    const mx = mean(line.xs), my = mean(line.ys);
    let most = -1;
    line.xs.forEach((x, i) => {
      const d = (x - mx) ** 2 + (line.ys[i] - my) ** 2;
      if (d > most) [most, line.end] = [d, i];
    });
  }
  return line.end;
}

/** A river's ring runs up one bank and down the other: half way between them lies its middle. */
function waters(to, outline) {
  const names = outline.names[theme.language];
  for (const line of outline.lines) {
    const { shape, xs, ys } = line;
    if (!names[shape] || !seen(to, outline.boxes[shape])) continue;
    const sprite = words(names[shape], "caption", 400, "info.text", "map.water");
    const n = xs.length, half = n >> 1, from = end(line), last = [-1e9, -1e9];
    for (let i = 1; i < half; i++) {
      const a = (from + i) % n, b = (from - i + n) % n;
      const x = ((xs[a] + xs[b]) / 2) * to.scale - to.left, y = ((ys[a] + ys[b]) / 2) * to.scale - to.top;
      const wide = Math.hypot(xs[a] - xs[b], ys[a] - ys[b]) * to.scale;
      if (wide < sprite.height || Math.hypot(x - last[0], y - last[1]) < 2 * APART) continue;
      if (take(to, sprite, x, y, 0)) last.splice(0, 2, x, y);
    }
  }
}

function roads(to, outline, colour) {
  const names = outline.names[theme.language];
  for (const line of outline.lines) {
    if (names[line.shape] && seen(to, outline.boxes[line.shape])) along(to, line, words(names[line.shape], "caption", 400, colour, "map.road"));
  }
}

/** The name at fixed places of the road's own length, so that a pan does not move it. */
function along(to, line, sprite) {
  const { scale, left, top, w, h } = to;
  const key = `${scale} ${sprite.width}`;
  if (line.key !== key) {
    line.key = key; // walked once per zoom: a pan only looks at what was found
    line.places = places(line, scale, sprite.width);
  }
  let last = -APART;
  for (const [px, py, angle, walked] of line.places) {
    const x = px - left, y = py - top;
    if (walked < last + APART || x < -60 || y < -60 || x > w + 60 || y > h + 60) continue;
    if (take(to, sprite, x, y, angle)) last = walked;
  }
}

/** Where a name of this width may stand: [x, y in world px, angle, px from the road's beginning]. */
function places({ xs, ys }, scale, width) {
  const found = [];
  let walked = 0, next = width / 2 + 24;
  for (let i = 0; i + 1 < xs.length; i++) {
    const dx = (xs[i + 1] - xs[i]) * scale, dy = (ys[i + 1] - ys[i]) * scale, length = Math.hypot(dx, dy);
    for (; length > 0 && next <= walked + length; next += 60) {
      if (!straight(xs, ys, i, scale, width / 2)) continue;
      const share = (next - walked) / length;
      found.push([xs[i] * scale + dx * share, ys[i] * scale + dy * share, upright(Math.atan2(dy, dx)), next]);
    }
    walked += length;
  }
  return found;
}

/** Whether the road keeps its direction for `reach` px on both sides of segment i. */
function straight(xs, ys, i, scale, reach) {
  const a = Math.atan2(ys[i + 1] - ys[i], xs[i + 1] - xs[i]);
  const turned = (j) => Math.abs(Math.sin(Math.atan2(ys[j + 1] - ys[j], xs[j + 1] - xs[j]) - a)) > LEAN;
  const size = (j) => Math.hypot(xs[j + 1] - xs[j], ys[j + 1] - ys[j]) * scale;
  let back = size(i) / 2, ahead = size(i) / 2;
  for (let j = i - 1; j >= 0 && back < reach; j--) {
    if (turned(j)) return false;
    back += size(j);
  }
  for (let j = i + 1; j + 1 < xs.length && ahead < reach; j++) {
    if (turned(j)) return false;
    ahead += size(j);
  }
  return back >= reach && ahead >= reach;
}

function upright(angle) {
  if (angle > Math.PI / 2) return angle - Math.PI;
  return angle < -Math.PI / 2 ? angle + Math.PI : angle;
}

/** Draws a name turned by `angle` around (x, y) if there is room for the box around it. */
function take(to, sprite, x, y, angle) {
  const c = Math.abs(Math.cos(angle)), s = Math.abs(Math.sin(angle));
  const w = sprite.width * c + sprite.height * s, h = sprite.width * s + sprite.height * c;
  if (!to.room.take(x - w / 2, y - h / 2, w, h)) return false;
  if (angle === 0) {
    put(to.ctx, sprite, x, y);
    return true;
  }
  to.ctx.translate(Math.round(x), Math.round(y));
  to.ctx.rotate(angle);
  to.ctx.drawImage(sprite.canvas, -sprite.width / 2, -sprite.height / 2, sprite.width, sprite.height);
  to.ctx.setTransform(theme.dpr, 0, 0, theme.dpr, 0, 0);
  return true;
}
