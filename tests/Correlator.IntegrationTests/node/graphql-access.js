'use strict';
// Subscribes by the clients of graphql-ws and graphql-sse with a token, and prints how each subscription ended.
const WebSocket = require('ws');
const ws = require('graphql-ws');
const sse = require('graphql-sse');

const [address, token, query] = process.argv.slice(2);
const authorization = `Bearer ${token}`;

async function ending(client) {
  try {
    for await (const answer of client.iterate({ query })) {
      if (answer.errors) return answer.errors[0].extensions.code;
    }
    return 'completed';
  } catch (error) {
    return `${error.code ?? ''} ${error.reason ?? error.message}`.trim();
  }
}

async function main() {
  const socket = ws.createClient({ url: address.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: { authorization }, retryAttempts: 0 });
  const headed = ws.createClient({
    url: address.replace('http', 'ws'),
    webSocketImpl: class extends WebSocket {
      constructor(url, protocols) {
        super(url, protocols, { headers: { authorization } });
      }
    },
    retryAttempts: 0,
  });
  const stream = sse.createClient({ url: address, headers: { authorization }, retryAttempts: 0 });
  const [shownLate, shownInHeader, events] = await Promise.all([socket, headed, stream].map(ending));
  process.stdout.write(JSON.stringify({ shownLate, shownInHeader, events }));
}

main();
