// Informal statements and proofs, their mathematics typeset by KaTeX; all else stays plain text.

import { el } from "./dom.js";

const DELIMITERS = [
  { left: "$$", right: "$$", display: true },
  { left: "\\[", right: "\\]", display: true },
  ...["equation", "align", "align*", "alignat", "gather", "gather*", "eqnarray*", "CD"].map((name) => ({
    left: `\\begin{${name}}`,
    right: `\\end{${name}}`,
    display: true,
  })),
  { left: "\\(", right: "\\)", display: false },
  { left: "$", right: "$", display: false },
];

const once = (tag, props) =>
  new Promise((resolve, reject) => {
    document.head.append(
      el(tag, { ...props, onload: resolve, onerror: () => reject(new Error(`${props.src ?? props.href} cannot be had`)) }),
    );
  });

let library = null;

// Asked for only where there is something to typeset.
function katex() {
  library ??= (async () => {
    await Promise.all([
      once("link", { rel: "stylesheet", href: "lib/katex/katex.min.css" }),
      once("script", { src: "lib/katex/katex.min.js" }),
    ]);
    await once("script", { src: "lib/katex/contrib/auto-render.min.js" });
    return globalThis.renderMathInElement;
  })();
  return library;
}

const paragraphs = (text) => text.split(/\n\s*\n/).map((part) => el("p", {}, part.trim()));

export async function showInformal(place, statement, proof) {
  const parts = [];
  if (statement) parts.push(el("div", {}, el("h3", {}, "In words"), ...paragraphs(statement)));
  if (proof) parts.push(el("details", { open: true }, el("summary", {}, "Proof in words"), ...paragraphs(proof)));
  place.replaceChildren(...parts);
  place.hidden = parts.length === 0;
  if (parts.length === 0) return;
  try {
    const typeset = await katex();
    for (const part of parts) {
      typeset(part, {
        delimiters: DELIMITERS,
        trust: false,
        throwOnError: false,
        strict: "ignore",
        maxExpand: 200,
        errorCallback: () => {},
      });
    }
  } catch {
    // the source is readable as it is
  }
}
