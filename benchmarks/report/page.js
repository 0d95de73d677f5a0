document.documentElement.classList.add("script");
for (const box of document.querySelectorAll("input.filter")) {
  const rows = document.getElementById(box.dataset.of).querySelectorAll("details.problem");
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  });
}
