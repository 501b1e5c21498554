// What a correction changes: who tells each claim, in the grid, the lists and the picture, at once and back.
import { corrections, endsOf, keyOf } from "./corrections.js";
import { bodies } from "./grid.js";
import { data, make, place } from "./page.js";

const outlet = (article) => data.articles[article][2];
const every = [...new Set(data.articles.map((article) => article[2]))];
const names = (list) => (list.length > 1 ? `${list.slice(0, -1).join(", ")} and ${list.at(-1)}` : list[0]);
const key = (one, other) => keyOf(place(one), place(other));

// The statements of a claim that still hang together with the one that words it.
function remaining(anchors, own) {
  const links = new Set(data.matches.map(([i, a, j, b]) => keyOf([i, a], [j, b])));
  const linked = (one, other) => corrections.get(key(one, other))?.label ?? links.has(key(one, other));
  const kept = new Set([own]);
  for (const one of kept) for (const other of anchors) if (linked(one, other) && corrections.get(key(own, other))?.label !== 0) kept.add(other);
  return kept;
}

function change(body) {
  const rows = [...body.node.querySelectorAll("[data-at]:not(.mine)")];
  const own = (rows.find((row) => "own" in row.dataset) ?? rows[0]).dataset.at;
  const kept = remaining(rows.map((row) => row.dataset.at), own);
  const telling = new Set();
  for (const row of rows) {
    const cut = !kept.has(row.dataset.at);
    row.classList.toggle("cut", cut);
    if (!cut && (!("part" in row.dataset) || corrections.get(key(own, row.dataset.at))?.label)) telling.add(outlet(place(row.dataset.at)[0]));
  }
  for (const end of made(own)) telling.add(outlet(end[0]));
  for (const [index, cell] of [...body.node.rows[0].cells].slice(1).entries()) {
    const mine = rows.filter((row) => place(row.dataset.at)[0] === index);
    cell.classList.toggle("cut", mine.length > 0 && mine.every((row) => row.classList.contains("cut")));
  }
  return every.filter((name) => telling.has(name));
}

// The statements that a reader said say the same as this one, though no match was found.
function made(anchor) {
  const [article, at] = place(anchor);
  const found = [];
  for (const [pair, { label, score }] of corrections) {
    const ends = endsOf(pair);
    const mine = ends.findIndex(([other, there]) => other === article && there === at);
    if (label && score === null && mine >= 0) found.push(ends[1 - mine]);
  }
  return found;
}

function say(body, telling) {
  const alone = telling.length === 1;
  const words = alone ? `told by ${telling[0]} alone` : `told by ${telling.length} of ${every.length}: ${names(telling)}`;
  for (const line of document.querySelectorAll(`li[data-claim="${body.node.id}"]`)) {
    const by = line.querySelector(".by") ?? line.appendChild(make("span", { className: "by" }));
    by.dataset.was ??= by.textContent;
    by.textContent = `${words} (your correction)`;
    line.classList.toggle("gone", line.closest(".agreed, .differ, #both") ? alone : !alone);
  }
  draw(body, telling);
}

function undo(body) {
  for (const by of document.querySelectorAll(`li[data-claim="${body.node.id}"] .by[data-was]`)) {
    by.textContent = by.dataset.was;
    delete by.dataset.was;
    by.closest("li").classList.remove("gone");
  }
  draw(body, null);
}

// Of a corrected claim the picture shows who tells it, and no parts.
function draw(body, telling) {
  const column = document.querySelector(`.plan a[href="#${body.node.id}"]`);
  if (!column) return;
  column.querySelector(".yours")?.remove();
  column.classList.toggle("corrected", Boolean(telling));
  if (!telling) return;
  const x = Number(column.querySelector("rect").getAttribute("x"));
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("class", "told yours");
  path.setAttribute("d", every.map((name, at) => (telling.includes(name) ? `M${x + 0.06} ${10 * at + 1.5}h.88v7h-.88z` : "")).join(""));
  column.append(path);
}

const touched = new Set();
document.addEventListener("corrected", () => {
  const ends = new Set([...corrections.keys()].flatMap((pair) => pair.split("-")));
  for (const body of bodies) {
    body.anchors ??= [...body.node.querySelectorAll("[data-at]")].map((row) => place(row.dataset.at).join("."));
    const hit = body.anchors.some((anchor) => ends.has(anchor));
    if (!hit && !touched.has(body)) continue;
    const telling = change(body);
    if (hit && telling.length) {
      touched.add(body);
      say(body, telling);
    } else {
      touched.delete(body);
      undo(body);
    }
  }
});
