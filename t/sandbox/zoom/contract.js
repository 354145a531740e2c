// SPDX-License-Identifier: Apache-2.0
// Zoom's own OpenAPI document as a second judge, of the client's requests and of the simulator's
// answers. The document is not part of this project: where the environment variable
// LTI_ZOOM_OPENAPI names a directory that holds it, it is used; elsewhere the checks that are
// written by hand stand alone.
//
//   trimmed-strict.json         the operations, below /v2, with closed request bodies
//   meetings-webhooks.json,
//   users-webhooks.json         the events

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { invalidFields } from './errors.js';
import { jsonText } from './json-text.js';

const OPERATIONS = 'trimmed-strict.json';
const EVENTS = ['meetings-webhooks.json', 'users-webhooks.json'];

const SECOND = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const FORMATS = {
  'date-time': (text) => SECOND.test(text) && !Number.isNaN(Date.parse(text)),
  date: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
  // Whoever is not of the host's account has an empty address.
  email: /^([^\s@]+@[^\s@]+)?$/,
  int64: { type: 'number', validate: Number.isInteger },
  password: true,
  string: true,
  url: /^https?:/,
};

let loading;

/** The contract (see createContract), or undefined where there is no document. */
export function loadContract(directory = process.env.LTI_ZOOM_OPENAPI) {
  if (!directory) return undefined;
  loading ??= createContract(directory);
  return loading;
}

/**
 * Resolves to {judgeRequest(operation, {query, body}), checkAnswer(operation, {status, body}),
 * checkEvent(envelope)} after the documents in `directory`. The first throws Zoom's 400/300, the
 * others an Error, since what they find is a mistake of the simulator. Validators are compiled when
 * they are first needed.
 */
async function createContract(directory) {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const options = { strict: false, allErrors: true, logger: false, formats: FORMATS };
  const plain = new Ajv2020(options);
  const coercing = new Ajv2020({ ...options, coerceTypes: true });
  const load = (name) => JSON.parse(readFileSync(path.join(directory, name), 'utf8'));
  const { paths } = JSON.parse(mendedDocument(directory));
  const validators = once((key, compile) => compile());
  const documents = once(load);
  const eventNamed = (name) => EVENTS
    .map((file) => documents(file).webhooks[name]).find(Boolean);

  const described = (operation) => {
    const item = paths[operation.path] ?? paths[`/v2${operation.path}`];
    const found = item?.[operation.method.toLowerCase()];
    if (!found) throw new Error(`the contract has no ${operation.method} ${operation.path}`);
    return found;
  };
  const validator = (operation, part, schemaOf, ajv = plain) => validators(
    `${operation.name} ${part}`, () => ajv.compile(schemaOf(described(operation))));

  return {
    judgeRequest(operation, { query, body }) {
      const errors = complaints(validator(operation, 'query', querySchema, coercing), { ...query });
      if (operation.body) {
        errors.push(...complaints(validator(operation, 'body', bodySchema), body));
      }
      if (errors.length) throw invalidFields(errors, 'contract');
    },
    checkAnswer(operation, { status, body }) {
      const answer = described(operation).responses[status];
      if (!answer && status < 400) throw broken(operation.name, `there is no answer ${status}`);
      const schema = schemaOfContent(answer);
      if (!schema) {
        if (body !== undefined && status < 400) throw broken(operation.name, 'a body too many');
        return;
      }
      const errors = complaints(validator(operation, status, () => closed(schema)),
        JSON.parse(jsonText(body)));
      if (errors.length) throw broken(`${operation.name}, ${status}`, errors);
    },
    checkEvent(envelope) {
      const schema = schemaOfContent(eventNamed(envelope.event)?.post.requestBody);
      if (!schema) throw broken(envelope.event, 'there is no such event');
      const errors = complaints(
        validators(`event ${envelope.event}`, () => plain.compile(closed(schema))), envelope);
      if (errors.length) throw broken(envelope.event, errors);
    },
  };
}

/** The text of the document in `directory`, mended where it contradicts itself. */
export const mendedDocument = (directory) => JSON.stringify(
  mended(JSON.parse(readFileSync(path.join(directory, OPERATIONS), 'utf8'))));

// Where the document's text and its schema disagree, the text is right: days of a week are a list.
const MENDED = { weekly_days: { type: 'string', pattern: '^[1-7](,[1-7]){0,6}$' } };

function mended(part) {
  if (Array.isArray(part)) return part.map(mended);
  if (part === null || typeof part !== 'object') return part;
  return Object.fromEntries(Object.entries(part).map(
    ([name, member]) => [name, member?.type && MENDED[name] || mended(member)]));
}

function once(make) {
  const made = new Map();
  return (key, ...rest) => {
    if (!made.has(key)) made.set(key, make(key, ...rest));
    return made.get(key);
  };
}

const broken = (what, errors) => new Error(
  `the simulated Zoom would break its contract: ${what}: ${JSON.stringify(errors)}`);

const schemaOfContent = (part) => Object.values(part?.content ?? {})[0]?.schema;

const bodySchema = ({ requestBody }) => schemaOfContent(requestBody);

function querySchema({ parameters = [] }) {
  const known = parameters.filter((parameter) => parameter.in === 'query');
  return {
    type: 'object',
    properties: Object.fromEntries(known.map(({ name, schema }) => [name, schema])),
    required: known.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

function complaints(validate, value) {
  if (validate(value)) return [];
  return validate.errors.map(({ instancePath, message, params }) => ({
    field: instancePath.slice(1).replaceAll('/', '.'),
    message: `${message} ${JSON.stringify(params)}`,
  }));
}

const COMBINED = ['allOf', 'anyOf', 'oneOf'];

/**
 * The schema of an answer with its objects closed: a member that Zoom's document does not name is
 * an invention. The parts of a combination are closed together, around the whole of it.
 */
function closed(schema, whole = true) {
  if (schema.$ref) return {}; // the documents' few references lead nowhere
  const copy = { ...schema };
  for (const how of COMBINED) {
    if (schema[how]) copy[how] = schema[how].map((part) => closed(part, false));
  }
  if (schema.items) copy.items = closed(schema.items);
  if (schema.properties) {
    copy.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, member]) => [name, closed(member)]));
  }
  if (whole && namesMembers(schema)) copy.unevaluatedProperties = false;
  return copy;
}

const namesMembers = (schema) => Boolean(schema.properties)
  || COMBINED.some((how) => schema[how]?.some(namesMembers));
