// Work in the background has ended: the page is made anew, unless somebody is writing on it. Then a link leads there.
const isWritten = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);

document.addEventListener("openplaza:work-done", () => {
  if (![...document.querySelectorAll("main textarea, main input")].some(isWritten)) location.reload();
});
