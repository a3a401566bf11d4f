
const table = document.getElementById("table"), filter = document.getElementById("filter");
const rows = () => [...table.tBodies];
filter.parentNode.hidden = false;
filter.addEventListener("input", () => {
  const words = filter.value.toLowerCase().split(/\s+/);
  for (const row of rows()) {
    const text = row.textContent.toLowerCase() + " " + row.querySelector(".mark").title.toLowerCase();
    row.hidden = !words.every(w => text.includes(w));
  }
});
for (const head of table.querySelectorAll("th[data-key]")) {
  const key = head.dataset.key, button = document.createElement("button");
  let up = key === "rank";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener("click", () => {
    up = !up;
    const compare = (a, b) => key === "name" ? a.dataset.name.localeCompare(b.dataset.name, undefined, {numeric: true}) : a.dataset[key] - b.dataset[key];
    table.append(...rows().sort((a, b) => up ? compare(a, b) : compare(b, a)));
  });
}
addEventListener("beforeprint", () => { for (const d of document.querySelectorAll("details")) d.open = true; });
