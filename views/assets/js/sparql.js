// The query page: the editor when somebody begins to write; run, stop and how long it takes; copying. Without it the form
// is sent as it is, and the browser's own button stops it: the server stops as soon as nobody waits any more.
import { text } from "./texts.js";

const TICK_MS = 100;
const form = document.getElementById("sparql-form");
const area = form?.querySelector('textarea[name="query"]');
let running = null;

async function openEditor() {
  if (area.dataset.opened) return;
  area.dataset.opened = "yes";
  try {
    const { start } = await import(form.dataset.editor);
    start(form, area);
  } catch {
    delete area.dataset.opened; // the textarea still works
  }
}

// The page at an address of ours as the browser reads it; nothing in it runs. Ends when `signal` says so.
function pageAt(address, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.setRequestHeader("Accept", "text/html");
    request.addEventListener("load", () => resolve(request.response));
    request.addEventListener("error", () => reject(new TypeError("no answer")));
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send();
  });
}

function show(page, address, push) {
  const found = page?.getElementById("outcome");
  if (!found) return false;
  document.getElementById("outcome").replaceWith(document.importNode(found, true));
  if (push) history.pushState({ ran: true }, "", address);
  prepare();
  return true;
}

async function run(address) {
  running?.abort();
  const mine = (running = new AbortController());
  const started = performance.now();
  const stop = document.getElementById("stop"), status = document.getElementById("run-status");
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  stop.hidden = false;
  form.setAttribute("aria-busy", "true");
  status.textContent = text("Running …");
  const clock = document.getElementById("run-clock");
  const timer = setInterval(() => { clock.textContent = `${seconds()} s`; }, TICK_MS);
  try {
    const page = await pageAt(address, mine.signal);
    if (!show(page, address, true)) { location.assign(address); return; }
    status.textContent = document.getElementById("answer-title")?.textContent.trim() ?? "";
    document.getElementById("outcome").scrollIntoView({ block: "nearest" });
  } catch (error) {
    if (mine !== running) return;
    if (error.name !== "AbortError") { location.assign(address); return; }
    status.textContent = text("Stopped after %(seconds)s seconds. The server has stopped too.", { seconds: seconds() });
  } finally {
    clearInterval(timer);
    if (mine === running) {
      clock.textContent = "";
      stop.hidden = true;
      form.removeAttribute("aria-busy");
      running = null;
    }
  }
}

function addressOf(sent) {
  const address = new URL(sent.action, location.href);
  address.search = new URLSearchParams(new FormData(sent)).toString();
  return address;
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.href ?? source.textContent);
    button.textContent = text("Copied");
  } catch {
    getSelection().selectAllChildren(source); // for the keys of the browser
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// The drawing as a picture of twice its size; the SVG is the one that the server made to be saved.
async function picture(link) {
  const drawn = await (await fetch(link.href)).text();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(blob, link.download.replace(/svg$/, "png")), "image/png");
}

function prepare() {
  for (const each of document.querySelectorAll("[data-script]")) each.hidden = false;
}

if (form && area) {
  for (const event of ["focus", "pointerenter"]) area.addEventListener(event, openEditor, { once: true });
  if (form.dataset.line || document.activeElement === area) openEditor();
  prepare();
  form.addEventListener("submit", (event) => {
    const address = addressOf(form);
    // What is too long for an address is sent as the form sends it.
    if (address.href.length > 8000) return;
    event.preventDefault();
    run(address);
  });
  document.getElementById("stop").addEventListener("click", () => running?.abort());
  addEventListener("popstate", () => location.reload());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]"), link = event.target.closest("[data-picture]");
    if (button) copy(button);
    if (link) picture(document.getElementById(link.dataset.picture));
  });
}
