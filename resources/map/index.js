// Where the cases are: linked lists per cell of one fixed grid, and counts for every coarser level.
// Cells are 56 px at their own level and anchored in the world, so four of one level make exactly
// one of the level above: a pan counts nothing, a changed case costs a handful of additions.
import { CELL } from "./style.js";

const DEEPEST = 16;
const MOST_CELLS = 400000;
const across = (level) => (256 / CELL) * 2 ** level;

class Level {
  constructor(level, x0, y0, x1, y1) {
    this.level = level;
    this.scale = across(level);
    this.x0 = x0;
    this.y0 = y0;
    this.w = x1 - x0 + 1;
    this.h = y1 - y0 + 1;
    const size = this.w * this.h;
    this.count = new Int32Array(size);
    this.filled = new Int32Array(size);
    this.late = new Int32Array(size);
    this.sx = new Float64Array(size);
    this.sy = new Float64Array(size);
  }

  add(cell, sign, filled, late, x, y) {
    this.count[cell] += sign;
    this.filled[cell] += sign * filled;
    this.late[cell] += sign * late;
    this.sx[cell] += sign * x;
    this.sy[cell] += sign * y;
  }
}

/** What lies in each 街道 (0: in none that is known), kept by the same additions as the cells. */
class Streets {
  constructor() {
    this.of = new Map();
  }

  add(cases, slot, sign) {
    const id = cases.street[slot];
    let one = this.of.get(id);
    if (one === undefined) this.of.set(id, (one = { id, count: 0, late: 0, sx: 0, sy: 0 }));
    one.count += sign;
    one.late += sign * (cases.used[slot] >= 1 ? 1 : 0);
    one.sx += sign * cases.mx[slot];
    one.sy += sign * cases.my[slot];
  }
}

export class CaseIndex {
  constructor(cases) {
    this.cases = cases;
    this.shown = null; // Uint8Array per slot, or null: every case is shown
    this.rebuild();
  }

  visible(slot) {
    return this.cases.alive[slot] === 1 && (this.shown === null || this.shown[slot] === 1);
  }

  rebuild() {
    const { cases } = this;
    let west = 1, east = 0, north = 1, south = 0;
    for (let i = 0; i < cases.length; i++) {
      if (cases.alive[i] !== 1) continue;
      const x = cases.mx[i], y = cases.my[i];
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < north) north = y;
      if (y > south) south = y;
    }
    if (west > east) [west, east, north, south] = [0.5, 0.5, 0.5, 0.5];
    this.makeLevels(west, east, north, south);
    this.streets = new Streets();
    const base = this.base;
    this.head = new Int32Array(base.w * base.h).fill(-1);
    this.next = new Int32Array(cases.mx.length);
    this.previous = new Int32Array(cases.mx.length);
    this.cellOf = new Int32Array(cases.mx.length).fill(-1);
    for (let i = 0; i < cases.length; i++) if (this.visible(i)) this.link(i, this.cellAt(i));
    this.sumUp();
  }

  makeLevels(west, east, north, south) {
    const grow = Math.max(east - west, south - north, 1e-6) * 0.15; // room for the next cases
    const box = (level) => {
      const f = across(level);
      return [Math.floor((west - grow) * f), Math.floor((north - grow) * f),
        Math.floor((east + grow) * f), Math.floor((south + grow) * f)];
    };
    let deepest = DEEPEST;
    for (; deepest > 2; deepest--) {
      const [x0, y0, x1, y1] = box(deepest);
      if ((x1 - x0 + 1) * (y1 - y0 + 1) <= MOST_CELLS) break;
    }
    this.levels = [];
    const [x0, y0, x1, y1] = box(deepest);
    for (let level = deepest; level >= 2; level--) {
      const shift = deepest - level;
      this.levels[level] = new Level(level, x0 >> shift, y0 >> shift, x1 >> shift, y1 >> shift);
    }
    this.base = this.levels[deepest];
  }

  /** Cell of the base level under a slot, or -1 when the slot lies outside the index. */
  cellAt(slot) {
    const { base, cases } = this;
    const x = Math.floor(cases.mx[slot] * base.scale) - base.x0;
    const y = Math.floor(cases.my[slot] * base.scale) - base.y0;
    return x < 0 || y < 0 || x >= base.w || y >= base.h ? -1 : y * base.w + x;
  }

  link(slot, cell) {
    const { base, cases } = this;
    const first = this.head[cell];
    this.next[slot] = first;
    this.previous[slot] = -1;
    if (first >= 0) this.previous[first] = slot;
    this.head[cell] = slot;
    this.cellOf[slot] = cell;
    base.add(cell, 1, cases.filled[slot], cases.used[slot] >= 1 ? 1 : 0, cases.mx[slot], cases.my[slot]);
    this.streets.add(cases, slot, 1);
  }

  sumUp() {
    for (let level = this.base.level; level > 2; level--) {
      const from = this.levels[level], to = this.levels[level - 1];
      for (let y = 0; y < from.h; y++) {
        const row = (((from.y0 + y) >> 1) - to.y0) * to.w;
        for (let x = 0; x < from.w; x++) {
          const cell = y * from.w + x;
          if (from.count[cell] === 0) continue;
          const above = row + ((from.x0 + x) >> 1) - to.x0;
          to.count[above] += from.count[cell];
          to.filled[above] += from.filled[cell];
          to.late[above] += from.late[cell];
          to.sx[above] += from.sx[cell];
          to.sy[above] += from.sy[cell];
        }
      }
    }
  }

  tally(slot, sign) {
    const { base, cases } = this;
    const x = (this.cellOf[slot] % base.w) + base.x0;
    const y = Math.floor(this.cellOf[slot] / base.w) + base.y0;
    const late = cases.used[slot] >= 1 ? 1 : 0;
    for (let level = base.level - (sign > 0 ? 1 : 0); level >= 2; level--) {
      const shift = base.level - level, at = this.levels[level];
      const cell = ((y >> shift) - at.y0) * at.w + (x >> shift) - at.x0;
      at.add(cell, sign, cases.filled[slot], late, cases.mx[slot], cases.my[slot]);
    }
  }

  /** Takes a slot out, before its columns change. */
  remove(slot) {
    if (slot >= this.cellOf.length || this.cellOf[slot] < 0) return;
    this.tally(slot, -1);
    this.streets.add(this.cases, slot, -1);
    const before = this.previous[slot], after = this.next[slot];
    if (before >= 0) this.next[before] = after;
    else this.head[this.cellOf[slot]] = after;
    if (after >= 0) this.previous[after] = before;
    this.cellOf[slot] = -1;
  }

  /** Puts a slot in, after its columns changed. False: it lies outside, the index must be rebuilt. */
  insert(slot) {
    if (!this.visible(slot)) return true;
    if (slot >= this.cellOf.length) this.widen();
    const cell = this.cellAt(slot);
    if (cell < 0) return false;
    this.link(slot, cell);
    this.tally(slot, 1);
    return true;
  }

  widen() {
    for (const name of ["next", "previous", "cellOf"]) {
      const wider = new Int32Array(this.cases.mx.length).fill(-1);
      wider.set(this[name]);
      this[name] = wider;
    }
  }

  /** Calls `each(slot)` for every shown case of the world box (with some from just outside it). */
  within(x0, y0, x1, y1, each) {
    const { base } = this;
    const left = Math.max(0, Math.floor(x0 * base.scale) - base.x0);
    const right = Math.min(base.w - 1, Math.floor(x1 * base.scale) - base.x0);
    const top = Math.max(0, Math.floor(y0 * base.scale) - base.y0);
    const bottom = Math.min(base.h - 1, Math.floor(y1 * base.scale) - base.y0);
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        for (let slot = this.head[y * base.w + x]; slot >= 0; slot = this.next[slot]) each(slot);
      }
    }
  }
}
