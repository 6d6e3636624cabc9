'use strict';
// How often the reference implementation answers a document in a second of processor time: reads {schema, data, document, variables, seconds} from standard input, writes {answer, ready, cold}.
const { buildSchema, execute, parse, validate } = require('graphql');

let input = '';
process.stdin.on('data', (chunk) => (input += chunk));
process.stdin.on('end', () => {
  const { schema: sdl, data, document: text, variables, seconds } = JSON.parse(input);
  const schema = buildSchema(sdl);
  const document = parse(text);
  const rootValue = { journeys: ({ first }) => (first >= data.edges.length ? data : { ...data, edges: data.edges.slice(0, first) }) };
  const ready = () => JSON.stringify(execute({ schema, document, rootValue, variableValues: variables, typeResolver: (value) => value.type }));
  const cold = () => {
    const parsed = parse(text);
    if (validate(schema, parsed).length > 0) {
      throw new Error('not valid');
    }
    return JSON.stringify(execute({ schema, document: parsed, rootValue, variableValues: variables, typeResolver: (value) => value.type }));
  };
  process.stdout.write(JSON.stringify({ answer: ready(), ready: perSecond(ready, seconds), cold: perSecond(cold, seconds) }));
});

function perSecond(run, seconds) {
  measure(run, seconds / 2);
  return measure(run, seconds);
}

function measure(run, seconds) {
  const start = process.cpuUsage();
  let runs = 0;
  let used = 0;
  while (used < seconds) {
    for (let i = 0; i < 10; i++) {
      run();
    }
    runs += 10;
    const { user, system } = process.cpuUsage(start);
    used = (user + system) / 1e6;
  }
  return runs / used;
}
