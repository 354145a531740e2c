// SPDX-License-Identifier: Apache-2.0
// The data map against Zoom's own OpenAPI document, where LTI_ZOOM_OPENAPI names its directory:
// each operation is there with its scopes, and each kept field in its answer, with its type. A
// misspelt name would be absent for ever without anybody noticing.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { REPO } from '../lib/paths.js';

const directory = process.env.LTI_ZOOM_OPENAPI;
const skip = !directory && 'LTI_ZOOM_OPENAPI names no document';
const maps = path.join(REPO, 'mod_lti_zoom/zoom');

// What answers hold in practice though the present document forgets it.
const UNDOCUMENTED = new Set(['recordings meetings[].timezone', 'recording.get timezone']);
// The document names a scope of telephony for it.
const OTHER_CLASSIC = new Set(['recording.get']);

const TYPES = {
  STRING: ['string'], ID: ['string', 'integer'], INTEGER: ['integer', 'number'],
  BOOLEAN: ['boolean'], STRINGS: ['array'],
};

/** The operations of the map: [{name, method, path, classic, granular, fields: [[path, type]]}]. */
function readMap() {
  const text = (file) => readFileSync(path.join(maps, file), 'utf8')
    .replace(/#include "(data_map_meeting\.def)"/g, (_line, name) => text(name));
  const files = readdirSync(maps).filter((file) => /^data_map_\w+\.def$/.test(file));
  return files.flatMap((file) => text(file).split('LZ_OPERATION_END'))
    .map((part) => /LZ_OPERATION\((\w+, [^]*?)\)\n([^]*)/.exec(part))
    .filter(Boolean)
    .map(([, head, body]) => {
      const [name, method, where, ...others] = [...head.matchAll(/"([^"]*)"/g)].map(([, s]) => s);
      const [classic, granular] = others.filter((one) => /^\w+:\w+:[\w:]+$/.test(one));
      const fields = [...body.matchAll(/LZ_FIELD\("([^"]+)",\s*LZ_FIELD_(\w+)/g)]
        .map(([, field, type]) => [field, type]);
      return { name, method, path: where, classic, granular, fields };
    });
}

function described({ paths }, { method, path: where }) {
  const shape = where.replace('/accounts/me/', '/accounts/{}/');
  const plain = (one) => one.replace(/^\/v2/, '').replace(/\{\w+\}/g, '{}');
  const names = Object.keys(paths).filter((one) => plain(one) === shape);
  return names.map((name) => paths[name][method.toLowerCase()]).find(Boolean);
}

/** The schemas that stand at a field's path: several where the document combines some. */
function schemasAt(schema, names) {
  if (!schema) return [];
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((how) => schema[how] ?? []);
  const within = schema.properties
    ? [schema.properties[names[0]], names.slice(1)] : [schema.items, names];
  const here = names.length ? schemasAt(...within) : [schema];
  return [...here, ...parts.flatMap((part) => schemasAt(part, names))];
}

describe('the data map and the document', { skip }, () => {
  const document = directory
    && JSON.parse(readFileSync(path.join(directory, 'trimmed.json'), 'utf8'));
  const operations = readMap();

  test('the map is read whole', () => {
    assert.ok(operations.length > 35);
    assert.ok(operations.every(({ classic, granular }) => classic && granular));
    assert.ok(operations.find(({ name }) => name === 'meeting.get').fields.length > 40);
  });

  for (const operation of operations) {
    test(operation.name, () => {
      const found = described(document, operation);
      assert.ok(found, 'it is there');
      const text = JSON.stringify(found);
      assert.ok(text.includes(operation.granular), operation.granular);
      if (!OTHER_CLASSIC.has(operation.name)) {
        assert.ok(text.includes(operation.classic), operation.classic);
      }
      const answer = Object.entries(found.responses).find(([status]) => status.startsWith('2'))[1];
      const schema = Object.values(answer.content ?? {})[0]?.schema;
      for (const [field, type] of operation.fields) {
        if (UNDOCUMENTED.has(`${operation.name} ${field}`)) continue;
        const types = schemasAt(schema, field.replaceAll('[]', '').split('.'))
          .map((one) => one.type).filter(Boolean);
        assert.ok(types.some((one) => TYPES[type].includes(one)),
          `${field} is ${types.join() || 'not there'}`);
      }
    });
  }
});
