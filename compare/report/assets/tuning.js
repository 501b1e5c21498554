(() => {
  const NEAREST = 8;
  const view = JSON.parse(document.getElementById("data").textContent);
  const slider = document.getElementById("slider");
  if (!slider || !view.steps) return;
  const chart = document.getElementById("chart");
  const lines = chart.querySelectorAll(".now");
  const width = chart.querySelector("svg").viewBox.baseVal.width;
  const pairs = [...document.querySelectorAll(".around li")];
  const changes = [...document.querySelectorAll(".changes li")];
  const all = (name) => document.querySelectorAll(`[${name}]`);

  function show(threshold) {
    const over = view.steps.findIndex((step) => step >= threshold);
    const place = over < 0 ? view.steps.length : over;
    document.getElementById("at").textContent = threshold.toFixed(view.digits);
    for (const line of lines) {
      line.setAttribute("x1", (threshold / view.top) * width);
      line.setAttribute("x2", (threshold / view.top) * width);
    }
    for (const cell of all("data-value")) {
      const name = cell.dataset.value;
      cell.textContent = name === "cost"
        ? view.cost[place].toLocaleString("en", { maximumFractionDigits: 0 })
        : view.lines[name][place].toFixed(2);
    }
    for (const cell of all("data-count")) {
      cell.textContent = view.counts[cell.dataset.count][place]
        .toLocaleString("en", { maximumFractionDigits: 0 });
    }
    const below = pairs.find((pair) => Number(pair.dataset.score) < threshold);
    const line = below ? pairs.indexOf(below) : pairs.length;
    pairs.forEach((pair, place) => {
      pair.classList.toggle("line-above", pair === below);
      pair.classList.toggle("gone", place < line - NEAREST || place >= line + NEAREST);
    });
    let nearest = null;
    for (const change of changes) {
      const away = Math.abs(Number(change.dataset.threshold) - threshold);
      if (!nearest || away < nearest.away) nearest = { change, away };
    }
    for (const change of changes) change.classList.toggle("here", nearest.change === change);
  }

  function drag(event) {
    const box = chart.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    slider.value = String(share * view.top);
    show(Number(slider.value));
  }

  chart.addEventListener("pointerdown", (event) => {
    chart.setPointerCapture(event.pointerId);
    drag(event);
  });
  chart.addEventListener("pointermove", (event) => {
    if (chart.hasPointerCapture(event.pointerId)) drag(event);
  });
  slider.addEventListener("input", () => show(Number(slider.value)));
  for (const box of all("data-toggle")) {
    const turn = () => {
      for (const line of all("data-measure")) {
        if (line.dataset.measure === box.dataset.toggle) line.classList.toggle("gone", !box.checked);
      }
      for (const band of all("data-band")) {
        if (band.dataset.band === box.dataset.toggle) band.classList.toggle("gone", !box.checked);
      }
    };
    box.addEventListener("change", turn);
    turn();
  }
  show(Number(slider.value));
})();
