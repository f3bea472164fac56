// One case, one mark: shape and colour say how urgent, filled that a move of ours is waited for,
// the arc around it how much of its clock is used (from 80 % on), notches how often it is over.
import { MARK, SEVERITY, theme } from "./style.js";

const BOX = 32;
const TURN = Math.PI * 2;
const TOP = -Math.PI / 2;
const sprites = [];
let spritesOf = -1;
let shapes = null;
// What is left of the ground inside a hollow mark, in the unit of resources/themes/marks.json.
const HOLLOW = {
  1: "M8 6.4 L11.5 12.2 L4.5 12.2 Z",
  2: "M8 4.3 L11.7 8 L8 11.7 L4.3 8 Z",
  3: "M8 4 A4 4 0 1 1 8 12 A4 4 0 1 1 8 4 Z",
  4: "M3 6.9 L13 6.9 L13 9.1 L3 9.1 Z",
};

export function useShapes(table) {
  shapes = { unit: table.unit, severity: {}, hollow: {}, verdict: {} };
  for (const [kind, paths] of [["severity", table.severity], ["hollow", HOLLOW], ["verdict", table.verdict]]) {
    for (const key in paths) shapes[kind][key] = new Path2D(paths[key]);
  }
}

/** 0 in good time · 1–4 from 80 % in steps of 5 · 5–7 once, twice, three times over. */
function tier(used) {
  if (used < 0.8) return 0;
  if (used < 1) return 1 + Math.min(3, Math.floor((used - 0.8) * 20 + 1e-6));
  return 4 + Math.min(3, Math.floor(used));
}

function sprite(severity, filled, step) {
  if (spritesOf !== theme.version) {
    sprites.length = 0;
    spritesOf = theme.version;
  }
  const key = (severity * 2 + filled) * 8 + step;
  return sprites[key] || (sprites[key] = draw(severity, filled, step));
}

function draw(severity, filled, step) {
  const dpr = theme.dpr;
  const canvas = new OffscreenCanvas(Math.ceil(BOX * dpr), Math.ceil(BOX * dpr));
  const ctx = canvas.getContext("2d");
  ctx.scale(dpr, dpr);
  if (step > 0) clock(ctx, step);
  ctx.translate((BOX - MARK) / 2, (BOX - MARK) / 2);
  ctx.scale(MARK / shapes.unit, MARK / shapes.unit);
  ctx.lineJoin = "round";
  const form = shapes.severity[severity] ? severity : 4;
  const path = shapes.severity[form];
  const hue = theme.get(SEVERITY[severity] || "calm");
  ctx.lineWidth = 2.4; // half of it shows: the 1.2 px outline
  ctx.strokeStyle = theme.get("outline");
  ctx.stroke(path);
  ctx.fillStyle = hue;
  ctx.fill(path);
  if (!filled) {
    ctx.fillStyle = theme.get("map.land");
    ctx.fill(shapes.hollow[form]);
  }
  return canvas;
}

function clock(ctx, step) {
  const over = step > 4, half = BOX / 2, r = 12.5;
  const share = over ? 1 : 0.8 + step * 0.05 - 0.025;
  const sweep = (colour, width) => {
    ctx.beginPath();
    ctx.arc(half, half, r, TOP, TOP + share * TURN);
    ctx.lineWidth = width;
    ctx.strokeStyle = theme.get(colour);
    ctx.stroke();
  };
  sweep("outline", 3.4);
  sweep(over ? "alarm" : "warn", 2.2);
  for (let n = 0; over && n < step - 4; n++) notch(ctx, half, r, TOP + (n - (step - 5) / 2) * 0.62);
}

function notch(ctx, half, r, angle) {
  const c = Math.cos(angle), s = Math.sin(angle);
  ctx.beginPath();
  ctx.moveTo(half + c * (r - 2.4), half + s * (r - 2.4));
  ctx.lineTo(half + c * (r + 3), half + s * (r + 3));
  ctx.lineWidth = 3.2;
  ctx.strokeStyle = theme.get("outline");
  ctx.stroke();
  ctx.lineWidth = 1.6;
  ctx.strokeStyle = theme.get("halo");
  ctx.stroke();
}

/** Where marks lie: x, y, slot of each in `data`, of which the first `length` numbers count. */
export class Hits {
  constructor() {
    this.data = new Float64Array(3 * 256);
    this.length = 0;
  }

  add(x, y, slot) {
    if (this.length + 3 > this.data.length) {
      const wider = new Float64Array(this.data.length * 2);
      wider.set(this.data);
      this.data = wider;
    }
    this.data[this.length++] = x;
    this.data[this.length++] = y;
    this.data[this.length++] = slot;
  }
}

const order = [[], [], [], [], []];

/** Draws marks, low ones first so that urgent ones lie on top, and adds their places to `hits`. */
export function drawMarks(ctx, cases, slots, scale, left, top, hits) {
  for (const list of order) list.length = 0;
  for (const slot of slots) order[Math.min(4, cases.severity[slot])].push(slot);
  for (let severity = 4; severity >= 0; severity--) {
    for (const slot of order[severity]) {
      const x = Math.round(cases.mx[slot] * scale - left), y = Math.round(cases.my[slot] * scale - top);
      ctx.drawImage(sprite(severity, cases.filled[slot] ? 1 : 0, tier(cases.used[slot])),
        x - BOX / 2, y - BOX / 2, BOX, BOX);
      hits.add(x, y, slot);
    }
  }
}

/** ✓ ! ⊘ as a drawn sign of `size` px with its middle at (x, y). */
export function drawSign(ctx, verdict, x, y, size, colour) {
  ctx.save();
  ctx.translate(x - size / 2, y - size / 2);
  ctx.scale(size / shapes.unit, size / shapes.unit);
  ctx.lineWidth = 2.2;
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  ctx.strokeStyle = colour;
  ctx.stroke(shapes.verdict[verdict]);
  ctx.restore();
}
