// A link to a section that is closed opens it; without scripts a reader opens it herself.
export function openLinked() {
  const open = () => {
    const linked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (linked instanceof HTMLDetailsElement) linked.open = true;
  };
  addEventListener("hashchange", open);
  open();
}
