// Asks an endpoint as Comunica does and writes what came back, one JSON document.
// Usage: node ask.mjs bindings|boolean|triples ENDPOINT QUERY
import { SparqlEndpointFetcher } from 'fetch-sparql-endpoint';

const [kind, endpoint, query] = process.argv.slice(2);
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

const ask = {
  boolean: () => fetcher.fetchAsk(endpoint, query),
  bindings: async () => (await collected(await fetcher.fetchBindings(endpoint, query))).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, term(value)]))),
  triples: async () => (await collected(await fetcher.fetchTriples(endpoint, query))).map((quad) =>
    [quad.subject, quad.predicate, quad.object].map(term)),
};

try {
  process.stdout.write(JSON.stringify({ answer: await ask[kind]() }));
} catch (error) {
  process.stdout.write(JSON.stringify({ error: error.message }));
}
