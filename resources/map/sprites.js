// Small pictures that are drawn once and laid down often. What no drawing has used lately is closed at
// once: left to the collector of garbage, pictures by the thousand stay for hours.
import { theme } from "./style.js";

const SPARE = 256; // pictures kept beyond those of the last drawing

/** Pictures by key, of the theme in force, the longest unused first. */
export class Sprites {
  constructor() {
    this.held = new Map();
    this.used = 0; // asked for since the last sweep
    this.version = -1;
    all.push(this);
  }

  /** The picture of `key`; `draw()` makes it where there is none. */
  get(key, draw) {
    if (this.version !== theme.version) this.forget();
    let sprite = this.held.get(key);
    if (sprite) this.held.delete(key); // to the end: used last
    else sprite = draw();
    this.held.set(key, sprite);
    this.used++;
    return sprite;
  }

  forget() {
    for (const sprite of this.held.values()) sprite.canvas.close();
    this.held.clear();
    this.version = theme.version;
  }

  sweep() {
    let over = this.held.size - this.used - SPARE;
    this.used = 0;
    if (over <= 0) return;
    for (const [key, sprite] of this.held) {
      if (over-- <= 0) break;
      sprite.canvas.close();
      this.held.delete(key);
    }
  }
}

const all = [];
const sheet = new OffscreenCanvas(1, 1);
const brush = sheet.getContext("2d");

/** A picture of `width` × `height` px, drawn by `paint(context)` on the one sheet that all are drawn on. */
export function picture(width, height, paint) {
  sheet.width = Math.ceil(width * theme.dpr);
  sheet.height = Math.ceil(height * theme.dpr);
  brush.scale(theme.dpr, theme.dpr);
  paint(brush);
  return { canvas: sheet.transferToImageBitmap(), width, height };
}

/** How many pictures each keeps. */
export const held = () => all.map((sprites) => sprites.held.size);

/** After a drawing: lets go what was not used in it. */
export function sweep() {
  for (const sprites of all) sprites.sweep();
}
