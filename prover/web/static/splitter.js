// The width of the side panel, by pointer or arrow keys; kept.

const KEY = "prover-view-side";
const LEAST = 320;

export function setUpSplitter(handle, work) {
  const most = () => Math.max(LEAST, work.clientWidth - 360);
  const set = (width, keep) => {
    const px = Math.round(Math.min(most(), Math.max(LEAST, width)));
    work.style.setProperty("--side", `${px}px`);
    handle.setAttribute("aria-valuenow", String(px));
    handle.setAttribute("aria-valuemin", String(LEAST));
    handle.setAttribute("aria-valuemax", String(most()));
    if (!keep) return;
    try {
      localStorage.setItem(KEY, String(px));
    } catch {
      // kept for as long as the page is open
    }
  };
  const width = () => work.getBoundingClientRect().right - handle.getBoundingClientRect().right;
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    const move = (moved) => set(work.getBoundingClientRect().right - moved.clientX, true);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), { once: true });
  });
  handle.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: 24, ArrowRight: -24 }[event.key];
    if (!by) return;
    event.preventDefault();
    set(width() + by, true);
  });
  let kept = null;
  try {
    kept = Number(localStorage.getItem(KEY));
  } catch {
    // none
  }
  if (kept) set(kept, false);
}
