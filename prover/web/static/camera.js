// Where one looks: pan and zoom of the graph component, with columns that never get narrower than the panel allows.

import { COLUMN, ROW } from "./layout.js";

const PAD = 46;
const CLOSEST = 3;
const WHOLE = 1.15; // no closer to show everything

/*
 * A search graph is far higher than wide, or the other way round.  So heights are to scale `k`, while the columns of
 * the whole graph just fill the panel's width where its height fits too, get no narrower when one zooms out further,
 * and widen faster than the heights when one zooms in, until a column is COLUMN to scale.  `stretch` is the width a
 * column has in the component's own coordinates over COLUMN; positions are (u, y), u in columns of COLUMN, unstretched.
 */
export class Camera {
  constructor(graph, moved) {
    this.graph = graph;
    this.moved = moved;
    this.depth = 1; // columns of the whole graph, but for the first
    this.height = ROW;
    this.stretch = 1;
    this.touched = false;
    graph.minZoom(0.002).maxZoom(CLOSEST).enableZoomInteraction(false);
    graph.onZoom(({ k }) => this.#restretch(k));
  }

  get k() {
    return this.graph.zoom();
  }

  get size() {
    return { width: this.graph.width(), height: this.graph.height() };
  }

  // What there is to see has changed, or the panel's size.
  setExtent(depth = this.depth, height = this.height) {
    this.depth = Math.max(1, depth);
    this.height = height;
    this.#restretch(this.k);
  }

  toScreen(u, y) {
    return this.graph.graph2ScreenCoords(u * this.stretch, y);
  }

  toGraph(screenX, screenY) {
    const { x, y } = this.graph.screen2GraphCoords(screenX, screenY);
    return { u: x / this.stretch, y };
  }

  // Show (u, y) at the middle, or where one points to.
  look(u, y, k, at) {
    const { width, height } = this.size;
    const scale = Math.min(CLOSEST, Math.max(0.002, k === 1 ? 1.0001 : k)); // the component re-zooms by itself from exactly 1
    const { x, y: top } = at ?? { x: width / 2, y: height / 2 };
    this.graph.zoom(scale);
    this.#restretch(scale);
    this.graph.centerAt(u * this.stretch + (width / 2 - x) / scale, y + (height / 2 - top) / scale);
  }

  zoomBy(factor, at) {
    const { width, height } = this.size;
    const point = at ?? { x: width / 2, y: height / 2 };
    const { u, y } = this.toGraph(point.x, point.y);
    this.touched = true;
    this.look(u, y, this.k * factor, point);
  }

  panBy(dx, dy) {
    const { width, height } = this.size;
    const { u, y } = this.toGraph(width / 2 + dx, height / 2 + dy);
    this.touched = true;
    this.look(u, y, this.k);
  }

  // All of these positions.
  fit(places) {
    let [top, bottom, left, right] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { u, y } of places) {
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      left = Math.min(left, u);
      right = Math.max(right, u);
    }
    if (top > bottom) return;
    const { width, height } = this.size;
    let k = Math.min(WHOLE, (height - 2 * PAD) / (bottom - top + ROW));
    while ((this.#column(k) * (right - left)) / COLUMN > width - 2 * PAD && k > this.#whole) k *= 0.97;
    this.look((left + right) / 2, (top + bottom) / 2, k);
    this.touched = false;
  }

  // Bring one position into view, without moving more than that takes.
  reveal(u, y, margin = 60) {
    const { width, height } = this.size;
    const at = this.toScreen(u, y);
    const inside = (value, size) => Math.max(0, margin - value) - Math.max(0, value - (size - margin));
    const dx = inside(at.x, width);
    const dy = inside(at.y, height);
    if (dx === 0 && dy === 0) return;
    this.look(u, y, this.k, { x: at.x + dx, y: at.y + dy });
  }

  // The scale at which the whole graph's height fits.
  get #whole() {
    return Math.min(WHOLE, (this.size.height - 2 * PAD) / (this.height + ROW));
  }

  // The width of a column on the screen.
  #column(k) {
    const fitting = Math.max(8, Math.min(COLUMN, (this.size.width - 2 * PAD) / this.depth));
    const closer = fitting * (k / this.#whole) ** 2;
    return Math.max(fitting, Math.min(k * COLUMN, closer));
  }

  #restretch(k) {
    const stretch = this.#column(k) / (k * COLUMN);
    if (Math.abs(stretch - this.stretch) > 1e-9 * stretch) {
      this.stretch = stretch;
      this.moved();
    }
  }
}
