// Measures a scripted pan: frames per second, and our own ms in each frame in which we drew.
export class Stopwatch {
  constructor(map, layer, tell) {
    Object.assign(this, { map, layer, tell });
  }

  /** Pans in a circle at `zooms` in turn for `seconds` in all; `ours` false: without our layer. */
  pan(seconds, zooms, ours) {
    const { layer, map } = this;
    this.show(ours);
    const start = performance.now(), spent = [], frames = { all: 0 };
    let leg = -1;
    layer.spent = 0;
    const step = (now) => {
      if (layer.spent > 0) spent.push(layer.spent);
      layer.spent = 0;
      const share = (now - start) / (seconds * 1000);
      if (share >= 1) return this.end(frames.all / ((now - start) / 1000), spent);
      const next = Math.floor(share * zooms.length);
      if (next !== leg) {
        leg = next;
        map.setZoom(zooms[leg], { animate: false });
        layer.spent = 0; // a zoom is not a pan
      }
      frames.all++;
      const angle = now / 700;
      map.panBy([Math.round(14 * Math.cos(angle)), Math.round(10 * Math.sin(angle))], { animate: false });
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  show(ours) {
    this.layer.on = ours;
    this.layer.main.style.display = ours ? "" : "none";
    if (!ours) this.layer.top.style.display = "none";
  }

  end(fps, spent) {
    this.show(true);
    this.layer.redraw();
    this.tell("measured", fps, spent);
  }
}
