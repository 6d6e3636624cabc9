'use strict';
// What the reference implementation answers: reads {schema, cases: [{document, variables}]} from standard input and writes one answer per case as text.
// The data are made up from the path of each field, by the same rules as in PathData.cs.
const { buildSchema, execute, isAbstractType, isEnumType, isListType, isNonNullType, isLeafType, isObjectType, parse, subscribe, validate, getIntrospectionQuery } = require('graphql');

let input = '';
process.stdin.on('data', (chunk) => (input += chunk));
process.stdin.on('end', async () => {
  const { schema: sdl, cases } = JSON.parse(input);
  const schema = buildSchema(sdl);
  const answers = [];
  for (const { document, variables } of cases) {
    answers.push(await answer(schema, document === 'introspection' ? introspection : document, variables));
  }
  process.stdout.write(JSON.stringify(answers));
});

const introspection = getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true });

async function answer(schema, text, variableValues) {
  let document;
  try {
    document = parse(text);
  } catch (error) {
    return { invalid: error.message };
  }
  const errors = validate(schema, document);
  if (errors.length > 0) {
    return { invalid: errors[0].message };
  }
  const options = { schema, document, variableValues, fieldResolver, typeResolver: (value) => value.typeName };
  if (document.definitions[0].operation !== 'subscription') {
    return { document: text, answers: [JSON.stringify(await execute(options))] };
  }
  const result = await subscribe({ ...options, subscribeFieldResolver: events });
  if (result.errors) {
    return { document: text, answers: [JSON.stringify(result)] };
  }
  const answers = [];
  for await (const item of result) {
    answers.push(JSON.stringify(item));
  }
  return { document: text, answers };
}

async function* events() {
  for (let number = 0; number < 3; number++) {
    yield { event: number };
  }
}

function fieldResolver(source, args, context, info) {
  const given = JSON.stringify(args);
  const path = `${source?.event ?? ''}${pathText(info.path)}${given === '{}' ? '' : given}`;
  const hash = hashOf(path);
  if (hash % 17 === 3) {
    throw new Error(`no ${path}`);
  }
  return valueOf(info.returnType, path, hash, info.schema, given);
}

function valueOf(type, path, hash, schema, given) {
  if (hash % 13 === 5) {
    return null;
  }
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) {
    return hash % 31 === 7 ? 5 : Array.from({ length: (hash >>> 8) % 4 }, (_, i) => valueOf(inner.ofType, `${path}/${i}`, hashOf(`${path}/${i}`), schema, given));
  }
  if (isLeafType(inner)) {
    return leafOf(inner, hash, given);
  }
  return { typeName: isAbstractType(inner) ? typeOf(inner, hash, schema) : inner.name };
}

function typeOf(type, hash, schema) {
  if (hash % 29 === 2) {
    return 'Query';
  }
  const names = schema.getPossibleTypes(type).map((possible) => possible.name).sort();
  return names[(hash >>> 8) % names.length];
}

function leafOf(type, hash, given) {
  const odd = hash % 19 === 4;
  const number = (hash >>> 8) % 1000;
  if (isEnumType(type)) {
    return odd ? 'NOPE' : type.getValues()[number % type.getValues().length].name;
  }
  switch (type.name) {
    case 'Int':
      return odd ? `n${number}` : number;
    case 'Float':
      return odd ? `n${number}` : number / 8;
    case 'Boolean':
      return odd ? 'yes' : number % 2 === 0;
    case 'ID':
      return odd ? number + 0.5 : `id${number}`;
    case 'String':
      return odd ? number : `s${number}${given === '{}' ? '' : given}`;
    default:
      return given === '{}' ? number : JSON.parse(given);
  }
}

function pathText(path) {
  return (path.prev ? `${pathText(path.prev)}/` : '') + path.key;
}

// FNV-1a over the UTF-16 units.
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}
