// Forms of contributions, which all work without this file: names of rows are offered while one writes, long lists are
// narrowed, and what was written is kept as a draft.
import { text } from "./texts.js";

const WAIT_MS = 250, KEEP_MS = 2500;

function later(wait, act) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
}

const plain = (words) => words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

function offersRows(input) {
  const list = document.getElementById(input.getAttribute("list"));
  input.addEventListener("input", later(WAIT_MS, async () => {
    const sought = input.value.trim();
    if (sought.length < 2) return;
    const address = new URL(input.dataset.rows, location.href);
    address.searchParams.set("q", sought);
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      if (!response.ok || sought !== input.value.trim()) return;
      const offers = (await response.json()).suggestions;
      list.replaceChildren(...offers.map(({ value, label }) => Object.assign(document.createElement("option"), { value, label: label || value })));
    } catch {
      // No answer: what is written is matched when the form is sent.
    }
  }));
}

function narrows(input) {
  const choices = [...document.querySelectorAll(`#${CSS.escape(input.dataset.narrows)} .field-choice`)];
  const known = choices.map((each) => plain(`${each.textContent} ${each.dataset.words}`));
  const show = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    choices.forEach((each, place) => {
      each.hidden = !each.querySelector("input").checked && !words.every((word) => known[place].includes(word));
    });
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    // Enter takes the only value that is left, and never sends the form half-way.
    event.preventDefault();
    const left = choices.filter((each) => !each.hidden && !each.querySelector("input").checked);
    if (left.length === 1) left[0].querySelector("input").click();
  });
  document.getElementById(input.dataset.narrows).addEventListener("change", () => {
    input.value = "";
    show();
  });
  if (input.value) show();
}

function keeps(form) {
  const status = document.getElementById("kept");
  let sending = false;
  const keep = later(KEEP_MS, async () => {
    if (sending) return;
    const data = new FormData(form);
    data.set("do", "keep");
    try {
      const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), headers: { Accept: "application/json" } });
      if (!response.ok || sending) return;
      const { id, action } = await response.json();
      if (!id) return;
      form.action = action;
      status.textContent = text("The draft is kept.");
    } catch {
      // It is kept with the next change, or by the button.
    }
  });
  form.addEventListener("input", keep);
  form.addEventListener("submit", () => { sending = true; });
}

document.querySelectorAll("input[data-rows]").forEach(offersRows);
document.querySelectorAll("input[data-narrows]").forEach(narrows);
document.querySelectorAll("form[data-keeps]").forEach(keeps);
