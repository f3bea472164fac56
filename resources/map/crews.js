// Crews and collectors: a dot with its heading when small, a call sign from zoom 16 or while a
// drag is on. Old positions are hollow, very old ones dashed and said to be lost.
import { CREW, ZOOM, theme } from "./style.js";
import { put, words } from "./labels.js";
import { drawSign } from "./marks.js";

const COLLECTOR = 1;
const SPECK = 4; // half of a dot
const PLATE = 22; // px of a plate beside its words: what the crew does, and the edges
const VERDICT = { 1: ["accent", []], 2: ["warn", [4, 3]], 3: ["line.2", []] };

/** Crews in view, newest position first: when two labels want one place the older yields. */
function inView(state, scale, left, top, w, h) {
  const { crews, hidden } = state, list = [];
  for (let slot = 0; slot < crews.length; slot++) {
    if (crews.alive[slot] !== 1) continue;
    if (hidden.has(crews.kind[slot] === COLLECTOR ? "collectors" : "crews")) continue;
    const x = Math.round(crews.mx[slot] * scale - left), y = Math.round(crews.my[slot] * scale - top);
    if (x < -40 || y < -20 || x > w + 40 || y > h + 20) continue;
    list.push({ slot, x, y, age: crews.age[slot], label: false });
  }
  const first = (one) => (state.target?.kind === "crew" && crews.id[one.slot] === state.target.id ? -1 : 0);
  return list.sort((a, b) => first(a) - first(b) || a.age - b.age || a.slot - b.slot);
}

/** Gives out the labels' places. Returns what to draw, oldest first. */
export function placeCrews(state, room, scale, left, top, w, h) {
  const list = inView(state, scale, left, top, w, h);
  for (const one of list) {
    const collector = state.crews.kind[one.slot] === COLLECTOR;
    const verdict = collector ? 0 : state.verdict?.crews[state.crews.id[one.slot]] || 0;
    one.verdict = verdict;
    one.label = state.zoom >= ZOOM.labels || (verdict > 0 && verdict < 3 && state.zoom >= ZOOM.marks);
    one.height = collector ? 2 * CREW.collector : CREW.height;
    one.width = collector || !one.label ? one.height : plateWidth(state, one);
    one.label = one.label && settle(room, one, collector);
    if (!one.label) one.width = one.height = 16;
  }
  // what is no plate keeps its little room too: names of streets and roads yield to it
  for (const one of list) if (!one.label) room.hold(one.x - SPECK, one.y - SPECK, 2 * SPECK, 2 * SPECK);
  return list.reverse();
}

/** A plate is as wide as its words; six characters and more fit. */
function plateWidth(state, one) {
  const text = words(callSign(state, one), "caption", 400, "text.1", "");
  return Math.max(CREW.width, text.width + PLATE) + (one.verdict ? 14 : 0);
}

const callSign = (state, one) => (one.age > CREW.lost
  ? `${state.labels[one.slot]} ${theme.words.lost || ""}` : state.labels[one.slot]);

/** Where the crew is, else just above or below it; false where it would cover a mark or a label. */
function settle(room, one, collector) {
  const aside = one.height / 2 + CREW.dot + 3;
  for (const dy of collector ? [0] : [0, -aside, aside]) {
    if (!room.take(one.x - one.width / 2 - 2, one.y + dy - one.height / 2 - 2, one.width + 4, one.height + 4)) continue;
    one.dot = dy === 0 ? null : { x: one.x, y: one.y, age: one.age };
    one.y += dy;
    return true;
  }
  return false;
}

/** Crews without a label lie below the marks (`labels` false), those with one above. */
export function drawCrews(ctx, state, list, labels) {
  for (const one of list) {
    if (one.dot && !labels) speck(ctx, state.zoom, one.dot);
    if ((one.label || one.verdict > 0) !== labels) continue;
    ctx.globalAlpha = one.verdict === 3 ? 0.45 : 1;
    if (!one.label) dot(ctx, state, one);
    else if (state.crews.kind[one.slot] === COLLECTOR) round(ctx, state, one);
    else sign(ctx, state, one);
    ctx.globalAlpha = 1;
  }
}

function border(ctx, age) {
  ctx.setLineDash(age > CREW.lost ? [3, 3] : []);
  ctx.lineWidth = 1.2;
  ctx.strokeStyle = theme.get("line.2");
  ctx.stroke();
  ctx.setLineDash([]);
}

function fill(ctx, age) {
  ctx.fillStyle = theme.get(age > CREW.hollow ? "map.land" : "bg.3");
  ctx.fill();
}

/** A wedge on the edge of a box of half size (hw, hh), pointing to the heading. */
function tick(ctx, one, heading, hw, hh) {
  if (Number.isNaN(heading)) return;
  const a = (heading * Math.PI) / 180, dx = Math.sin(a), dy = -Math.cos(a);
  const reach = Math.min(hw / Math.max(Math.abs(dx), 1e-6), hh / Math.max(Math.abs(dy), 1e-6));
  const x = one.x + dx * (reach + 1), y = one.y + dy * (reach + 1);
  ctx.beginPath();
  ctx.moveTo(x + dx * 6, y + dy * 6);
  ctx.lineTo(x - dy * 4.5, y + dx * 4.5);
  ctx.lineTo(x + dy * 4.5, y - dx * 4.5);
  ctx.closePath();
  ctx.fillStyle = theme.get("text.2");
  ctx.fill();
}

function dot(ctx, state, one) {
  const { crews, zoom } = state, collector = crews.kind[one.slot] === COLLECTOR;
  if (zoom < ZOOM.headings && !one.verdict) return speck(ctx, zoom, one);
  const r = collector ? 2.8 : CREW.dot;
  if (!collector) tick(ctx, one, crews.heading[one.slot], r, r);
  ctx.beginPath();
  if (collector) ctx.arc(one.x, one.y, r, 0, 7);
  else ctx.roundRect(one.x - r, one.y - r, 2 * r, 2 * r, 1.5);
  ctx.fillStyle = theme.get(one.age > CREW.hollow ? "map.land" : "text.2");
  ctx.fill();
  ctx.setLineDash(one.age > CREW.lost ? [2, 2] : []);
  ctx.lineWidth = 1.2;
  ctx.strokeStyle = theme.get(one.age > CREW.hollow ? "text.2" : "outline");
  ctx.stroke();
  ctx.setLineDash([]);
  if (one.verdict) verdictBox(ctx, one, 10, 10, true);
}

/** From afar: only that somebody is there. */
function speck(ctx, zoom, one) {
  ctx.beginPath();
  ctx.arc(one.x, one.y, zoom < ZOOM.marks ? 1.5 : 2.5, 0, 7);
  if (one.age > CREW.hollow) {
    ctx.lineWidth = 1;
    ctx.strokeStyle = theme.get("text.3");
    ctx.stroke();
    return;
  }
  ctx.fillStyle = theme.get("text.3");
  ctx.fill();
}

function verdictBox(ctx, one, hw, hh, bare) {
  const [colour, dash] = VERDICT[one.verdict];
  ctx.beginPath();
  ctx.roundRect(one.x - hw, one.y - hh, 2 * hw, 2 * hh, 5);
  ctx.setLineDash(dash);
  ctx.lineWidth = one.verdict === 3 ? 1.2 : 2.2;
  ctx.strokeStyle = theme.get(colour);
  ctx.stroke();
  ctx.setLineDash([]);
  if (!bare) drawSign(ctx, one.verdict, one.x + hw - 10, one.y, 12, theme.get(one.verdict === 3 ? "text.3" : one.verdict === 2 ? "warn.text" : "accent"));
}

function sign(ctx, state, one) {
  const { crews } = state, hw = one.width / 2, hh = one.height / 2;
  const lost = one.age > CREW.lost, stale = one.age > CREW.hollow;
  tick(ctx, one, lost ? NaN : crews.heading[one.slot], hw, hh);
  ctx.beginPath();
  ctx.roundRect(one.x - hw, one.y - hh, one.width, one.height, 4);
  fill(ctx, one.age);
  border(ctx, one.age);
  doing(ctx, crews.status[one.slot], one.x - hw + 9, one.y);
  put(ctx, words(callSign(state, one), "caption", 400, stale ? "text.3" : "text.1", ""), one.x + 6 - (one.verdict ? 7 : 0), one.y);
  if (one.verdict) verdictBox(ctx, one, hw + 2, hh + 2, false);
}

/** What a crew does, as a form: ○ free, ▸ under way, ■ handling, – off. */
function doing(ctx, status, x, y) {
  ctx.beginPath();
  ctx.fillStyle = ctx.strokeStyle = theme.get("calm");
  ctx.lineWidth = 1.6;
  if (status === 0) ctx.arc(x, y, 3.2, 0, 7);
  else if (status === 1) {
    ctx.moveTo(x - 3, y - 4);
    ctx.lineTo(x + 4, y);
    ctx.lineTo(x - 3, y + 4);
    ctx.closePath();
  } else if (status === 2) ctx.rect(x - 3, y - 3, 6, 6);
  else ctx.rect(x - 3, y - 0.5, 6, 1);
  if (status === 0) ctx.stroke();
  else ctx.fill();
}

function round(ctx, state, one) {
  ctx.beginPath();
  ctx.arc(one.x, one.y, CREW.collector, 0, 7);
  fill(ctx, one.age);
  border(ctx, one.age);
  const text = state.labels[one.slot];
  put(ctx, words(text.slice(0, 2), "caption", 400, one.age > CREW.hollow ? "text.3" : "text.2", ""), one.x, one.y);
}
