// The articles, marked: one at a time, the strip that maps it, and who else tells a statement.
import { badge, evidence } from "./evidence.js";
import { bodies } from "./grid.js";
import { byId, data, make, papersOf, place, said, state } from "./page.js";
import { marked } from "./words.js";

const stripOf = new Map();
const inSight = new IntersectionObserver((changes) => {
  for (const { target, isIntersecting } of changes) stripOf.get(target.id)?.classList.toggle("seen", isIntersecting);
});

export function papers() {
  inSight.disconnect();
  for (const paper of papersOf) {
    paper.hidden = paper.id !== state.base;
    if (paper.hidden) continue;
    for (const link of paper.querySelectorAll(".strip a")) {
      const statement = byId(link.hash.slice(1));
      link.style.flexGrow = statement.textContent.length;
      stripOf.set(statement.id, link);
      inSight.observe(statement);
    }
  }
  who(null);
}

// Beside the text: who else tells the statement pointed at, in which words, and who does not.
let pointed = null;
function who(statement) {
  if (statement && statement === pointed) return;
  pointed?.classList.remove("pointed");
  pointed = statement;
  const aside = byId("who");
  aside.hidden = false;
  aside.classList.toggle("asked", Boolean(statement));
  if (!statement) {
    aside.replaceChildren(make("p", { textContent: "Point at a statement, or reach its number with the Tab key, to see who else tells it and who does not." }));
    return;
  }
  statement.classList.add("pointed");
  const all = tellers(statement);
  const outlet = ({ article }) => data.articles[article][2];
  const mine = data.articles[own(statement)][2];
  const again = all.filter((row) => outlet(row) === mine);
  const rows = all.filter((row) => outlet(row) !== mine);
  const others = outlets(data.articles.keys(), own(statement));
  const told = outlets(rows.filter((row) => row.told).map((row) => row.article), own(statement));
  const partly = outlets(rows.map((row) => row.article), own(statement)).filter((name) => !told.includes(name));
  const lacking = others.filter((name) => !told.includes(name) && !partly.includes(name));
  const sources = `of ${others.length} other ${others.length === 1 ? "source" : "sources"}`;
  aside.replaceChildren(
    make("h4", { textContent: told.length ? `Also told by ${told.length} ${sources}` : "Told by no other source" }), list(statement.id, rows.filter((row) => row.told)));
  const less = rows.filter((row) => !row.told);
  const how = less.some((row) => row.relation === "negated") ? "In part or perhaps denied" : "In part";
  if (partly.length) aside.append(make("h4", { textContent: `${how} by ${partly.length} ${sources}` }), list(statement.id, less));
  if (again.length) aside.append(make("h4", { textContent: "Elsewhere by the same source" }), list(statement.id, again));
  if (rows.length && lacking.length) aside.append(make("p", { dir: "auto", textContent: `Not told by ${lacking.join(", ")}.` }));
}

const own = (statement) => place(statement.id)[0];
const list = (id, rows) => make("ul", { className: "evidence" }, ...rows.map((row) => tellerRow(id, row)));

// Two articles of one outlet are one source.
function outlets(articles, without) {
  const mine = data.articles[without][2];
  return [...new Set([...articles].sort((a, b) => a - b).map((article) => data.articles[article][2]))].filter((name) => name !== mine);
}

// Per other article its best match with the statement, else its place in a claim of both; and whether both tell one claim.
function tellers(statement) {
  const [own, at] = place(statement.id);
  const found = new Map();
  for (const [i, a, j, b, relation, score, parts] of data.matches) {
    const [article, there] = i === own && a === at ? [j, b] : j === own && b === at ? [i, a] : [];
    if (article !== undefined && !(found.get(article)?.score > score)) found.set(article, { article, at: there, relation, score, parts });
  }
  for (const { node } of bodies) {
    const rows = [...node.querySelectorAll("[data-at]")];
    const mine = rows.find((row) => row.dataset.at === statement.id);
    if (!mine) continue;
    for (const row of rows) {
      const [article, there] = place(row.dataset.at);
      if (article === own) continue;
      if (!found.has(article)) found.set(article, { article, at: there });
      if (!("part" in mine.dataset || "part" in row.dataset)) found.get(article).told = true;
    }
  }
  return [...found.values()].sort((x, y) => x.article - y.article);
}

function tellerRow(statement, { article, at, relation, score, parts }) {
  const [own, here] = place(statement);
  const source = make("a", { href: `#a${article + 1}s${at}`, dir: "auto", textContent: data.articles[article][1] });
  const quote = make("q", { dir: "auto" }, marked(said(article, at), said(own, here), "ins"));
  if (!relation) return make("li", {}, source, make("span", { className: "score", textContent: " matches another of the claim" }), quote);
  const button = badge(relation, score);
  button.addEventListener("click", () => evidence(own, here, article, { a: here, b: at, relation, score, parts }));
  return make("li", {}, button, " ", source, " ", quote);
}

for (const kind of ["pointerover", "focusin"]) {
  byId("articles").addEventListener(kind, (happened) => {
    const statement = happened.target.closest(".st");
    if (statement) who(statement);
  });
}
// On a small screen it lies over the text: a touch beside, or Escape, takes it away.
document.addEventListener("click", (happened) => {
  if (pointed && !happened.target.closest(".st, .who, dialog")) who(null);
});
document.addEventListener("keydown", (happened) => { if (happened.key === "Escape" && pointed && !byId("evidence").open) who(null); });
