// Talking to the server; every address is relative to the page, which lies under its secret prefix.

export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function refusal(response) {
  let words = "";
  try {
    const body = await response.json();
    words = body.error ?? body.detail ?? "";
  } catch {
    // not JSON: the status says it
  }
  if (typeof words !== "string") words = JSON.stringify(words);
  return new Refused(words || `the server answered ${response.status} ${response.statusText}`, response.status);
}

export async function getJSON(path, signal) {
  const response = await fetch(path, { signal, cache: "no-store" });
  if (!response.ok) throw await refusal(response);
  return response.json();
}

export async function command(body) {
  const response = await fetch("api/commands", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw await refusal(response);
  return (await response.json()).attempts ?? [];
}

// A log may have what JSON has not: an infinite limit is none.
function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return JSON.parse(line.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (part) => (part.startsWith('"') ? part : "null")));
  }
}

const SILENCE_MS = 90_000;

// The lines of a response, in arrays as they arrive; a connection silent for too long counts as lost.
async function* linesOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      let alarm;
      const silence = new Promise((_, fail) => {
        alarm = setTimeout(() => fail(new Error("silent")), SILENCE_MS);
      });
      const { done, value } = await Promise.race([reader.read(), silence]).finally(() => clearTimeout(alarm));
      const lines = (rest + (value ?? "")).split("\n");
      rest = done ? "" : lines.pop();
      yield lines.filter((line) => line.trim());
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

export const pause = (ms, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });

/*
 * Follow a search's events from its beginning, over however many connections that takes.
 *   events(array)   new ones, in order
 *   result(value)   the last line's, `null` where there is none yet
 *   connected(), lost(seconds)   the connection came about; it broke, and will be tried again in so many seconds
 * With `live` false a search without a result is asked for again from time to time: its run may still be going on.
 * Ends with the result, when `signal` says so, or by throwing `Refused`.
 */
export async function follow(id, live, { events, result, connected, lost }, signal) {
  let last = -1;
  let wait = 500;
  while (!signal.aborted) {
    let ended = false;
    let value = null;
    try {
      const response = await fetch(`api/events?id=${encodeURIComponent(id)}&after=${last}`, { signal, cache: "no-store" });
      if (response.status >= 400 && response.status < 500) throw await refusal(response);
      if (!response.ok) throw new Error(response.statusText);
      connected();
      for await (const lines of linesOf(response)) {
        const batch = [];
        for (const line of lines) {
          const event = parse(line);
          if (event.kind === "result") {
            ended = true;
            value = event.result;
          } else if (event.seq > last) {
            last = event.seq;
            batch.push(event);
          }
        }
        if (signal.aborted) return;
        if (batch.length) {
          wait = 500;
          events(batch);
        }
        if (ended) result(value);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refused) throw error;
    }
    if (signal.aborted) return;
    if (ended) {
      if (value !== null || live) return;
      wait = Math.max(3000, Math.min(wait * 1.5, 30_000));
    } else {
      lost(wait / 1000);
    }
    await pause(wait, signal);
    if (!ended) wait = Math.min(wait * 2, 10_000);
  }
}
