// Asks an endpoint as Comunica does, or follows links from a document, and writes what came back, one JSON document.
// Usage: node ask.mjs bindings|boolean|triples ENDPOINT QUERY, or node ask.mjs walk DOCUMENT QUERY BASE HERE
import { SparqlEndpointFetcher } from 'fetch-sparql-endpoint';

const [kind, address, query, base, here] = process.argv.slice(2);
const fetcher = new SparqlEndpointFetcher();

const term = (found) => ({
  termType: found.termType,
  value: found.value,
  ...(found.language ? { language: found.language } : {}),
  ...(found.datatype ? { datatype: found.datatype.value } : {}),
});

const collected = (stream) => new Promise((resolve, reject) => {
  const found = [];
  stream.on('data', (each) => found.push(each));
  stream.on('error', reject);
  stream.on('end', () => resolve(found));
});

// The identifiers begin with BASE, and the server under test is HERE: as a resolver would, it is asked instead.
const resolved = (input, options) => {
  const asked = String(input.url ?? input).replace(base, here);
  if (!asked.startsWith(here)) return Promise.resolve(new Response('', { status: 404 }));
  return fetch(asked, options);
};

const walk = async () => {
  const { QueryEngine } = await import('@comunica/query-sparql-link-traversal');
  const options = { sources: [address], lenient: true, fetch: resolved };
  const rows = await collected(await new QueryEngine().queryBindings(query, options));
  return rows.map((row) => Object.fromEntries([...row].map(([name, value]) => [name.value, term(value)])));
};

const ask = {
  walk,
  boolean: () => fetcher.fetchAsk(address, query),
  bindings: async () => (await collected(await fetcher.fetchBindings(address, query))).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, term(value)]))),
  triples: async () => (await collected(await fetcher.fetchTriples(address, query))).map((quad) =>
    [quad.subject, quad.predicate, quad.object].map(term)),
};

try {
  process.stdout.write(JSON.stringify({ answer: await ask[kind]() }));
} catch (error) {
  process.stdout.write(JSON.stringify({ error: error.message }));
}
