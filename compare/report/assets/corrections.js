// Corrections: 1 both say the same, 0 they do not. They show at once, stay in this browser and in the URL, and the file they
// are downloaded as is read by report --corrections, and by tune as labels.
import { byId, data, make, said, state } from "./page.js";

export const corrections = new Map();
export const keyOf = (...ends) => ends.map((end) => end.join(".")).sort().join("-");
export const endsOf = (key) => key.split("-").map((end) => end.split(".").map(Number));
const settled = new Map(data.settled.map(([i, a, j, b, same]) => [keyOf([i, a], [j, b]), same]));
export const settledBy = (first, second) => settled.get(keyOf(first, second));
const store = `newscompare ${data.event} ${data.settings}`;

// What the URL holds comes first, then what this browser kept; a file may be opened where nothing is kept.
function kept() {
  try { return localStorage.getItem(store) ?? ""; } catch { return ""; }
}
export function restore() {
  for (const [, label, key] of (state.fix || kept()).matchAll(/([ny])(\d+\.\d+-\d+\.\d+)/g)) {
    const [[left, a], [right, b]] = endsOf(key);
    if (!data.spans[left]?.[a] || !data.spans[right]?.[b] || left === right) continue;
    const score = data.matches.find(([i, x, j, y]) => keyOf([i, x], [j, y]) === key)?.[5] ?? null;
    corrections.set(key, { label: label === "y" ? 1 : 0, score });
  }
  show();
}

function show() {
  state.fix = [...corrections].map(([key, { label }]) => (label ? "y" : "n") + key).join("_");
  byId("saved").textContent = corrections.size;
  for (const id of ["save", "drop"]) byId(id).hidden = corrections.size === 0;
  document.dispatchEvent(new Event("corrected"));
}

function correct(first, second, label, score) {
  const key = keyOf(first, second);
  if (corrections.get(key)?.label === label) corrections.delete(key);
  else corrections.set(key, { label, score });
  show();
  try { localStorage.setItem(store, state.fix); } catch { /* the URL has it */ }
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
  const marked = () => [...corrections].find(([key, row]) => row.label && row.score === null && key.split("-").includes(own));
  button.addEventListener("marked", () => {
    const waits = pending && pending[0] !== article;
    button.textContent = marked() ? "missed: undo" : pending?.join(".") === own ? "missed: now name the other" : waits ? "this says the same" : "missed?";
    button.classList.toggle("plain", Boolean(marked() || pending));
  });
  button.addEventListener("click", () => {
    const before = marked();
    if (before) correct(...endsOf(before[0]), 1, null);
    else if (pending && pending[0] !== article) {
      correct(pending, [article, at], 1, null);
      pending = null;
    } else pending = pending?.join(".") === own ? null : [article, at];
    for (const each of byId("rows").querySelectorAll(".missed")) each.dispatchEvent(new Event("marked"));
  });
  button.dispatchEvent(new Event("marked"));
  return button;
}

export function row([key, { label, score }]) {
  const [[left, a], [right, b]] = endsOf(key);
  return {
    a: said(left, a), b: said(right, b), label, kind: "statements", score,
    a_article: data.articles[left][0], a_span: data.spans[left][a],
    b_article: data.articles[right][0], b_span: data.spans[right][b],
    event: data.event, settings: data.settings,
  };
}

byId("save").addEventListener("click", () => {
  const lines = [...corrections].map((each) => `${JSON.stringify(row(each))}\n`).join("");
  const url = URL.createObjectURL(new Blob([lines], { type: "application/x-ndjson" }));
  make("a", { href: url, download: `${data.event}-corrections.jsonl` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
});
byId("drop").addEventListener("click", () => {
  corrections.clear();
  try { localStorage.removeItem(store); } catch { /* nothing was kept */ }
  show();
});
