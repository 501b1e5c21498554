// Corrections: labels that tune reads; 1 both say the same, 0 they do not.
import { byId, data, make, said } from "./page.js";

const corrections = new Map();
const keyOf = (...ends) => ends.map((end) => end.join(".")).sort().join(" ");

function correct(first, second, label, score) {
  const key = keyOf(first, second);
  if (corrections.get(key)?.label === label) corrections.delete(key);
  else {
    const [[left, a], [right, b]] = [first, second];
    corrections.set(key, {
      a: said(left, a), b: said(right, b), label, kind: "statements", score,
      a_article: data.articles[left][0], a_span: data.spans[left][a],
      b_article: data.articles[right][0], b_span: data.spans[right][b],
      event: data.event, settings: data.settings,
    });
  }
  byId("saved").textContent = corrections.size;
  byId("save").hidden = corrections.size === 0;
}

export function verdict(words, first, second, label, score) {
  const button = make("button", { type: "button", className: "verdict", textContent: words });
  button.addEventListener("click", () => {
    correct(first, second, label, score);
    for (const each of button.parentNode.querySelectorAll(".verdict")) each.dispatchEvent(new Event("marked"));
  });
  button.addEventListener("marked", () => { button.ariaPressed = corrections.get(keyOf(first, second))?.label === label; });
  button.dispatchEvent(new Event("marked"));
  return button;
}

// Two statements that stand alone, though they say the same: name the one, then the other.
let pending = null;
export function forget() {
  pending = null;
}

export function missed(article, at) {
  const button = make("button", { type: "button", className: "missed" });
  const own = `${article}.${at}`;
  const marked = () => [...corrections].find(([key, row]) => row.score === null && key.split(" ").includes(own));
  button.addEventListener("marked", () => {
    const waits = pending && pending[0] !== article;
    button.textContent = marked() ? "missed: undo" : pending?.join(".") === own ? "missed: now name the other" : waits ? "this says the same" : "missed?";
    button.classList.toggle("plain", Boolean(marked() || pending));
  });
  button.addEventListener("click", () => {
    const before = marked();
    if (before) {
      const [first, second] = before[0].split(" ").map((end) => end.split(".").map(Number));
      correct(first, second, 1, null);
    } else if (pending && pending[0] !== article) {
      correct(pending, [article, at], 1, null);
      pending = null;
    } else pending = pending?.join(".") === own ? null : [article, at];
    for (const each of byId("rows").querySelectorAll(".missed")) each.dispatchEvent(new Event("marked"));
  });
  button.dispatchEvent(new Event("marked"));
  return button;
}

byId("save").addEventListener("click", () => {
  const lines = [...corrections.values()].map((row) => `${JSON.stringify(row)}\n`).join("");
  const url = URL.createObjectURL(new Blob([lines], { type: "application/x-ndjson" }));
  make("a", { href: url, download: `${data.event}-labels.jsonl` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
});
