// Words on the map: cached pictures of text, and the rule that no two of them overlap.
import { Sprites, picture } from "./sprites.js";
import { theme } from "./style.js";

const sprites = new Sprites();
const ruler = new OffscreenCanvas(1, 1).getContext("2d");

/** Hands out room: who asks first has it, who comes later and would overlap yields. */
export class Room {
  constructor() {
    this.taken = new Map();
  }

  /** True and taken, when the box is free. */
  take(x, y, w, h) {
    if (!this.free(x, y, w, h)) return false;
    this.hold(x, y, w, h);
    return true;
  }

  free(x, y, w, h) {
    let open = true;
    this.buckets(x, y, w, h, (key) => {
      for (const b of (open && this.taken.get(key)) || []) {
        if (x < b[0] + b[2] && b[0] < x + w && y < b[1] + b[3] && b[1] < y + h) open = false;
      }
    });
    return open;
  }

  hold(x, y, w, h) {
    const box = [x, y, w, h];
    this.buckets(x, y, w, h, (key) => {
      const list = this.taken.get(key);
      if (list) list.push(box);
      else this.taken.set(key, [box]);
    });
  }

  buckets(x, y, w, h, each) {
    const size = 128;
    for (let row = Math.floor(y / size); row <= Math.floor((y + h) / size); row++) {
      for (let column = Math.floor(x / size); column <= Math.floor((x + w) / size); column++) {
        each(row * 4096 + column);
      }
    }
  }
}

/** A picture of `text` with a halo of the ground's colour: {canvas, width, height} in px. */
export function words(text, face, weight, colour, halo) {
  const key = `${face} ${weight} ${colour} ${halo} ${text}`;
  return sprites.get(key, () => {
    const font = theme.font(face, weight);
    ruler.font = font;
    const width = Math.ceil(ruler.measureText(text).width) + 6, height = theme.faces[face] + 8;
    return picture(width, height, (ctx) => write(ctx, text, font, height, colour, halo));
  });
}

function write(ctx, text, font, height, colour, halo) {
  ctx.font = font;
  ctx.textBaseline = "middle";
  if (halo) {
    ctx.lineWidth = 3;
    ctx.lineJoin = "round";
    ctx.strokeStyle = theme.get(halo);
    ctx.strokeText(text, 3, height / 2 + 0.5);
  }
  ctx.fillStyle = theme.get(colour);
  ctx.fillText(text, 3, height / 2 + 0.5);
}

/** Draws a picture of text with its middle at (x, y). */
export function put(ctx, sprite, x, y) {
  ctx.drawImage(sprite.canvas, Math.round(x - sprite.width / 2), Math.round(y - sprite.height / 2),
    sprite.width, sprite.height);
}
