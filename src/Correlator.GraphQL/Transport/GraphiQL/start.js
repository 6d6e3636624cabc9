'use strict';
// Queries and mutations by POST, subscriptions over the WebSocket at the same address.
const url = new URL(location.pathname, location.href);
const socketUrl = new URL(url);
socketUrl.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
const fetcher = GraphiQL.createFetcher({ url: url.href, wsClient: graphqlWs.createClient({ url: socketUrl.href }) });
const query = new URLSearchParams(location.search).get('document') ?? undefined;
ReactDOM.createRoot(document.getElementById('graphiql')).render(React.createElement(GraphiQL, { fetcher, query, defaultEditorToolsVisibility: true }));
