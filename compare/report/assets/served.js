// In the local application a correction is stored at once, and one taken back is taken out again.
import { data } from "./page.js";
import { corrections, row } from "./corrections.js";

const stored = new Map();
async function send(key, label, score) {
  stored.set(key, label);
  const body = JSON.stringify({ ...row([key, { label, score }]), label });
  const answer = await fetch(data.labels, { method: "POST", headers: { "content-type": "application/json" }, body }).catch(() => null);
  if (answer?.ok) return;
  stored.delete(key);
  document.getElementById("saved").textContent = "not stored: the application does not answer;";
}
document.addEventListener("corrected", () => {
  for (const [key, { label, score }] of corrections) if (stored.get(key) !== label) send(key, label, score);
  for (const [key, label] of [...stored]) if (label !== null && !corrections.has(key)) send(key, null, null);
});
