// SPDX-License-Identifier: Apache-2.0
// Addresses, methods and forms of answer against a real httpd: what is there, what is not, and what
// only looks as if it were.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { get as httpGet } from 'node:http';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startCampus } from '../lib/campus.js';
import { assetsPath } from '../lib/paths.js';
import { temporaryDirectory } from '../lib/processes.js';
import { rawRequest } from '../lib/raw-http.js';
import { rawVisit, refusals as rowsOf } from '../lib/raw-visit.js';

let campus;
let raw;
before(async () => {
  // An address that cannot be decoded is httpd's to refuse, and it does so as an error.
  campus = await startCampus({
    httpd: {
      assets: tempting(), expectedLog: [/AH10244: invalid URI path/],
      modules: ['deflate', 'filter'], // as Debian has them
      directives: 'AddOutputFilterByType DEFLATE text/html application/json text/javascript',
    },
  });
  raw = await rawVisit(campus);
});
after(() => campus.stop());

/** A copy of the pages in which files lie that nobody may have. */
function tempting() {
  const directory = path.join(temporaryDirectory('pages'), 'htdocs');
  cpSync(assetsPath(), directory, { recursive: true });
  mkdirSync(path.join(directory, '.git'));
  mkdirSync(path.join(directory, 'css.css'));
  for (const name of ['.hidden.js', '.git/config.json', 'a b.css', 'server.pem', '../above.css']) {
    writeFileSync(path.join(directory, name), 'secret');
  }
  writeFileSync(path.join(directory, 'alone.css'), 'a{}');
  return directory;
}

// The bytes of an answer, as they came.
const getBytes = (url, headers) => new Promise((resolve, reject) => {
  httpGet(url, { headers, agent: false }, async (response) => {
    const body = Buffer.concat(await response.toArray());
    resolve({ status: response.statusCode, headers: response.headers, body });
  }).on('error', reject);
});

const refusals = (title, rows) => rowsOf(test, () => raw, title, rows);

// --- addresses and methods ----------------------------------------------------------------------

const course = (path) => () => raw.get(`${raw.coursePath}${path}`);
const at = (text) => () => raw.get(text);

refusals('an address', [
  ['the mount itself', at('/zoom'), 404, 'LZ0002'],
  ['the mount with a slash', at('/zoom/'), 404, 'LZ0002'],
  ['a trailing slash', at('/zoom/keys/'), 404, 'LZ0002'],
  ['another case', at('/zoom/Keys'), 404, 'LZ0002'],
  ['a path parameter', at('/zoom/keys;jsessionid=1'), 404, 'LZ0002'],
  ['a line end', at('/zoom/keys%0d%0aX:%20y'), 404, 'LZ0002', '/keys..X: y'],
  ['no UTF-8', at('/zoom/%ff%fe'), 404, 'LZ0002'],
  ['markup', at('/zoom/<script>alert(1)</script>'), 404, 'LZ0002'],
  ['a format', at('/zoom/%25s%25n%25s'), 404, 'LZ0002', '%s%n%s'],
  ['above the mount and back', at('/zoom/../zoom/c/x'), 404, 'LZ0002'],
  ['of 8000 bytes', at(`/zoom/${'x'.repeat(8000)}`), 404, 'LZ0002', 'no endpoint at this path'],
  ['no course', at('/zoom/c//upcoming'), 404, 'LZ0002'],
  ['no view', course(''), 404, 'LZ0002'],
  ['a view with a slash', course('/upcoming/'), 404, 'LZ0002'],
  ['a view in another case', course('/UPCOMING'), 404, 'LZ0002'],
  ['another course', at('/zoom/c/x/upcoming'), 401, 'LZ0200', 'of another course'],
  ['a course with a line end', () => raw.get(`${raw.coursePath}%0a/upcoming`), 401, 'LZ0200'],
  ['a meeting without id', course('/meetings/'), 404, 'LZ0002'],
  ['a meeting of many digits', course(`/meetings/${'9'.repeat(4000)}`), 404, 'LZ0205'],
  ['a negative meeting', course('/meetings/-1'), 404, 'LZ0205'],
]);

refusals('a query', [
  ['%00', course('/upcoming?scope=%00'), 400, 'LZ0006', 'NUL'],
  ['no UTF-8', course('/upcoming?%c0%80'), 400, 'LZ0006', 'UTF-8'],
  ['half an escape', at('/zoom/keys?%4'), 400, 'LZ0006', 'percent sign'],
  ['too many pairs', at(`/zoom/keys?${'a&'.repeat(257)}`), 400, 'LZ0006', 'more than 256'],
  ['of 8000 bytes', course(`/upcoming?page=${'x'.repeat(8000 - 100)}`), 400, 'LZ0006', 'page'],
  ['an unknown scope', course('/upcoming?scope=COURSE'), 400, 'LZ0006', 'scope'],
  ['an unknown page', course('/upcoming?page=../../etc'), 400, 'LZ0006', 'page'],
]);

test('one address in other words is the same one', async () => {
  const same = [
    '//zoom//keys', '/zoom/./keys', '/zoom/%6beys', '/zoom/c/../keys', '/x/../zoom/keys',
  ];
  for (const text of same) {
    const answer = await raw.send(raw.get(text));
    assert.equal(answer.status, 200, `${text}: ${answer.text}`);
    assert.ok(JSON.parse(answer.body).keys);
  }
  const encoded = raw.coursePath.replace(/.$/, (last) => `%${last.charCodeAt(0).toString(16)}`);
  assert.equal((await raw.send(raw.get(`${encoded}/upcoming`))).status, 200);
});

test('what httpd refuses by itself never reaches the module', async () => {
  const rows = [
    ['/zoom%2fkeys', 404], ['/zoom/..%2fkeys', 404], ['/zoom/keys%00', 404], ['/zoom/%zz', 400],
    [`/zoom/${'x'.repeat(9000)}`, 414], ['/zoomx/keys', 404], ['/ZOOM/keys', 404], ['zoom', 400],
  ];
  for (const [text, status] of rows) {
    const answer = await raw.send(raw.get(text));
    assert.equal(answer.status, status, text);
    assert.ok(!/LZ\d{4}/.test(answer.text), text);
  }
});

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'get', 'FOO'];
const places = {
  'a view': () => `${raw.coursePath}/upcoming`,
  'a file of the pages': () => `${raw.assets}/app.css`,
  'a file that is not there': () => `${raw.assets}/nothing.css`,
};

for (const [name, place] of Object.entries(places)) {
  test(`other methods: ${name}`, async () => {
    for (const method of METHODS) {
      const bytes = raw.get(place(), [], method);
      const answer = await raw.refused(bytes, 405, 'LZ0003', `method ${method}`);
      assert.equal(answer.headers.allow, 'HEAD, GET');
    }
  });
}

test('other methods: where two rows share the table, and where one posts', async () => {
  for (const [text, method, allowed] of [
    ['/zoom/login', 'PUT', 'HEAD, GET, POST'], ['/zoom/launch', 'GET', 'POST'],
    ['/zoom/launch', 'HEAD', 'POST'], [`${raw.coursePath}/meetings`, 'GET', 'POST'],
    [`${raw.coursePath}/meetings`, 'DELETE', 'POST'],
  ]) {
    const answer = await raw.send(raw.get(text, [], method));
    assert.equal(answer.status, 405, `${method} ${text}`);
    assert.equal(answer.headers.allow, allowed);
  }
});

test('HEAD is GET without the content', async () => {
  for (const [text, type] of [[`${raw.coursePath}/upcoming`, 'text/html'], ['/zoom/keys', '*/*'],
    [`${raw.assets}/app.css`, '*/*'], ['/zoom/nothing', 'application/json']]) {
    const [head, whole] = [await raw.send(raw.get(text, [['accept', type]], 'HEAD')),
      await raw.send(raw.get(text, [['accept', type]]))];
    assert.equal(head.status, whole.status);
    assert.equal(head.body, '');
    assert.equal(head.headers['content-type'], whole.headers['content-type']);
    assert.equal(head.headers['content-length'], whole.headers['content-length']);
  }
});

test('only files are sent in parts', async () => {
  for (const range of ['bytes=0-5', 'bytes=-1', 'bytes=99999-', 'bytes=0-1,4-5', 'bytes=5-2']) {
    for (const text of [`${raw.coursePath}/upcoming`, '/zoom/keys', '/zoom/nothing']) {
      const headers = [['accept', 'application/json']];
      const whole = await raw.send(raw.get(text, headers));
      const answer = await raw.send(raw.get(text, [...headers, ['range', range]]));
      assert.equal(answer.status, whole.status, `${text} ${range}`);
      assert.equal(answer.headers['content-range'], undefined);
      assert.equal(answer.body.length, whole.body.length);
    }
  }
});

// --- the pages' files ---------------------------------------------------------------------------

const asset = (text) => () => raw.get(`${raw.assets}${text}`);

refusals('a file of the pages', [
  ['none', asset(''), 404, 'LZ0002'],
  ['the directory', asset('/'), 404, 'LZ0002'],
  ['a directory', asset('/js'), 404, 'LZ0002'],
  ['a directory with a slash', asset('/js/'), 404, 'LZ0002'],
  ['one that is not there', asset('/js/nothing.js'), 404, 'LZ0002'],
  ['behind a file', asset('/app.css/x.css'), 404, 'LZ0002'],
  ['a directory with an ending', asset('/css.css'), 404, 'LZ0002'],
  ['a hidden file', asset('/.hidden.js'), 404, 'LZ0002'],
  ['in a hidden directory', asset('/.git/config.json'), 404, 'LZ0002'],
  ['a key', asset('/server.pem'), 404, 'LZ0002'],
  ['a file of another kind', asset('/lib/LICENSE.preact'), 404, 'LZ0002'],
  ['another case', asset('/APP.CSS'), 404, 'LZ0002'],
  ['a space', asset('/a%20b.css'), 404, 'LZ0002'],
  ['a backslash', asset('/js%5c..%5c..%5cabove.css'), 404, 'LZ0002'],
  ['a path parameter', asset('/..;/above.css'), 404, 'LZ0002'],
  ['a climb', asset('/../../above.css'), 404, 'LZ0002'],
  ['a climb in escapes', asset('/js/%2e%2e/%2e%2e/%2e%2e/above.css'), 404, 'LZ0002'],
  ['an absolute path', asset('/js//etc/hosts.txt'), 404, 'LZ0002'],
]);

test('a climb out of the pages with encoded slashes ends at httpd', async () => {
  assert.equal((await raw.send(raw.get(`${raw.assets}/..%2fabove.css`))).status, 404);
});

test('files of the pages: headers, versions, conditions', async () => {
  const { status, headers } = await raw.send(raw.get(`${raw.assets}/js/main.js`));
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'text/javascript');
  assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  const needless = ['last-modified', 'etag', 'accept-ranges', 'content-security-policy',
    'referrer-policy', 'cross-origin-resource-policy', 'set-cookie'];
  assert.deepEqual(needless.filter((name) => name in headers), []);

  assert.equal((await raw.send(raw.get(`${raw.assets}/app.css`))).headers['content-type'],
    'text/css; charset=utf-8');

  const older = await raw.send(raw.get('/zoom/assets/0123456789ab/js/main.js'));
  assert.equal(older.status, 200);
  assert.equal(older.headers['cache-control'], 'no-cache');
  const prefix = await raw.send(raw.get(`${raw.assets.slice(0, -1)}/js/main.js`));
  assert.equal(prefix.headers['cache-control'], 'no-cache');

  const again = await raw.send(raw.get('/zoom/assets/0123456789ab/js/main.js', [
    ['if-none-match', older.headers.etag]]));
  assert.equal(again.status, 304);
  const part = await raw.send(raw.get(`${raw.assets}/js/main.js`, [['range', 'bytes=1-6']]));
  assert.deepEqual([part.status, part.body], [206, 'import']);
});

test('a connection that brings files of the pages is kept without a word', async () => {
  const bring = (connection) => rawRequest(`GET ${raw.assets}/js/main.js HTTP/1.1`, [
    ['connection', connection]]);
  const { text } = await raw.send(Buffer.concat([bring('keep-alive'), bring('close')]));
  const [, first, second] = text.split('HTTP/1.1 200 OK');
  assert.ok(second, text);
  assert.doesNotMatch(first, /^(connection|keep-alive):/mi);
  assert.match(second, /^connection: close/mi);
});

test('files of the pages go out as they were compressed when they were built', async () => {
  const { httpd } = campus;
  const get = async (accepted, file = 'js/main.js') => {
    const from = (assets) => getBytes(`${httpd.url}${assets}/${file}`, {
      'accept-encoding': accepted,
    });
    const { status, headers, body } = await from(raw.assets);
    assert.equal(status, 200);
    assert.equal(headers.vary, 'Accept-Encoding');
    assert.equal(headers['content-type'], 'text/javascript');
    const { etag: tag } = (await from('/zoom/assets/0123456789ab')).headers;
    return { coding: headers['content-encoding'], tag, body };
  };
  const plain = await get('');
  assert.equal(plain.coding, undefined);
  const rows = [
    ['br', 'br'], ['gzip, deflate, br, zstd', 'br'], ['gzip', 'gzip'], ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip;q=1.0', 'gzip'], ['br;q=0.000,gzip ; q=0', undefined], ['brx, xbr', undefined],
    ['identity', undefined], ['deflate', undefined], ['br;q=x', undefined],
  ];
  for (const [accepted, coding] of rows) {
    const answer = await get(accepted);
    assert.equal(answer.coding, coding, accepted);
    const open = { br: brotliDecompressSync, gzip: gunzipSync }[coding] ?? ((bytes) => bytes);
    assert.deepEqual(open(answer.body), plain.body, accepted);
    assert.equal(coding !== undefined, answer.tag !== plain.tag, accepted);
  }
  for (const ending of ['br', 'gz']) {
    await raw.refused(raw.get(`${raw.assets}/js/main.js.${ending}`), 404, 'LZ0002');
  }
});

test('a file that lies there uncompressed only goes out as it is', async () => {
  const { status, headers, body } = await getBytes(`${campus.httpd.url}${raw.assets}/alone.css`, {
    'accept-encoding': 'br, gzip',
  });
  assert.deepEqual([status, headers['content-encoding'], String(body)], [200, undefined, 'a{}']);
});

test('data that httpd compressed is known again by the tag that went out with it', async () => {
  const ask = (headers) => getBytes(`${campus.httpd.url}${raw.coursePath}/upcoming`, {
    cookie: raw.session, accept: 'application/json', 'accept-encoding': 'gzip', ...headers,
  });
  const first = await ask();
  assert.equal(first.headers['content-encoding'], 'gzip');
  assert.match(first.headers.etag, /^"[\w-]+-gzip"$/);
  assert.equal((await ask({ 'if-none-match': first.headers.etag })).status, 304);
  assert.equal((await ask({ 'if-none-match': `"x", W/${first.headers.etag}` })).status, 304);
  assert.equal((await ask({ 'if-none-match': '"x-gzip"' })).status, 200);
});

// --- page or data -------------------------------------------------------------------------------

test('Accept decides between page and data', async () => {
  const ask = async (accept) => {
    const headers = accept === undefined ? [] : [['accept', accept]];
    const answer = await raw.send(raw.get(`${raw.coursePath}/upcoming`, headers));
    return answer.headers['content-type'].split(';')[0];
  };
  const page = ['text/html', 'Text/HTML', 'text/html;q=0.1', 'application/json , text/html;level=1',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'];
  const data = [undefined, '', '*/*', 'text/*', 'application/json', 'application/xhtml+xml', ',,;',
    'text/htmlx', 'xtext/html', 'image/png;x="text/html"', 'x'.repeat(8000)];
  for (const accept of page) assert.equal(await ask(accept), 'text/html', accept);
  for (const accept of data) assert.equal(await ask(accept), 'application/json', accept);
});
