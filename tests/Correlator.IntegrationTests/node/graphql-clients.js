'use strict';
// The clients of graphql-ws and graphql-sse, against the server at the address given. Prints what each operation received.
const WebSocket = require('ws');
const ws = require('graphql-ws');
const sse = require('graphql-sse');

const address = process.argv[2];

// Takes up to `take` answers of an operation; null takes all.
async function collect(client, query, variables, take) {
  const received = [];
  try {
    for await (const answer of client.iterate({ query, variables })) {
      received.push(answer);
      if (take !== null && received.length === take) break;
    }
  } catch (error) {
    received.push({ error: Array.isArray(error) ? error : `${error.code ?? ''} ${error.reason ?? error.message}`.trim() });
  }
  return received;
}

async function all(client) {
  return {
    query: await collect(client, 'query Q($name: String!) { hello(name: $name) }', { name: 'x' }, null),
    mutation: await collect(client, 'mutation { add(one: 1, other: 2) }', undefined, null),
    subscription: await collect(client, 'subscription { count(to: 3) }', undefined, null),
    early: await collect(client, 'subscription { ticks }', undefined, 1),
    again: await collect(client, 'subscription { ticks }', undefined, 1),
    invalid: await collect(client, '{ nothing }', undefined, null),
    failing: await collect(client, '{ refused }', undefined, null),
    breaking: await collect(client, 'subscription { breaks }', undefined, null),
    user: await collect(client, '{ user }', undefined, null),
    together: await Promise.all([1, 2, 3].map((to) => collect(client, 'subscription C($to: Int!) { count(to: $to) }', { to }, null))),
  };
}

async function main() {
  const socket = ws.createClient({ url: address.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: { token: 'me' }, retryAttempts: 0, keepAlive: 500 });
  const stream = sse.createClient({ url: address, headers: { authorization: 'me' }, retryAttempts: 0 });
  const refused = ws.createClient({ url: address.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: { token: 'wrong' }, retryAttempts: 0 });
  const result = { ws: await all(socket), sse: await all(stream), refused: await collect(refused, '{ hello }', undefined, null) };
  await socket.dispose();
  stream.dispose();
  process.stdout.write(JSON.stringify(result));
}

main();
