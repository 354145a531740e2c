// SPDX-License-Identifier: Apache-2.0
// Asking whether somebody can be an alternative host, before the meeting is saved.

import { getView, Refusal } from './api.js';
import { paths } from './shell.js';
import { fieldSaid, prepareForFields, refusalSaid } from './telling.js';

export const isEmail = (text) => /^[^\s@;,]+@[^\s@;,]+$/.test(text);

// { email, name, ok, message }: `ok` true or false as the server says; undefined when it cannot be
// learnt now, and is left to the saving.
export async function askAboutHost(email) {
  try {
    const { name, ok, message } = await getView(paths.host(email));
    if (message) {
      await prepareForFields();
    }
    return { email, name, ok: Boolean(ok), message: message && fieldSaid(message) };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) {
      throw refusal;
    }
    const refused = refusal.status === 422 || refusal.status === 400;
    return {
      email, ok: refused ? false : undefined,
      message: refused ? refusal.fields.email ?? refusalSaid(refusal) : '',
    };
  }
}
