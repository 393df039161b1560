// Remembers the language that a reader chooses, so that the start page offers it. Without this file the links still work.
const YEAR_S = 365 * 24 * 3600;

document.addEventListener("click", (event) => {
  const code = event.target.closest("a[data-language]")?.dataset.language;
  if (!code) return;
  const root = document.querySelector("[data-root]")?.dataset.root ?? "/";
  document.cookie = `language=${code}; path=${root}; max-age=${YEAR_S}; SameSite=Lax`;
});
