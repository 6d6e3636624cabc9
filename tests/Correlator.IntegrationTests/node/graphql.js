'use strict';
// What the reference implementation says of documents: reads {schema, documents} from standard input and answers one verdict per document.
const { buildSchema, parse, print, specifiedRules, validate } = require('graphql');

let input = '';
process.stdin.on('data', (chunk) => (input += chunk));
process.stdin.on('end', () => {
  const { schema: sdl, documents } = JSON.parse(input);
  const schema = buildSchema(sdl);
  process.stdout.write(JSON.stringify(documents.map((text) => verdict(schema, text))));
});

function verdict(schema, text) {
  let document;
  try {
    document = parse(text);
  } catch (error) {
    return { syntax: `${error.locations[0].line}:${error.locations[0].column} ${error.message}` };
  }
  const rules = specifiedRules.filter((rule) => validate(schema, document, [rule]).length > 0).map((rule) => rule.name);
  return { rules, printed: print(document) };
}
