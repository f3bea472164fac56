// Between Python and the page: messages with revisions one way, what hands do the other way.
import { decode, unpack } from "./wire.js";

export class Bridge {
  static open(map, apply) {
    return new Promise((done) => {
      new QWebChannel(window.qt.webChannelTransport, (channel) => done(new Bridge(map, apply, channel.objects.bridge)));
    });
  }

  constructor(map, apply, python) {
    Object.assign(this, { map, apply, python, applied: 0, shown: 0, chain: Promise.resolve(), seen: 0, viewTimer: 0 });
    map.on("move zoomend resize", () => this.view());
    python.sent.connect((batch) => this.receive(JSON.parse(batch)));
  }

  /** To Python: `python.receive(kind, JSON of the rest)`. Pointer places at most each 60 ms. */
  tell(kind, ...rest) {
    if (kind === "pointed") {
      if (performance.now() - this.seen < 60) return;
      this.seen = performance.now();
    }
    this.python.receive(kind, JSON.stringify(rest));
  }

  view() {
    if (this.viewTimer) return;
    this.viewTimer = setTimeout(() => {
      this.viewTimer = 0;
      this.sendView();
    }, 60);
  }

  sendView() {
    const centre = this.map.getCenter(), size = this.map.getSize();
    this.tell("view", centre.lng, centre.lat, this.map.getZoom(), size.x, size.y);
  }

  ready() {
    this.tell("ready");
    this.sendView();
  }

  /** A batch [{rev, kind, inline}]; without `inline` the block is fetched from our scheme. */
  receive(batch) {
    for (const message of batch) {
      if (message.inline === null) {
        const block = fetch(`snapshot/${message.rev}`).then((answer) => answer.arrayBuffer());
        this.chain = this.chain.then(() => block).then((buffer) => this.take(message, buffer));
      } else {
        this.chain = this.chain.then(() => this.take(message, decode(message.inline)));
      }
    }
    this.chain = this.chain.catch((error) => this.tell("broken", String(error?.stack || error)));
  }

  take(message, buffer) {
    const start = performance.now();
    this.apply(message.kind, unpack(buffer));
    this.applied = message.rev;
    this.tell("applied", message.rev, message.kind, performance.now() - start);
    if (message.kind === "view") this.sendView();
  }

  /** After a draw: what Python sent last and the layer has now drawn. */
  painted() {
    if (this.applied === this.shown) return;
    this.shown = this.applied;
    this.tell("painted", this.applied);
  }
}
