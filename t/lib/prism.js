// SPDX-License-Identifier: Apache-2.0
// @stoplight/prism-cli, a stranger to this project, as a proxy that judges what goes through it by
// Zoom's own OpenAPI document. Neither is part of this project: LTI_ZOOM_OPENAPI names the directory
// of the document, and the program is found where Node finds it (NODE_PATH for elsewhere).

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { mendedDocument } from '../sandbox/zoom/contract.js';
import { freePort } from './ports.js';
import { startProgram, temporaryDirectory, until } from './processes.js';

const directory = process.env.LTI_ZOOM_OPENAPI;
const program = findPrism();

/** Why there is no such judge here, or false. */
export const noPrism = (!directory && 'LTI_ZOOM_OPENAPI names no document')
  || (!program && '@stoplight/prism-cli is not installed');

function findPrism() {
  try {
    return createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');
  } catch {
    return undefined;
  }
}

/** Starts it before `upstream`; resolves to {url, output(), stop(), ...} of startProgram(). */
export async function startPrism(upstream) {
  const port = await freePort();
  const document = path.join(temporaryDirectory('prism'), 'zoom.json');
  writeFileSync(document, mendedDocument(directory));
  const prism = startProgram(process.execPath, [
    program, 'proxy', '-h', '127.0.0.1', '-p', String(port),
    document, upstream,
  ]);
  await until(() => prism.output().includes('Prism is listening'), {
    what: 'the proxy', deadline: 120_000, explain: prism.output,
  });
  return { ...prism, url: `http://127.0.0.1:${port}` };
}
