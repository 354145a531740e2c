// SPDX-License-Identifier: Apache-2.0
// A strict reader of Prometheus's text exposition format, version 0.0.4.

import assert from 'node:assert/strict';

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/;
const VALUE = /^(?:[+-]?Inf|NaN|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const TYPES = ['counter', 'gauge', 'histogram'];
const UNESCAPED = { '\\n': '\n', '\\\\': '\\', '\\"': '"' };

function labelsOf(text) {
  const labels = {};
  for (let rest = text; rest !== '';) {
    const [whole, name, value, comma] = LABEL.exec(rest) ?? assert.fail(`labels: ${text}`);
    assert.ok(!(name in labels), `label ${name} twice: ${text}`);
    labels[name] = value.replace(/\\["\\n]/g, (escape) => UNESCAPED[escape]);
    rest = rest.slice(whole.length);
    assert.ok(comma === '' || rest !== '', `a comma at the end: ${text}`);
  }
  return labels;
}

function sampleOf(line) {
  const [, name, , labels = '', value] = /^([^{ ]+)(\{(.*)\})? (\S+)$/.exec(line)
    ?? assert.fail(`no sample: ${line}`);
  assert.match(name, NAME);
  assert.match(value, VALUE, line);
  return { name, labels: labelsOf(labels), value: Number(value.replace('Inf', 'Infinity')) };
}

/** The family that a sample belongs to, which must be the one that was announced last. */
function inFamily({ name }, { name: family, type }) {
  return name === family
    ? type !== 'histogram'
    : type === 'histogram' && ['_bucket', '_sum', '_count'].some((end) => name === family + end);
}

const key = (labels) => JSON.stringify(Object.entries(labels).sort());
const without = ({ le, ...labels }) => labels;

function checkHistogram({ name, samples }) {
  for (const labels of new Set(samples.map((one) => key(without(one.labels))))) {
    const group = samples.filter((one) => key(without(one.labels)) === labels);
    const of = (end) => group.filter((one) => one.name === name + end);
    const buckets = of('_bucket');
    const bounds = buckets.map((one) => Number(one.labels.le.replace('+Inf', 'Infinity')));
    assert.deepEqual(bounds, bounds.toSorted((a, b) => a - b), `${name}${labels}: bounds grow`);
    assert.equal(new Set(bounds).size, bounds.length, `${name}${labels}: each bound once`);
    assert.equal(bounds.at(-1), Infinity, `${name}${labels}: +Inf`);
    const counts = buckets.map(({ value }) => value);
    assert.deepEqual(counts, counts.toSorted((a, b) => a - b), `${name}${labels}: cumulative`);
    assert.equal(of('_sum').length, 1, `${name}${labels}: one _sum`);
    assert.equal(of('_count').length, 1, `${name}${labels}: one _count`);
    assert.equal(of('_count')[0].value, counts.at(-1), `${name}${labels}: _count is +Inf's`);
  }
}

/**
 * Reads an exposition and resolves to {families, value(name, labels)}: `families` a Map from name
 * to {name, type, help, samples[{name, labels, value}]}, value() that of the one sample with these
 * very labels, 0 when there is none. Throws at whatever departs from the format.
 */
export function readMetrics(text) {
  assert.ok(text.endsWith('\n'), 'the last line ends');
  const families = new Map();
  let family;
  for (const line of text.slice(0, -1).split('\n')) {
    const [, keyword, name, rest] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (keyword === 'HELP') {
      assert.match(name, NAME);
      assert.ok(!families.has(name), `${name} stands twice`);
      assert.doesNotMatch(rest, /\\(?![n\\])/, line);
      family = { name, help: rest, samples: [] };
      families.set(name, family);
    } else if (keyword === 'TYPE') {
      assert.equal(name, family?.name, 'TYPE follows its HELP');
      assert.ok(TYPES.includes(rest) && !family.type && !family.samples.length, line);
      family.type = rest;
    } else {
      const sample = sampleOf(line);
      assert.ok(family?.type && inFamily(sample, family), `not of its family: ${line}`);
      if (family.type === 'counter') assert.match(sample.name, /_total$/);
      if (family.type !== 'gauge') assert.ok(sample.value >= 0, line);
      family.samples.push(sample);
    }
  }
  const samples = [...families.values()].flatMap((one) => one.samples);
  const keys = samples.map((one) => one.name + key(one.labels));
  assert.equal(new Set(keys).size, keys.length, 'no sample stands twice');
  for (const one of families.values()) {
    assert.ok(one.samples.length, `${one.name} has samples`);
    if (one.type === 'histogram') checkHistogram(one);
  }
  return {
    families,
    value: (name, labels = {}) => (
      samples.find((one) => one.name === name && key(one.labels) === key(labels))?.value ?? 0),
  };
}
