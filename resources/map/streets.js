// From afar: one mark per 街道 with one figure, how many of the shown cases lie in it, and an arc for
// those of them that are overdue; its name beside it. Whatever is chosen stays to be seen.
import { arc, disc, figure, sprites, write } from "./cells.js";
import { put, words } from "./labels.js";
import { picture } from "./sprites.js";
import { CELL, theme } from "./style.js";

const STEPS = 24; // of the arc
const LINE = 4; // px around the disc, arc and all
const ROUND = [0, 4, 2, 6, 1, 3, 5, 7].map((n) => (n * Math.PI) / 4);
const ASIDE = [[0, 0], ...[20, 36, 52].flatMap((far) => ROUND.map((a) => [Math.round(far * Math.sin(a)), Math.round(far * Math.cos(a))]))];
const SLACK = 1.2; // how far a name may reach out of its 街道
const SHORT = / ?(街道|镇|乡|Subdistrict|Town|Township)$/;

/** Whether 街道 stand for their cases at the zoom in force. */
export const fromAfar = (state) => state.regions !== null && state.zoom < state.below;

const radius = (count) => (figure(count).length > 2 ? 15 : 13);

/** The marks, in the order of the regions so that none changes place for another's count. */
export function placeStreets(state, room, { scale, left, top }) {
  const { regions, index } = state, list = [], known = new Map(index.streets.of);
  for (let shape = 0; shape < regions.ids.length; shape++) {
    const id = regions.ids[shape], found = known.get(id);
    known.delete(id);
    list.push({ id, shape, count: found?.count || 0, late: found?.late || 0, at: regions.middle(shape) });
  }
  for (const { id, count, late, sx, sy } of known.values()) {
    if (count > 0) list.push({ id, shape: -1, count, late, at: [sx / count, sy / count] });
  }
  for (const one of list) {
    one.r = one.count > 0 ? radius(one.count) : 0;
    one.x = Math.round(one.at[0] * scale - left);
    one.y = Math.round(one.at[1] * scale - top);
    if (one.r > 0) settle(room, one);
  }
  return list;
}

/** In the middle, else beside what is already there: a chosen case, the mark of a neighbour. */
function settle(room, one) {
  const r = one.r + LINE;
  const [dx, dy] = ASIDE.find(([x, y]) => room.free(one.x + x - r, one.y + y - r, 2 * r, 2 * r)) || ASIDE[0];
  one.x += dx;
  one.y += dy;
  room.hold(one.x - r, one.y - r, 2 * r, 2 * r);
}

export function drawStreets(ctx, state, room, list, scale) {
  for (const one of list) if (one.r > 0) ctx.drawImage(mark(one), one.x - CELL / 2, one.y - CELL / 2, CELL, CELL);
  if (state.hidden.has("regions")) return;
  const named = list.filter((one) => one.shape >= 0 && state.regions.names[theme.language][one.shape]);
  // one too wide for its 街道: then all go without their kind, none looks like something else
  const short = named.some((one) => wider(state, one, scale));
  for (const one of named) name(ctx, state, room, one, short);
}

const whole = (state, one) => state.regions.names[theme.language][one.shape];

function label(state, one, text) {
  return words(text, "caption", 400, one.count ? "text.2" : "text.3", state.tiles ? "bg.1" : "map.land");
}

function wider(state, one, scale) {
  const box = state.regions.boxes[one.shape];
  return box !== undefined && label(state, one, whole(state, one)).width > (box.x1 - box.x0) * scale * SLACK;
}

function mark({ r, count, late }) {
  const share = late === 0 ? 0 : Math.max(1, Math.round((late / count) * STEPS)), text = figure(count);
  return sprites.get(`street ${share} ${text}`, () => picture(CELL, CELL, (ctx) => {
    disc(ctx, CELL / 2, r);
    if (share > 0) arc(ctx, CELL / 2, r + 1, 0, share / STEPS, "alarm", 3);
    write(ctx, CELL / 2, text);
  })).canvas;
}

/** Below the mark or above it; the mark stands alone where there is no room for either. */
function name(ctx, state, room, one, short) {
  const text = whole(state, one), sprite = label(state, one, short ? text.replace(SHORT, "") : text);
  for (const below of one.r > 0 ? [1, -1] : [0]) {
    const y = one.y + below * (one.r + LINE + sprite.height / 2 - 2);
    if (!room.take(one.x - sprite.width / 2 + 2, y - sprite.height / 2 + 2, sprite.width - 4, sprite.height - 4)) continue;
    put(ctx, sprite, one.x, y);
    return;
  }
}
