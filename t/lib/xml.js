// SPDX-License-Identifier: Apache-2.0
// A strict reader of small XML documents: elements, attributes and text, UTF-8, the five entities.
// No document types, comments or processing instructions beyond the declaration.

const NAME = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?';
const TOKEN = new RegExp(`<(/?)(${NAME})((?:\\s+${NAME}\\s*=\\s*"[^"<]*")*)\\s*(/?)>|([^<]+)`, 'y');
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*"([^"]*)"`, 'g');
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" };

function unescape(text) {
  return text.replace(/&([^;&]*;?)/g, (all, name) => {
    const known = name.endsWith(';') && ENTITIES[name.slice(0, -1)];
    if (!known) throw new Error(`no entity: ${all}`);
    return known;
  });
}

/**
 * The root element of a well-formed document as {name, attributes, children, text}; throws where
 * it is none: elements that are not closed in order, an attribute twice, a prefix that nothing
 * declares, text or a second element outside the root.
 */
export function parseXml(document) {
  const source = document.replace(/^<\?xml version="1\.0"( encoding="UTF-8")?\?>\s*/, '');
  const top = { children: [], prefixes: ['xml'] };
  const open = [top];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    const token = TOKEN.exec(source);
    if (!token) throw new Error(`not well-formed: ${source.slice(at, at + 40)}`);
    take(open, token);
  }
  if (open.length !== 1) throw new Error(`not closed: ${open.at(-1).name}`);
  if (top.children.length !== 1) throw new Error('not one root');
  return top.children[0];
}

function take(open, [, end, name, attributes, empty, text]) {
  const parent = open.at(-1);
  if (text !== undefined) {
    if (open.length === 1 && text.trim()) throw new Error(`text outside the root: ${text}`);
    parent.text += unescape(text);
    return;
  }
  if (end) {
    if (parent.name !== name) throw new Error(`${name} closes ${parent.name}`);
    open.pop();
    return;
  }
  const element = { name, attributes: {}, children: [], text: '', prefixes: [...parent.prefixes] };
  readAttributes(element, attributes);
  parent.children.push(element);
  if (!empty) open.push(element);
}

function readAttributes(element, text) {
  for (const [, name, value] of text.matchAll(ATTRIBUTE)) {
    if (name in element.attributes) throw new Error(`${name} stands twice`);
    element.attributes[name] = unescape(value);
    if (name.startsWith('xmlns:')) element.prefixes.push(name.slice(6));
  }
  for (const name of [element.name, ...Object.keys(element.attributes)]) {
    const [prefix, local] = name.split(':');
    if (local && prefix !== 'xmlns' && !element.prefixes.includes(prefix)) {
      throw new Error(`nothing declares ${prefix}:`);
    }
  }
}
