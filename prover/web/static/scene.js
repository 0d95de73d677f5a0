// A frame of the graph panel, back to front: edges, then (by the component) nodes, then rings, labels and badges.

import { COLUMN, ROW } from "./layout.js";
import { BEND, drawBadge, drawClosing, drawEdges, drawLabel, ring } from "./paint.js";

const LABELS_FROM = 15; // pixels from row to row
const WAYS_AT_MOST = 300; // further ways into states that are all drawn; of more, those near by and the selected state's

export function radius(graph, node, k) {
  const room = Math.min(ROW, COLUMN * graph.camera.stretch) * k; // to the next node
  const plain = Math.min(9, Math.max(1.3, room * 0.4));
  const marked =
    node.id === graph.selected || node.status === "proved" || node.status === "expanding" || node.byPerson || node.pinned;
  return marked ? Math.max(plain, Math.min(4.5, Math.max(3, room))) : plain;
}

export function inView({ x, y }, { left, right, top, bottom, margin }) {
  return x >= left - margin && x <= right + margin && y >= top - margin && y <= bottom + margin;
}

// What part of the graph the panel shows.
export function lookAt({ component, camera }, k) {
  const { width, height } = camera.size;
  const low = component.screen2GraphCoords(0, 0);
  const high = component.screen2GraphCoords(width, height);
  return { left: low.x, top: low.y, right: high.x, bottom: high.y, margin: 24 / k, column: COLUMN * camera.stretch };
}

const bothShown = ({ from, to }) => from.placed && to.placed && from.shown && to.shown;

// Of the moment.
const furtherWays = (graph) => [...graph.otherEdges.values()].filter((edge) => edge.at < graph.k && bothShown(edge));

function readable(ways, k, view) {
  if (ways.length <= WAYS_AT_MOST) return ways;
  return ROW * k < LABELS_FROM ? [] : ways.filter(({ from, to }) => inView(from, view) && inView(to, view));
}

function proofEdges({ proof, views }) {
  if (!proof) return [];
  const edges = [];
  for (const [id, { child }] of proof) if (child !== null) edges.push({ from: views.get(id), to: views.get(child) });
  return edges.filter(bothShown);
}

export function drawBehind(graph, ctx, k) {
  const { colour, view, selected } = graph;
  const draw = (edges, how) => drawEdges(ctx, edges, k, view, how);
  const plain = [];
  const persons = [];
  for (const edge of graph.treeEdges) if (edge.to.shown) (edge.to.byPerson ? persons : plain).push(edge);
  const others = furtherWays(graph);
  draw(readable(others, k, view), { colour: colour["edge-merged"], width: 0.8, dash: [4, 3] });
  draw(plain, { colour: colour.edge, width: k < 0.15 ? 0.8 : 1.2 });
  draw(persons, { colour: colour.person, width: 2 });
  if (selected !== null) {
    const mine = ({ from, to }) => from.id === selected || to.id === selected;
    const further = others.filter(mine);
    draw(further, { colour: colour.accent, width: 1.2, dash: [5, 3], every: true, alpha: further.length > 12 ? 0.45 : 0.9 });
    draw([...plain, ...persons].filter(mine), { colour: colour.accent, width: 1.8 });
  }
  draw(proofEdges(graph), { colour: colour.proved, width: 4.5, every: true });
}

export function drawInFront(graph, ctx, k) {
  const { colour, view, views } = graph;
  const px = 1 / k;
  const around = (id, gap, own, width) => {
    const node = views.get(id);
    if (node?.placed && node.shown && inView(node, view)) ring(ctx, node, radius(graph, node, k) / k + gap * px, own, width * px);
  };
  for (const id of graph.found) around(id, 5, colour.found, 2.5);
  if (graph.hover !== null) around(graph.hover, 3, colour.muted, 1.5);
  if (graph.selected !== null) around(graph.selected, 5.5, colour.accent, 2.5);
  ctx.save();
  ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  drawLabels(graph, ctx, k);
  for (const [id, below] of graph.hidden) {
    const node = views.get(id);
    const hidden = below.filter((one) => views.get(one)?.shown).length;
    if (!hidden || !node.shown || !inView(node, view)) continue;
    const { x, y } = graph.camera.toScreen(node.u, node.y);
    drawBadge(ctx, `+${hidden}`, { x: x + radius(graph, node, k) + 5, y }, colour, graph.family);
  }
  ctx.restore();
}

// On the proof's and the selected state's edges; on all of them from near.
function drawLabels(graph, ctx, k) {
  const { view, views, proof, selected, colour, family } = graph;
  const room = view.column * k;
  if (room < 64) return;
  const heights = new Map(); // of labels drawn, by column
  const draw = ({ from, to }, attempt, strong) => {
    if (!attempt || !from.shown || !to.shown || !to.placed || !inView(to, view)) return;
    const { x, y } = graph.camera.toScreen(to.u, to.y);
    const near = heights.get(to.u) ?? [];
    if (near.some((other) => Math.abs(other - y) < 12)) return;
    heights.set(to.u, [...near, y]);
    const gap = radius(graph, to, k) + (to.id === selected || to.byPerson ? 8 : 4);
    const thick = proof?.get(from.id) === attempt ? 2 : 0;
    drawLabel(ctx, attempt, { x: x - gap, y: y - 5 - thick }, room * (1 - BEND) - gap + 10, colour, strong, family);
  };
  const mine = ({ from, to }) => from.id === selected || to.id === selected;
  if (proof) {
    for (const { from, to } of proofEdges(graph)) draw({ from, to }, proof.get(from.id), true);
    const [last, closing] = [...proof].at(-1) ?? [];
    const node = views.get(last);
    if (node?.placed && inView(node, view)) {
      const { x, y } = graph.camera.toScreen(node.u, node.y);
      drawClosing(ctx, closing.tactic, { x: x + radius(graph, node, k) + 8, y }, graph.camera.size.width, colour, family);
    }
  }
  for (const edge of graph.treeEdges) if (mine(edge)) draw(edge, edge.to.node.firstAttempt, true);
  for (const edge of furtherWays(graph)) if (mine(edge)) draw(edge, edge.attempt, true);
  if (ROW * k >= LABELS_FROM) for (const edge of graph.treeEdges) draw(edge, edge.to.node.firstAttempt, false);
}
