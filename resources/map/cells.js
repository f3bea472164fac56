// Crowded places: one ring per cell. Its size says how many, the light part how many wait for us,
// the outer arc how many are overdue, the figure how many in all.
import { Sprites, picture } from "./sprites.js";
import { CELL, CROWD, ZOOM, theme } from "./style.js";

const TURN = Math.PI * 2;
const TOP = -Math.PI / 2;
export const sprites = new Sprites();

export const radius = (count) => Math.min(23, 11 + 2.6 * Math.log2(1 + count / 4));

export function figure(count) {
  if (count < 1000) return String(count);
  if (count < 10000) return (count / 1000).toFixed(1) + "k";
  return Math.round(count / 1000) + "k";
}

function ring(count, filled, late) {
  const share = (part) => (part === 0 ? 0 : Math.max(1, Math.round((part / count) * 24)));
  const f = share(filled), l = share(late), r = Math.round(radius(count) * 2) / 2;
  const text = figure(count);
  return sprites.get(`${r} ${f} ${l} ${text}`, () => picture(CELL, CELL, (ctx) => draw(ctx, r, f / 24, l / 24, text))).canvas;
}

function draw(ctx, r, filled, late, text) {
  const half = CELL / 2;
  disc(ctx, half, r);
  arc(ctx, half, r - 2.25, 0, 1, "line.1", 3.5);
  if (filled > 0) arc(ctx, half, r - 2.25, 0, filled, "calm", 3.5);
  if (late > 0) arc(ctx, half, r + 1.75, 0, late, "alarm", 2.5);
  write(ctx, half, text);
}

export function write(ctx, half, text) {
  ctx.font = theme.font("caption", 700);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.get("text.1");
  ctx.fillText(text, half, half + 0.5);
}

export function disc(ctx, half, r) {
  ctx.beginPath();
  ctx.arc(half, half, r, 0, TURN);
  ctx.globalAlpha = 0.94;
  ctx.fillStyle = theme.get("bg.2");
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.get("line.2");
  ctx.stroke();
}

export function arc(ctx, half, r, from, to, colour, width) {
  ctx.beginPath();
  ctx.arc(half, half, r, TOP + from * TURN, TOP + to * TURN);
  ctx.lineWidth = width;
  ctx.strokeStyle = theme.get(colour);
  ctx.stroke();
}

/** What to draw in view: rings for crowded cells, slots for the rest. Both in world coordinates. */
export function plan(index, zoom, box) {
  const level = Math.max(2, Math.round(zoom - 0.01));
  const crowd = zoom < ZOOM.marks ? 0 : CROWD;
  return level <= index.base.level ? fromPyramid(index, level, crowd, box) : fromSlots(index, level, crowd, box);
}

function fromPyramid(index, level, crowd, box) {
  const at = index.levels[level], rings = [], slots = [];
  const left = Math.max(0, Math.floor(box[0] * at.scale) - at.x0);
  const right = Math.min(at.w - 1, Math.floor(box[2] * at.scale) - at.x0);
  const top = Math.max(0, Math.floor(box[1] * at.scale) - at.y0);
  const bottom = Math.min(at.h - 1, Math.floor(box[3] * at.scale) - at.y0);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const cell = y * at.w + x, count = at.count[cell];
      if (count === 0) continue;
      if (count > crowd) {
        rings.push(settle(at.scale, at.x0 + x, at.y0 + y, count, at.filled[cell], at.late[cell],
          at.sx[cell] / count, at.sy[cell] / count));
      } else {
        collect(index, level, at.x0 + x, at.y0 + y, slots);
      }
    }
  }
  return { rings, slots };
}

/** Slots of one cell of a level at or above the base. */
function collect(index, level, x, y, slots) {
  const { base } = index, shift = base.level - level;
  const left = Math.max(0, (x << shift) - base.x0), top = Math.max(0, (y << shift) - base.y0);
  const right = Math.min(base.w - 1, ((x + 1) << shift) - 1 - base.x0);
  const bottom = Math.min(base.h - 1, ((y + 1) << shift) - 1 - base.y0);
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      for (let s = index.head[row * base.w + column]; s >= 0; s = index.next[s]) slots.push(s);
    }
  }
}

/** Below the base level the few cases in view are counted afresh. */
function fromSlots(index, level, crowd, box) {
  const { cases } = index, scale = (256 / CELL) * 2 ** level;
  const x0 = Math.floor(box[0] * scale), y0 = Math.floor(box[1] * scale);
  const w = Math.floor(box[2] * scale) - x0 + 1, h = Math.floor(box[3] * scale) - y0 + 1;
  const cells = new Map(), rings = [], slots = [];
  index.within(box[0], box[1], box[2], box[3], (slot) => {
    const x = Math.floor(cases.mx[slot] * scale) - x0, y = Math.floor(cases.my[slot] * scale) - y0;
    if (x < 0 || y < 0 || x >= w || y >= h) return;
    const cell = y * w + x, list = cells.get(cell);
    if (list) list.push(slot);
    else cells.set(cell, [slot]);
  });
  for (const [cell, list] of cells) {
    if (list.length <= crowd) {
      for (const slot of list) slots.push(slot);
      continue;
    }
    let filled = 0, late = 0, sx = 0, sy = 0;
    for (const slot of list) {
      filled += cases.filled[slot];
      late += cases.used[slot] >= 1 ? 1 : 0;
      sx += cases.mx[slot];
      sy += cases.my[slot];
    }
    rings.push(settle(scale, x0 + (cell % w), y0 + Math.floor(cell / w), list.length, filled, late,
      sx / list.length, sy / list.length));
  }
  return { rings, slots };
}

/** A ring lies where its cases are, as far as that keeps it inside its own cell. */
function settle(scale, cx, cy, count, filled, late, mx, my) {
  const room = (CELL / 2 - radius(count) - 3) / CELL;
  const clamp = (v) => Math.max(0.5 - room, Math.min(0.5 + room, v));
  return { count, filled, late, mx: (cx + clamp(mx * scale - cx)) / scale, my: (cy + clamp(my * scale - cy)) / scale };
}

/** Draws rings on a canvas whose top left is world px (left, top) at `scale`. */
export function drawRings(ctx, rings, scale, left, top) {
  for (const one of rings) {
    const x = Math.round(one.mx * scale - left), y = Math.round(one.my * scale - top);
    one.x = x;
    one.y = y;
    ctx.drawImage(ring(one.count, one.filled, one.late), x - CELL / 2, y - CELL / 2, CELL, CELL);
  }
}
