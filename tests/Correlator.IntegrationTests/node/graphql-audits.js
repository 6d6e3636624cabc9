'use strict';
// The audits of GraphQL over HTTP, against the server at the address given. Prints how many there are, and those that fail.
const { auditServer } = require('graphql-http');

auditServer({ url: process.argv[2] }).then((results) => {
  const failed = results.filter((result) => result.status !== 'ok').map((result) => `${result.id} ${result.name}: ${result.status} ${result.reason}`);
  process.stdout.write(JSON.stringify({ count: results.length, failed }));
});
