// Work in the background has ended: the page is made anew, unless somebody is writing on it or has come to a place of it
// by keyboard, which would be lost. Then a link leads there.
const isWritten = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);

document.addEventListener("openplaza:work-done", () => {
  if (document.querySelector("main :focus-visible")) return;
  if (![...document.querySelectorAll("main textarea, main input")].some(isWritten)) location.reload();
});
