// Drawing on the canvas: nodes by status, edges, labels.  Sizes given in pixels of the screen are divided by the scale.

import { logprob, oneLine } from "./words.js";

const NAMES = [
  "panel",
  "text",
  "muted",
  "edge",
  "edge-merged",
  "open",
  "expanding",
  "expanded",
  "proved",
  "failed",
  "refuted",
  "pruned",
  "person",
  "accent",
  "found",
];

// The page's colours as the canvas takes them, for the theme in force.
export function colours() {
  const probe = document.createElement("span");
  document.body.append(probe);
  const read = {};
  for (const name of NAMES) {
    probe.style.color = `var(--${name})`;
    read[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return read;
}

function outline(ctx, node, r) {
  ctx.beginPath();
  if (node.merged) {
    const d = r * 1.18;
    ctx.moveTo(node.x - d, node.y);
    ctx.lineTo(node.x, node.y - d);
    ctx.lineTo(node.x + d, node.y);
    ctx.lineTo(node.x, node.y + d);
    ctx.closePath();
  } else {
    ctx.arc(node.x, node.y, r, 0, 2 * Math.PI);
  }
}

function stroke(ctx, points) {
  ctx.beginPath();
  points.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.stroke();
}

export const BEND = 0.26; // of a column, in which an edge reaches its end's height

const FILLED = new Set(["expanding", "expanded", "proved", "failed", "refuted"]);

// `pixels`: the radius on the screen.
export function drawNode(ctx, node, k, pixels, colour) {
  const r = pixels / k;
  const own = colour[node.status];
  if (pixels < 2.2) {
    ctx.fillStyle = own;
    ctx.fillRect(node.x - r, node.y - r, 2 * r, 2 * r);
    return;
  }
  const px = 1 / k;
  outline(ctx, node, r);
  ctx.fillStyle = FILLED.has(node.status) ? own : colour.panel;
  ctx.fill();
  ctx.strokeStyle = own;
  ctx.lineWidth = Math.min(2, pixels * 0.35) * px;
  ctx.setLineDash(node.status === "pruned" ? [2.5 * px, 2 * px] : []);
  ctx.stroke();
  ctx.setLineDash([]);
  if (pixels >= 3.6) drawMark(ctx, node, r, px, colour);
  if (node.status === "expanding") ring(ctx, node, r + 3.5 * px, own, 1.5 * px);
  if (node.byPerson) ring(ctx, node, r + (node.status === "expanding" ? 6 : 3) * px, colour.person, 2 * px);
  if (node.pinned) drawPin(ctx, node, r, px, colour);
}

function drawMark(ctx, { x, y, status, prunedHere }, r, px, colour) {
  const s = r * 0.48;
  ctx.lineWidth = Math.max(1.3 * px, r * 0.24);
  ctx.strokeStyle = colour.panel;
  ctx.lineCap = "round";
  if (status === "proved")
    stroke(ctx, [
      [x - s, y],
      [x - s * 0.2, y + s * 0.75],
      [x + s, y - s * 0.7],
    ]);
  if (status === "failed" || status === "refuted") {
    stroke(ctx, [
      [x - s * 0.8, y - s * 0.8],
      [x + s * 0.8, y + s * 0.8],
    ]);
    stroke(ctx, [
      [x - s * 0.8, y + s * 0.8],
      [x + s * 0.8, y - s * 0.8],
    ]);
  }
  if (prunedHere) {
    ctx.strokeStyle = colour.failed;
    ctx.lineWidth = 2 * px;
    stroke(ctx, [
      [x - r * 1.4, y + r * 1.4],
      [x + r * 1.4, y - r * 1.4],
    ]);
  }
  ctx.lineCap = "butt";
}

export function ring(ctx, node, r, colour, width) {
  outline(ctx, node, r);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

function drawPin(ctx, { x, y }, r, px, colour) {
  const [left, foot, top] = [x + r * 0.7, y - r * 0.7, y - r * 0.7 - 10 * px];
  ctx.strokeStyle = ctx.fillStyle = colour.accent;
  ctx.lineWidth = 1.5 * px;
  stroke(ctx, [
    [left, foot],
    [left, top],
  ]);
  ctx.beginPath();
  ctx.moveTo(left, top);
  ctx.lineTo(left + 8 * px, top + 3 * px);
  ctx.lineTo(left, top + 6 * px);
  ctx.closePath();
  ctx.fill();
}

/*
 * Edges [{from, to}] in one stroke.  In a flattened graph many lie on the same pixels: of those that end within half
 * a pixel of the one before, in the same column, one is drawn.
 */
export function drawEdges(ctx, edges, k, view, { colour, width, dash = [], every = false, alpha = 1 }) {
  if (edges.length === 0) return;
  ctx.beginPath();
  const straight = k < 0.12;
  let last = null;
  for (const { from, to } of edges) {
    if (from.x > view.right && to.x > view.right) continue;
    if (from.x < view.left && to.x < view.left) continue;
    if (from.y > view.bottom && to.y > view.bottom) continue;
    if (from.y < view.top && to.y < view.top) continue;
    if (!every && last !== null && last.from === from && Math.abs(last.to.y - to.y) * k < 0.5) continue;
    last = { from, to };
    ctx.moveTo(from.x, from.y);
    const gap = to.x - from.x;
    if (gap <= 0) {
      // back or within the column: a bow to the right
      const bow = Math.max(from.x, to.x) + 0.35 * view.column;
      ctx.bezierCurveTo(bow, from.y, bow, to.y, to.x, to.y);
    } else if (straight) {
      ctx.lineTo(to.x, to.y);
    } else {
      const level = from.x + Math.min(gap, BEND * view.column); // flat from here, for the label
      ctx.bezierCurveTo((from.x + level) / 2, from.y, (from.x + level) / 2, to.y, level, to.y);
      ctx.lineTo(to.x, to.y);
    }
  }
  ctx.strokeStyle = colour;
  ctx.globalAlpha = alpha;
  ctx.lineWidth = width / k;
  ctx.setLineDash(dash.map((d) => d / k));
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

const LABEL_FONT = "11px";

// Tactic and log-probability above the end of an edge; `at` is the child's place on the screen.
export function drawLabel(ctx, attempt, at, room, colour, strong, family) {
  ctx.font = `${LABEL_FONT} ${family}`;
  const letter = ctx.measureText("m").width;
  const number = logprob(attempt.logprob);
  const letters = Math.floor(room / letter) - number.length - 1;
  if (letters < 3) return;
  const tactic = oneLine(attempt.tactic, letters);
  ctx.textAlign = "right";
  ctx.textBaseline = "alphabetic";
  ctx.lineJoin = "round";
  ctx.strokeStyle = colour.panel;
  ctx.lineWidth = 3;
  const left = at.x - ctx.measureText(number).width - letter;
  ctx.strokeText(number, at.x, at.y);
  ctx.strokeText(tactic, left, at.y);
  ctx.fillStyle = colour.muted;
  ctx.fillText(number, at.x, at.y);
  ctx.fillStyle = attempt.source === "user" ? colour.person : strong ? colour.text : colour.muted;
  ctx.fillText(tactic, left, at.y);
}

// The tactic that closes the proof, right of its node or, where there is no room, below it.
export function drawClosing(ctx, tactic, at, width, colour, family) {
  ctx.font = `600 ${LABEL_FONT} ${family}`;
  const text = oneLine(tactic, 24);
  const room = at.x + ctx.measureText(text).width < width - 8;
  ctx.textAlign = room ? "left" : "right";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.strokeStyle = colour.panel;
  ctx.lineWidth = 3;
  const place = room ? [at.x, at.y] : [width - 8, at.y + 20];
  ctx.strokeText(text, ...place);
  ctx.fillStyle = colour.proved;
  ctx.fillText(text, ...place);
}

export function drawBadge(ctx, text, at, colour, family) {
  ctx.font = `600 10px ${family}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  const width = ctx.measureText(text).width + 8;
  ctx.fillStyle = colour.muted;
  ctx.beginPath();
  ctx.roundRect(at.x, at.y - 7, width, 14, 7);
  ctx.fill();
  ctx.fillStyle = colour.panel;
  ctx.fillText(text, at.x + 4, at.y + 0.5);
}
