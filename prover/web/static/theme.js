// Light and dark: the system's choice until a person makes one, which is kept.

import { $ } from "./dom.js";

const KEY = "prover-view-theme";

const kept = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

const system = matchMedia("(prefers-color-scheme: dark)");

export const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

export function setUpTheme(changed) {
  const button = $("theme");
  const set = (theme) => {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    const other = isDark() ? "Light theme" : "Dark theme";
    button.textContent = isDark() ? "☀" : "☾";
    button.title = other;
    button.setAttribute("aria-label", other);
    changed();
  };
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // kept for as long as the page is open
    }
    set(theme);
  });
  system.addEventListener("change", () => set(null));
  set(kept());
}
