// Which moment is shown: scrubbing, replay by the log's own clock, and keeping up with a live search.

import { $, setText } from "./dom.js";
import { count, many, seconds } from "./words.js";

const WHOLE_MS = 5000; // that a whole replay takes at most when it is as fast as possible

export class Timeline {
  // `changed()`: another moment is to be shown.
  constructor(changed) {
    this.changed = changed;
    this.range = $("timeline");
    this.button = $("play");
    this.toEnd = document.getElementById("to-live");
    this.canvas = document.getElementById("density");
    this.range.addEventListener("input", () => this.seek(Number(this.range.value)));
    this.button.addEventListener("click", () => this.toggle());
    this.toEnd.addEventListener("click", () => this.goLive());
    new ResizeObserver(() => this.#draw(true)).observe(this.canvas);
    this.reset(null);
  }

  reset(replay, live = false) {
    this.replay = replay;
    this.live = live;
    this.index = 0;
    this.following = true;
    this.drawn = -1;
    this.stop();
  }

  get length() {
    return this.replay?.length ?? 0;
  }

  get playing() {
    return this.timer !== null && this.timer !== undefined;
  }

  // The log has grown.
  grown() {
    if (this.following) this.index = this.length;
  }

  seek(index) {
    this.stop();
    this.#move(index);
  }

  goLive() {
    this.stop();
    this.#move(this.length);
  }

  step(by) {
    this.seek(this.index + by);
  }

  toggle() {
    if (this.playing) {
      this.stop();
      this.changed();
      return;
    }
    if (this.length === 0) return;
    if (this.index >= this.length) this.#move(0);
    this.following = false;
    const last = { at: performance.now() };
    last.t = this.replay.time(this.index);
    const frame = (now) => {
      const speed = $("speed").value;
      if (speed === "max") {
        this.#move(this.index + Math.max(1, Math.ceil((this.length * (now - last.at)) / WHOLE_MS)));
        last.t = this.replay.time(this.index);
      } else {
        last.t += (Math.max(0, now - last.at) / 1000) * Number(speed);
        this.#move(Math.max(this.index, this.replay.momentOf(last.t)));
      }
      last.at = now;
      if (this.index < this.length) this.timer = requestAnimationFrame(frame);
      else this.stop();
    };
    this.timer = requestAnimationFrame(frame);
    this.changed();
  }

  stop() {
    if (this.playing) cancelAnimationFrame(this.timer);
    this.timer = null;
  }

  // Show on the page where we are.
  render(anew = false) {
    const { replay, index, length } = this;
    this.range.max = String(length);
    this.range.value = String(index);
    const t = replay ? seconds(replay.time(index)) : "";
    const words = replay ? `${t} · event ${count(index)} of ${count(length)} · ${many(replay.shown(index), "state")}` : "";
    setText($("moment"), words);
    this.range.setAttribute("aria-valuetext", words);
    setText(this.button, this.playing ? "❚❚" : "▶");
    this.button.setAttribute("aria-label", this.playing ? "Pause the replay" : "Play");
    this.toEnd.classList.toggle("away", index >= length);
    setText(this.toEnd, this.live ? "● Live" : "To the end");
    this.#draw(anew);
  }

  #move(index) {
    this.index = Math.max(0, Math.min(this.length, Math.round(index)));
    this.following = this.index === this.length;
    this.changed();
  }

  // How many states there were, event by event, behind the slider; a line where the proof was found.
  #draw(anyway) {
    const { canvas, replay, length } = this;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (!width || !height || !replay) return;
    if (!anyway && this.drawn === length) return;
    if (!anyway && length - this.drawn < length / 200) return;
    this.drawn = length;
    canvas.width = width * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    const ctx = canvas.getContext("2d");
    ctx.scale(devicePixelRatio, devicePixelRatio);
    const style = getComputedStyle(canvas);
    ctx.fillStyle = style.color;
    const total = replay.nodes.length || 1;
    ctx.beginPath();
    ctx.moveTo(0, height);
    for (let x = 0; x <= width; x += 2) {
      ctx.lineTo(x, height - (height - 1) * (replay.shown(Math.round((x / width) * length)) / total));
    }
    ctx.lineTo(width, height);
    ctx.fill();
    if (replay.proof) {
      ctx.fillStyle = style.borderTopColor;
      ctx.fillRect((replay.proof.at / length) * width - 1, 0, 2, height);
    }
  }
}
