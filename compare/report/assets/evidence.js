// The evidence of one match, and what a reader says of it.
import { settledBy, verdict } from "./corrections.js";
import { byId, data, make, place, said, statements } from "./page.js";
import { marked } from "./words.js";

// Under even odds a match is likelier none, and is marked so.
export function badge(relation, score) {
  const [icon, words] = data.relations[relation];
  const unsure = score < 0.5;
  const sign = make("i", { className: relation, textContent: icon, ariaHidden: "true" });
  return make("button", { type: "button", className: `rel ${relation}${unsure ? " unsure" : ""}`, title: "Why?" }, sign, " ", make("span", { textContent: unsure && !words.endsWith("?") ? `${words}?` : words }));
}

const dialog = byId("evidence");

// A statement with the one before and the one after it.
function inContext(article, at, other, mark) {
  const all = statements(article);
  const near = (step) => said(article, all[all.indexOf(at) + step]);
  return make("p", { className: "quote", dir: "auto" }, make("span", { textContent: `${near(-1)} ` }),
    marked(said(article, at), other, mark), make("span", { textContent: ` ${near(1)}` }));
}

function part([name, value]) {
  const meter = make("meter", { min: 0, max: 8, value: Math.abs(value), ariaLabel: name });
  return make("tr", {}, make("td", { textContent: name }), make("td", { textContent: value > 0 ? `+${value}` : `${value}`.replace("-", "−") }), make("td", {}, value > 0 ? meter : ""));
}

export function evidence(left, a, right, match) {
  const [mine, theirs] = [said(left, a), said(right, match.b)];
  const ends = [[left, a], [right, match.b]];
  // What a file of corrections settled is not asked again.
  const verdicts = settledBy(...ends) === undefined
    ? [verdict("Wrong? They do not say the same", ...ends, 0, match.score), verdict("Right: they say the same", ...ends, 1, match.score)]
    : [make("span", { className: "tag", textContent: `Settled by ${data.files.join(", ")}` })];
  const close = make("button", { type: "button", textContent: "Close" });
  close.addEventListener("click", () => dialog.close());
  byId("evidence-body").replaceChildren(
    make("h2", { id: "evidence-h", textContent: data.relations[match.relation][1] }),
    make("p", { className: "by", textContent: `Probability ${match.score.toFixed(2)}; a match counts from ${data.threshold} on.` }),
    make("h3", { dir: "auto", textContent: data.articles[left][1] }), inContext(left, a, theirs, "del"),
    make("h3", { dir: "auto", textContent: data.articles[right][1] }), inContext(right, match.b, mine, "ins"),
    make("h3", { textContent: "What the probability is made of" }),
    make("p", { className: "by", textContent: "Each adds to the log odds that both say the same." }),
    make("table", {}, make("tbody", {}, ...Object.entries(match.parts).map(part))), make("p", { className: "tools" }, ...verdicts, close));
  dialog.showModal();
}

// Every statement of a claim can be asked why it stands there: beside the best match it has.
export function ask(list, anchors) {
  for (const row of list.children) {
    row.querySelector(".why")?.remove();
    const best = bestMatch(row.dataset.at, anchors);
    if (!best) continue;
    const why = make("button", { type: "button", className: "why", textContent: "why?" });
    why.addEventListener("click", () => evidence(...best));
    row.insertBefore(why, row.querySelector("q"));
  }
}

function bestMatch(anchor, anchors) {
  const [mine, at] = place(anchor);
  let best = null;
  for (const [i, a, j, b, relation, score, parts] of data.matches) {
    const ours = i === mine && a === at && anchors.includes(`a${j + 1}s${b}`);
    const theirs = j === mine && b === at && anchors.includes(`a${i + 1}s${a}`);
    if ((ours || theirs) && (!best || score > best[3].score)) best = [i, a, j, { a, b, relation, score, parts }];
  }
  return best;
}
