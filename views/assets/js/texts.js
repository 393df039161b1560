// Texts that scripts show: English, or what the page says in its language; see views/languages/scripts.py.
const given = document.getElementById("texts");
const known = given ? JSON.parse(given.textContent) : {};
const forms = new Intl.PluralRules(document.documentElement.lang);
const filled = (pattern, values) => pattern.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

export const text = (english, values = {}) => filled(known[english] ?? english, values);

export function counted(number, one, many, values = {}) {
  const told = known[many];
  const pattern = told ? told[forms.select(number)] ?? told.other : number === 1 ? one : many;
  return filled(pattern, { number, ...values });
}
