// What hands cause: selection rings, hover, the keyboard's focus, verdicts on regions, the target.
import { CREW, theme } from "./style.js";
import { drawSign } from "./marks.js";

const LINES = { 1: ["accent", 2.5, []], 2: ["warn", 2.5, [7, 5]], 3: ["line.2", 1.2, []] };
/** The ring of a case that is not chosen, but written about. */
const DRAFT = [6, 5];

export function drawTop(ctx, state, drawn) {
  const { scale, left, top } = drawn;
  if (state.regions && (state.verdict || state.target?.kind === "region")) regions(ctx, state, drawn);
  ctx.setTransform(theme.dpr, 0, 0, theme.dpr, 0, 0);
  const at = (slot) => [Math.round(state.cases.mx[slot] * scale - left), Math.round(state.cases.my[slot] * scale - top)];
  for (const slot of state.selected) {
    ctx.setLineDash(state.cases.id[slot] === state.draft ? DRAFT : []);
    ring(ctx, ...at(slot), 15, "accent", 3);
  }
  ctx.setLineDash([]);
  if (state.hover?.kind === "case") ring(ctx, ...at(state.hover.slot), 14, "text.1", 1.6);
  if (state.focus >= 0) ring(ctx, ...at(state.focus), 18, "accent", 2);
  if (state.spot) pin(ctx, Math.round(state.spot.mx * scale - left), Math.round(state.spot.my * scale - top));
  for (const one of drawn.crews) {
    const id = state.crews.id[one.slot];
    if (state.target?.kind === "crew" && state.target.id === id) box(ctx, one, 5, 3);
    else if (state.hover?.kind === "crew" && state.hover.id === id) box(ctx, one, 3, 1.6);
  }
}

/** A place that is no case yet: a drop that stands with its tip on it. */
function pin(ctx, x, y) {
  const r = 9, high = 15;
  ctx.beginPath();
  ctx.arc(x, y - high, r, Math.PI * 0.83, Math.PI * 0.17);
  ctx.lineTo(x, y);
  ctx.closePath();
  ctx.fillStyle = theme.get("accent");
  ctx.fill();
  ctx.lineWidth = 1.6;
  ctx.strokeStyle = theme.get("halo");
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(x, y - high, 3.5, 0, 7);
  ctx.fillStyle = theme.get("on.accent");
  ctx.fill();
}

/** A coloured ring on a wider one of the halo, visible on any ground. */
function ring(ctx, x, y, r, colour, width) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 7);
  ctx.lineWidth = width + 2;
  ctx.strokeStyle = theme.get("halo");
  ctx.stroke();
  ctx.lineWidth = width;
  ctx.strokeStyle = theme.get(colour);
  ctx.stroke();
}

function box(ctx, one, gap, width) {
  const w = Math.max(one.width, 2 * CREW.dot) + 2 * gap, h = Math.max(one.height, 2 * CREW.dot) + 2 * gap;
  ctx.beginPath();
  ctx.roundRect(one.x - w / 2, one.y - h / 2, w, h, 6);
  ctx.lineWidth = width;
  ctx.strokeStyle = theme.get("accent");
  ctx.stroke();
}

/** Below marks and crews: what a region would say to a drop, as a tint of the ground. */
export function tintRegions(ctx, state, { scale, left, top }) {
  each(state, (shape, verdict, aimed) => {
    state.regions.enter(ctx, scale, left, top);
    ctx.globalAlpha = verdict === 3 ? 0.5 : aimed ? 0.16 : 0.06;
    ctx.fillStyle = theme.get(verdict === 3 ? "bg.0" : LINES[verdict || 1][0]);
    ctx.fill(state.regions.parts[shape], "evenodd");
    ctx.globalAlpha = 1;
  });
  ctx.setTransform(theme.dpr, 0, 0, theme.dpr, 0, 0);
}

/** Calls `act(shape, verdict, aimed)` for every region a drag says something about. */
function each(state, act) {
  const verdicts = state.verdict?.regions || {};
  for (let shape = 0; state.regions && shape < state.regions.ids.length; shape++) {
    const id = state.regions.ids[shape], verdict = verdicts[id] || 0;
    const aimed = state.target?.kind === "region" && state.target.id === id;
    if (verdict || aimed) act(shape, verdict, aimed);
  }
}

function regions(ctx, state, { scale, left, top }) {
  each(state, (shape, verdict, aimed) => {
    const px = state.regions.enter(ctx, scale, left, top);
    const [colour, width, dash] = LINES[verdict || 1];
    ctx.setLineDash(dash.map((d) => d * px));
    ctx.lineWidth = (aimed ? width + 1.5 : width) * px;
    ctx.strokeStyle = theme.get(colour);
    ctx.stroke(state.regions.parts[shape]);
    ctx.setLineDash([]);
    if (!verdict) return;
    ctx.setTransform(theme.dpr, 0, 0, theme.dpr, 0, 0);
    const [mx, my] = state.regions.middle(shape);
    drawSign(ctx, verdict, mx * scale - left, my * scale - top - 18, 16,
      theme.get(verdict === 3 ? "text.3" : verdict === 2 ? "warn.text" : "accent"));
  });
}
