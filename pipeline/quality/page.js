// Keeps the language, filters the reports, opens what a link leads to. Without it the page shows everything.
const root = document.documentElement;
const inputs = [...document.querySelectorAll("input[name=lang]")];
const speak = (input) => { input.checked = true; root.lang = input.id === "en" ? "en" : "zh-Hans"; };
try {
  const kept = inputs.find((input) => input.id === localStorage.getItem("gongkai-language"));
  if (kept) speak(kept);
} catch { /* a browser may keep nothing */ }
for (const input of inputs) {
  input.addEventListener("change", () => {
    speak(input);
    try { localStorage.setItem("gongkai-language", input.id); } catch { /* as above */ }
  });
}

const form = document.querySelector(".filter");
const reports = [...document.querySelectorAll("#reports > .report, #reports > .rows > li")];
if (form) {
  const fits = (key) => {
    const parts = key.split("|");
    return [form.r.value, form.s.value, form.d.value].every((wanted, n) => !wanted || wanted === parts[n]);
  };
  const apply = () => {
    const sought = form.q.value.trim().toLowerCase();
    let shown = 0;
    for (const report of reports) {
      const fitting = (!sought || report.dataset.q.includes(sought)) && report.dataset.c.split(" ").some(fits);
      report.hidden = !fitting;
      shown += fitting;
      for (const finding of report.querySelectorAll("[data-c]")) finding.classList.toggle("aside", !fits(finding.dataset.c));
    }
    form.querySelector(".shown").textContent = shown;
  };
  form.hidden = false;
  form.all.hidden = !reports.some((report) => report.tagName === "DETAILS");
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  form.all.addEventListener("click", () => {
    const cards = reports.filter((report) => report.tagName === "DETAILS" && !report.hidden);
    const open = cards.some((card) => !card.open);
    for (const card of cards) card.open = open;
  });
  for (const link of document.querySelectorAll(".pick")) {
    link.addEventListener("click", () => { form.reset(); form.r.value = link.dataset.rule; setTimeout(apply); });
  }
  apply();
}

const go = () => {
  const name = location.hash.slice(1);
  if (!name) return;
  const place = document.getElementById(name);
  const row = name.startsWith("f-") && !place
    ? reports.find((report) => (report.dataset.f || "").split(" ").includes(name.slice(2)))
    : reports.find((report) => report === place && report.tagName === "LI");
  if (row) {
    location.replace(row.querySelector("a").getAttribute("href").split("#")[0] + "#" + name);
  } else if (place) {
    for (let box = place; box; box = box.parentElement) {
      if (box.tagName === "DETAILS") box.open = true;
      box.hidden = false;
    }
    place.scrollIntoView();
  }
};
addEventListener("hashchange", go);
go();

// In a box that scrolls sideways, what is marked is brought into sight.
const aim = (report) => {
  for (const box of report.open ? report.querySelectorAll(".wide") : []) {
    const mark = box.querySelector(".box, td.x, td.e, td.w, td.i");
    if (mark && box.scrollWidth > box.clientWidth + 1) {
      const at = mark.getBoundingClientRect(), seen = box.getBoundingClientRect();
      if (at.right > seen.right) box.scrollLeft += at.right - seen.right + 24;
    }
  }
};
for (const report of reports) {
  report.addEventListener("toggle", () => aim(report));
  aim(report);
}

let closed = [];
addEventListener("beforeprint", () => {
  closed = reports.filter((report) => report.tagName === "DETAILS" && !report.open);
  for (const card of closed) card.open = true;
});
addEventListener("afterprint", () => { for (const card of closed) card.open = false; });
