// Side by side: any two articles, what they share in line, what is the same folded.
import { corrections, forget, keyOf, missed } from "./corrections.js";
import { badge, evidence } from "./evidence.js";
import { byId, data, make, said, state, statements } from "./page.js";
import { inOrder, marked } from "./words.js";

const RUN = 3;

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

const anchor = (article, at) => make("a", { className: "at", href: `#a${article + 1}s${at}`, textContent: "¶", ariaLabel: "in the article" });
const one = (article, at, text, ...more) => make("p", {}, text, "\u00a0", anchor(article, at), ...more);
const side = (...paragraphs) => make("td", { dir: "auto" }, ...paragraphs);

function matchRow(left, right, match, moved) {
  const [mine, theirs] = [said(left, match.a), said(right, match.b)];
  const button = badge(match.relation, match.score);
  button.addEventListener("click", () => evidence(left, match.a, right, match));
  const yours = corrections.get(keyOf([left, match.a], [right, match.b]));
  const middle = make("td", {}, button);
  if (yours) middle.append(" ", make("span", { className: "tag", textContent: yours.label ? "you: the same" : "you: not the same" }));
  if (moved) middle.append(" ", make("span", { className: "tag", textContent: "moved" }));
  const row = make("tr", { className: `match${moved ? " moved" : ""}${yours?.label === 0 ? " cut" : ""}` },
    side(one(left, match.a, marked(mine, theirs, "del"))), middle, side(one(right, match.b, marked(theirs, mine, "ins"))));
  return { row, same: match.relation === "verbatim" && !moved && !yours };
}

export function pair() {
  forget();
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
  const head = make("tr", {}, column(data.articles[left][1]), column(make("span", { className: "off", textContent: "Relation" })), column(data.articles[right][1]));
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
