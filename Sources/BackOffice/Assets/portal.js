// Makes pages quicker to use; every page works without it. No dependencies, no inline code (strict CSP).
"use strict";

// A form is sent once, however often its button is pressed. Coming back by the history makes it usable again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  // By attribute: a field named "method" or "action" would hide the property.
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  form.dataset.sent = "true";
  // After this turn, so that the pressed button's own value is still sent.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", button.disabled = true);
  });
});

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[aria-busy]")) {
      button.removeAttribute("aria-busy");
      button.disabled = false;
    }
  }
  document.querySelectorAll("[data-split]").forEach(refreshSplit);
});

// Licences over billing centres: − and +, the live sum, and no submitting while the sum is wrong.
const whole = (text) => (/^\d{1,9}$/.test(text) ? Number(text) : NaN);

function refreshSplit(split) {
  const inputs = [...split.querySelectorAll("input[type=number]")];
  const totalField = document.getElementById(split.dataset.totalField ?? "");
  const total = totalField ? whole(totalField.value) : Number(split.dataset.total);
  const sum = inputs.reduce((running, input) => running + whole(input.value), 0);
  const addsUp = sum === total;
  split.querySelector("[data-split-sum]").textContent = Number.isNaN(sum) ? "?" : sum;
  split.querySelector("[data-split-total]").textContent = Number.isNaN(total) ? "?" : total;
  split.querySelector("output").classList.toggle("wrong", !addsUp);
  split.querySelector("[data-split-mismatch]").hidden = addsUp;
  for (const button of split.closest("form")?.querySelectorAll("button[type=submit]") ?? []) button.disabled = !addsUp;
  for (const button of split.querySelectorAll("[data-step='-1']")) {
    button.disabled = !(whole(button.parentElement.querySelector("input").value) > 0);
  }
}

for (const split of document.querySelectorAll("[data-split]")) {
  refreshSplit(split);
  split.addEventListener("input", () => refreshSplit(split));
  split.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const input = button.parentElement.querySelector("input");
    input.value = Math.max(0, (whole(input.value) || 0) + Number(button.dataset.step));
    refreshSplit(split);
    if (button.disabled) input.focus();
  });
  // What is added to the total lands on the first centre until it is moved on.
  const totalField = document.getElementById(split.dataset.totalField ?? "");
  let total = whole(totalField?.value);
  totalField?.addEventListener("input", () => {
    const first = split.querySelector("input[type=number]");
    const change = whole(totalField.value) - total;
    if (first && !Number.isNaN(change)) first.value = Math.max(0, (whole(first.value) || 0) + change);
    if (!Number.isNaN(whole(totalField.value))) total = whole(totalField.value);
    refreshSplit(split);
  });
}

// A number that stands alone, with − and +.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button || button.closest("[data-split]")) return;
  const input = button.parentElement.querySelector("input");
  if (Number(button.dataset.step) < 0) input.stepDown();
  else input.stepUp();
  input.dispatchEvent(new Event("input", { bubbles: true }));
});

// A filter answers while one types: fetches the same page and exchanges its results.
for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  const results = () => document.getElementById("results");
  if (!results()) continue;
  form.dataset.live = "true";
  let timer;
  let running = new AbortController();

  const refresh = async () => {
    running.abort();
    running = new AbortController();
    const address = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
    results().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: running.signal, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("results");
      // Signed out meanwhile, or an error page: let the browser show it.
      if (!answer.ok || !fresh) return location.assign(address);
      results().replaceWith(document.adoptNode(fresh));
      history.replaceState(null, "", address);
    } catch (failure) {
      if (failure.name !== "AbortError") location.assign(address);
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    refresh();
  });
}

for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  form.dataset.live = "true";
  form.addEventListener("change", () => form.requestSubmit());
}

// A list of which some are ticked: one box for all of the page.
document.documentElement.classList.add("scripted");
document.addEventListener("change", (event) => {
  const list = event.target.dataset.selectAll;
  if (!list) return;
  for (const box of document.querySelectorAll(`input[form="${list}"][type=checkbox]`)) box.checked = event.target.checked;
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => (button.textContent = label), 2000);
});

// On a phone the navigation is a strip: show where one is.
document.querySelector(".side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// "/" goes to the search, as in every tool one uses all day.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.querySelector("[data-search-key='/']");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

// Ticks every box of a form at once.
for (const button of document.querySelectorAll("[data-check-all]")) button.hidden = false;
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-check-all]");
  if (!button) return;
  const boxes = [...button.closest("form").querySelectorAll("td input[type=checkbox]")];
  const isAll = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !isAll;
});
