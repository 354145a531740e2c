// SPDX-License-Identifier: Apache-2.0
// Writes each page file below a directory compressed beside itself, as small as it gets, since that
// is done once: node compress-pages.mjs DIRECTORY

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const SERVED = /\.(js|css|json|svg)$/;

const CODINGS = {
  br: (bytes) => brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
  }),
  gz: (bytes) => gzipSync(bytes, { level: 9 }),
};

const [, , directory] = process.argv;
for (const name of readdirSync(directory, { recursive: true }).filter((each) => SERVED.test(each))) {
  const file = path.join(directory, name);
  for (const [ending, compress] of Object.entries(CODINGS)) {
    writeFileSync(`${file}.${ending}`, compress(readFileSync(file)));
  }
}
