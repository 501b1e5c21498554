// Views, filters, side by side of any two, evidence and corrections. All text goes in as text.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const main = byId("main");
const make = (name, props = {}, ...children) => {
  const node = Object.assign(document.createElement(name), props);
  node.append(...children);
  return node;
};
// Article and statement of an id such as a3s1, counted from 0.
const place = (id) => { const [article, at] = id.slice(1).split("s").map(Number); return [article - 1, at]; };
const VIEWS = ["added", "claims", "articles", "pair"];
const DEFAULTS = { filter: "", q: "", sort: "carriers", base: "a1", left: "0", right: byId("right").value, fold: "1" };
const FIELDS = { filter: "filter", q: "search", sort: "sort", base: "base", left: "left", right: "right" };
const state = { ...DEFAULTS };
const corrections = new Map();
let view = "added";
let shown;
let revealed;

// --- state in the URL: #claims?filter=only&q=word, or the id of a claim or statement
function read() {
  shown = location.hash;
  const [target, query] = shown.slice(1).split("?");
  revealed = bodies.find((body) => body.node.id === target);
  const node = revealed?.node ?? byId(target);
  const given = new URLSearchParams(query || "");
  for (const key of Object.keys(DEFAULTS)) if (given.has(key)) state[key] = given.get(key);
  const section = node?.closest(".view");
  if (section) view = section.id;
  if (!target) view = "added";
  const paper = node?.closest(".paper");
  if (paper) state.base = paper.id;
  if (revealed) reveal(node);
  apply();
  if (VIEWS.includes(target)) scrollTo({ top: Math.min(scrollY, main.offsetTop - main.previousElementSibling.offsetHeight), behavior: "instant" });
  else if (node) node.scrollIntoView({ block: paper === node || revealed ? "start" : "center" });
}

function write() {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(DEFAULTS)) if (state[key] !== value) query.set(key, state[key]);
  const text = query.toString();
  history.replaceState(null, "", `#${view}${text ? `?${text}` : ""}`);
  shown = location.hash;
}

function reveal(body) {
  view = "claims";
  state.filter = "";
  state.q = "";
  body.querySelector("details").open = true;
}

function apply() {
  for (const id of VIEWS) byId(id).hidden = id !== view;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.hash === `#${view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const [key, id] of Object.entries(FIELDS)) {
    const field = byId(id);
    field.value = state[key];
    // What the URL asks for may not be on the list.
    if (field.value !== state[key]) field.value = state[key] = DEFAULTS[key];
  }
  byId("fold").checked = state.fold === "1";
  if (view === "claims") grid();
  if (view === "articles") papers();
  if (view === "pair") pair();
}

// --- claims by sources
const table = document.querySelector(".grid");
const bodies = [...table.tBodies].map((node, order) => ({
  node, order, flags: node.dataset.flags.split(" "),
  number: Number(node.id.slice(1)), text: node.textContent.toLowerCase(),
}));
// Rows come as the reader scrolls: laying out hundreds at once would make typing stutter.
const PAGE = 12;
const end = make("div", {});
table.after(end);
let fitting = bodies;
let laid = bodies.map((body) => body.node);
const scrolled = new IntersectionObserver((seen) => {
  if (!seen.some((entry) => entry.isIntersecting) || laid.length >= fitting.length) return;
  lay(laid.length + PAGE);
  // Asked again, it tells whether the end is still in sight.
  scrolled.unobserve(end);
  scrolled.observe(end);
}, { root: table.parentNode, rootMargin: "300px" });
scrolled.observe(end);

function lay(most) {
  if (laid.length >= fitting.length) return;
  const next = fitting.slice(laid.length, most).map((body) => body.node);
  table.append(...next);
  laid.push(...next);
}

let asked = "";
function grid(most = PAGE) {
  const question = JSON.stringify([state.filter, state.q, state.sort, revealed?.order, most]);
  if (question === asked) return;
  asked = question;
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const key = state.sort === "order" ? "number" : "order";
  const fits = (body) => (!state.filter || body.flags.includes(state.filter)) && words.every((word) => body.text.includes(word));
  fitting = bodies.filter(fits).sort((a, b) => a[key] - b[key]);
  for (const node of laid) node.remove();
  laid = [];
  lay(Math.max(most, fitting.indexOf(revealed) + 1));
  table.parentNode.scrollTop = 0;
  byId("count").textContent = `${fitting.length} of ${bodies.length} claims`;
  byId("nothing").hidden = fitting.length > 0;
}

// --- annotated articles
const papersOf = [...document.querySelectorAll(".paper")];
const statements = (article) => [...papersOf[article].querySelectorAll(".st")].map((node) => Number(node.id.split("s")[1]));
const stripOf = new Map();
const inSight = new IntersectionObserver((changes) => {
  for (const { target, isIntersecting } of changes) stripOf.get(target.id)?.classList.toggle("seen", isIntersecting);
});

function papers() {
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
  if (!statement) {
    aside.replaceChildren(make("p", { textContent: "Point at a statement, or reach its number with the Tab key, to see who else tells it and who does not." }));
    return;
  }
  statement.classList.add("pointed");
  const rows = tellers(statement);
  const told = new Set(rows.map(({ article }) => article));
  const [own] = place(statement.id);
  const names = data.sources.map(([, source]) => source).filter((_, article) => article !== own && !told.has(article));
  aside.replaceChildren(
    make("h4", { textContent: told.size ? `Also told by ${told.size} of ${data.sources.length - 1}` : "Told by no other source" }),
    make("ul", { className: "evidence" }, ...rows.map((row) => tellerRow(statement.id, row))));
  if (told.size && names.length) aside.append(make("p", { dir: "auto", textContent: `Not told by ${names.join(", ")}.` }));
}

// Per other article its best match with the statement; else its place in a claim of both.
function tellers(statement) {
  const [own, at] = place(statement.id);
  const found = new Map();
  for (const [i, a, j, b, relation, score, parts] of data.matches) {
    const [article, there] = i === own && a === at ? [j, b] : j === own && b === at ? [i, a] : [];
    if (article !== undefined && !(found.get(article)?.score > score)) found.set(article, { article, at: there, relation, score, parts });
  }
  for (const { node } of bodies) {
    const anchors = [...node.querySelectorAll("[data-at]")].map((row) => row.dataset.at);
    if (!anchors.includes(statement.id)) continue;
    for (const [article, there] of anchors.map(place)) if (article !== own && !found.has(article)) found.set(article, { article, at: there });
  }
  return [...found.values()].sort((x, y) => x.article - y.article);
}

function tellerRow(statement, { article, at, relation, score, parts }) {
  const [own, here] = place(statement);
  const source = make("a", { href: `#a${article + 1}s${at}`, dir: "auto", textContent: data.sources[article][1] });
  const quote = make("q", { dir: "auto" }, marked(said(article, at), said(own, here), "ins"));
  if (!relation) return make("li", {}, source, make("span", { className: "score", textContent: " matches another of the claim" }), quote);
  const button = badge(relation);
  button.addEventListener("click", () => evidence(own, here, article, { a: here, b: at, relation, score, parts }));
  return make("li", {}, button, " ", source, " ", make("span", { className: "score", textContent: score.toFixed(2) }), quote);
}

for (const kind of ["pointerover", "focusin"]) {
  byId("articles").addEventListener(kind, (happened) => {
    const statement = happened.target.closest(".st");
    if (statement) who(statement);
  });
}

// --- words in which two statements differ: what is in no longest common subsequence of words
const WORD = /[\p{L}\p{N}]/u;
const cut = (text) => text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+(?:['’.,][\p{L}\p{N}\p{M}]+)*|[^\p{L}\p{N}\p{M}]+/gu) ?? [];
const MOST = 250_000;

function lacking(mine, theirs) {
  const a = mine.map((piece) => piece.toLowerCase());
  const b = theirs.map((piece) => piece.toLowerCase());
  const found = new Set(b);
  if (a.length * b.length > MOST) return a.map((piece) => !found.has(piece));
  const best = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    }
  }
  const lacks = [];
  for (let i = 0, j = 0; i < a.length; i++) {
    while (j < b.length && a[i] !== b[j] && best[i][j + 1] >= best[i + 1][j]) j++;
    lacks.push(a[i] !== b[j]);
    if (a[i] === b[j]) j++;
  }
  return lacks;
}

function marked(text, other, mark) {
  const pieces = cut(text);
  const words = pieces.filter((piece) => WORD.test(piece));
  const lacks = lacking(words, cut(other).filter((piece) => WORD.test(piece)));
  const nodes = document.createDocumentFragment();
  let at = 0;
  let run = null;
  for (const piece of pieces) {
    const word = WORD.test(piece);
    if (lacks[at] && (word || run)) {
      if (!run) {
        run = make(mark);
        nodes.append(run);
      }
      run.textContent += piece;
    } else {
      run = null;
      nodes.append(piece);
    }
    if (word) at++;
  }
  return nodes;
}

// --- side by side
const RUN = 3;
function said(article, at) {
  const node = byId(`a${article + 1}s${at}`);
  if (!node) return "";
  const copy = node.cloneNode(true);
  copy.querySelector(".badge")?.remove();
  return copy.textContent;
}

function between(left, right) {
  const found = [];
  for (const [i, a, j, b, relation, score, parts] of data.matches) {
    if (i === left && j === right) found.push({ a, b, relation, score, parts });
    if (i === right && j === left) found.push({ a: b, b: a, relation, score, parts });
  }
  const best = [];
  const taken = { a: new Set(), b: new Set() };
  for (const match of found.sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b)) {
    if (taken.a.has(match.a) || taken.b.has(match.b)) continue;
    taken.a.add(match.a);
    taken.b.add(match.b);
    best.push(match);
  }
  return best;
}

function badge(relation) {
  const [icon, words] = data.relations[relation];
  const sign = make("i", { className: relation, textContent: icon, ariaHidden: "true" });
  return make("button", { type: "button", className: `rel ${relation}`, title: "Why?" }, sign, " ", make("span", { textContent: words }));
}

const anchor = (article, at) => make("a", { className: "at", href: `#a${article + 1}s${at}`, textContent: "¶", ariaLabel: "in the article" });
const one = (article, at, text, ...more) => make("p", {}, text, "\u00a0", anchor(article, at), ...more);
const side = (...paragraphs) => make("td", { dir: "auto" }, ...paragraphs);

function matchRow(left, right, match, moved) {
  const [mine, theirs] = [said(left, match.a), said(right, match.b)];
  const button = badge(match.relation);
  button.addEventListener("click", () => evidence(left, match.a, right, match));
  const middle = make("td", {}, button, " ", make("span", { className: "score", textContent: match.score.toFixed(2) }));
  if (moved) middle.append(" ", make("span", { className: "tag", textContent: "moved" }));
  const row = make("tr", { className: moved ? "match moved" : "match" },
    side(one(left, match.a, marked(mine, theirs, "del"))), middle, side(one(right, match.b, marked(theirs, mine, "ins"))));
  return { row, same: match.relation === "verbatim" && !moved };
}

// The longest increasing subsequence: what is outside it was moved.
function inOrder(places) {
  const chains = [];
  for (const place of places) {
    const ends = chains.findIndex((chain) => chain.at(-1) >= place);
    const at = ends < 0 ? chains.length : ends;
    chains[at] = [...(chains[at - 1] ?? []), place];
  }
  return new Set(chains.at(-1));
}

function pair() {
  pending = null;
  const left = Number(state.left);
  const right = Number(state.right);
  const matches = new Map(between(left, right).map((match) => [match.a, match]));
  const taken = new Set([...matches.values()].map((match) => match.b));
  let rest = statements(right).filter((at) => !taken.has(at));
  const rows = [];
  const kept = inOrder(statements(left).filter((at) => matches.has(at)).map((at) => matches.get(at).b));
  let high = -1;
  let alone = [];
  const flush = (passed) => {
    if (!alone.length && !passed.length) return;
    const cells = [[left, alone], [right, passed]].map(([article, those]) => side(...shortened(those.map((at) => one(article, at, said(article, at), " ", missed(article, at))))));
    rows.push({ row: make("tr", { className: "single" }, cells[0], make("td"), cells[1]) });
    alone = [];
  };
  for (const at of statements(left)) {
    const match = matches.get(at);
    if (!match) { alone.push(at); continue; }
    const moved = !kept.has(match.b);
    const passed = moved ? [] : rest.filter((there) => high < there && there < match.b);
    rest = rest.filter((there) => !passed.includes(there));
    flush(passed);
    rows.push(matchRow(left, right, match, moved));
    if (!moved) high = match.b;
  }
  flush(rest);
  const column = (...children) => make("th", { scope: "col", dir: "auto" }, ...children);
  const head = make("tr", {}, column(data.sources[left][1]), column(make("span", { className: "off", textContent: "Relation" })), column(data.sources[right][1]));
  const body = make("tbody", {}, ...(state.fold === "1" ? folded(rows) : rows.map(({ row }) => row)));
  const empty = left === right ? "Choose two different articles." : matches.size ? "" : "No statement of the one matches one of the other.";
  byId("rows").replaceChildren(make("p", { className: "empty", textContent: empty, hidden: !empty }),
    make("table", { className: "pairs" }, make("thead", {}, head), body));
}

function shortened(paragraphs) {
  if (state.fold !== "1" || paragraphs.length <= RUN + 1) return paragraphs;
  const rest = paragraphs.slice(RUN);
  return [...paragraphs.slice(0, RUN), make("details", {}, make("summary", { textContent: `${rest.length} more` }), ...rest)];
}

// Runs of statements in the same words stand behind a button that counts them.
function folded(rows) {
  const out = [];
  for (let from = 0; from < rows.length;) {
    let to = from;
    while (to < rows.length && rows[to].same) to++;
    if (to - from < 2) {
      out.push(rows[from].row);
      from++;
      continue;
    }
    const run = rows.slice(from, to).map(({ row }) => row);
    const button = make("button", { type: "button", textContent: `${run.length} statements in the same words` });
    const fold = make("tr", { className: "folded" }, make("td", { colSpan: 3 }, button));
    button.addEventListener("click", () => { fold.replaceWith(...run); run[0].querySelector("button").focus(); });
    out.push(fold);
    from = to;
  }
  return out;
}

// --- evidence of one match, and what a reader says of it
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

function evidence(left, a, right, match) {
  const [mine, theirs] = [said(left, a), said(right, match.b)];
  const ends = [[left, a], [right, match.b]];
  const agreed = verdict("Right: they say the same", ...ends, 1, match.score);
  const wrong = verdict("Wrong? They do not say the same", ...ends, 0, match.score);
  const close = make("button", { type: "button", textContent: "Close" });
  close.addEventListener("click", () => dialog.close());
  byId("evidence-body").replaceChildren(
    make("h2", { id: "evidence-h", textContent: data.relations[match.relation][1] }),
    make("p", { className: "by", textContent: `Probability ${match.score.toFixed(2)}; a match counts from ${data.threshold} on.` }),
    make("h3", { dir: "auto", textContent: data.sources[left][1] }), inContext(left, a, theirs, "del"),
    make("h3", { dir: "auto", textContent: data.sources[right][1] }), inContext(right, match.b, mine, "ins"),
    make("h3", { textContent: "What the probability is made of" }),
    make("p", { className: "by", textContent: "Each adds to the log odds that both say the same." }),
    make("table", {}, make("tbody", {}, ...Object.entries(match.parts).map(part))), make("p", { className: "tools" }, wrong, agreed, close));
  dialog.showModal();
}

// Every statement of a claim can be asked why it stands there: beside the best match it has.
function ask(list, anchors) {
  for (const row of list.children) {
    row.querySelector(".why")?.remove();
    const best = bestMatch(row.dataset.at, anchors);
    if (!best) continue;
    const why = make("button", { type: "button", className: "why", textContent: "why?" });
    why.addEventListener("click", () => evidence(...best));
    row.insertBefore(why, row.querySelector("q"));
  }
}

table.addEventListener("toggle", (happened) => {
  const list = happened.target.closest("tbody").querySelector(".evidence");
  if (happened.target.open) ask(list, [...list.children].map((row) => row.dataset.at));
}, true);

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

// --- corrections: labels that tune reads; 1 both say the same, 0 they do not
const keyOf = (...ends) => ends.map((end) => end.join(".")).sort().join(" ");

function correct(first, second, label, score) {
  const key = keyOf(first, second);
  if (corrections.get(key)?.label === label) corrections.delete(key);
  else {
    const [[left, a], [right, b]] = [first, second];
    corrections.set(key, {
      a: said(left, a), b: said(right, b), label, kind: "statements", score,
      a_article: data.sources[left][0], a_span: data.spans[left][a],
      b_article: data.sources[right][0], b_span: data.spans[right][b],
      event: data.event, settings: data.settings,
    });
  }
  byId("saved").textContent = corrections.size;
  byId("save").hidden = corrections.size === 0;
}

function verdict(words, first, second, label, score) {
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
function missed(article, at) {
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

// --- the page listens
for (const tools of document.querySelectorAll(".tools")) tools.hidden = false;
for (const [key, id] of Object.entries(FIELDS)) {
  byId(id).addEventListener("input", (happened) => { state[key] = happened.target.value; apply(); write(); });
}
byId("fold").addEventListener("change", (happened) => { state.fold = happened.target.checked ? "1" : "0"; apply(); write(); });
// A link into the page shows its place at once; the event that tells of it comes only later.
document.addEventListener("click", (happened) => {
  const link = happened.target.closest('a[href^="#"]');
  if (!link || happened.ctrlKey || happened.metaKey || happened.shiftKey || link.className === "skip") return;
  happened.preventDefault();
  location.hash = link.hash;
  read();
});
addEventListener("hashchange", () => { if (location.hash !== shown) read(); });
// On paper nothing can be opened: all is laid out, and folded again afterwards.
let opened = [];
addEventListener("beforeprint", () => {
  grid(Infinity);
  for (const paper of papersOf) paper.hidden = false;
  opened = [...document.querySelectorAll("#added details:not([open]), #pair details:not([open])")];
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
  apply();
});
read();
// The first look at the grid should find its few rows laid out already.
requestIdleCallback(() => grid());
