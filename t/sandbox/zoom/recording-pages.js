// SPDX-License-Identifier: Apache-2.0
// What follows a link to a recording: a page that plays it, or its bytes. A download goes by way of
// another address, as Zoom's do, so a client must carry its authorization along; a browser, which
// cannot, has it in the address.

import { html } from '../html.js';
import {
  fileOfLink, isDownloadToken, playPasscode,
} from './recording-store.js';
import { zoomPage } from './zoom-page.js';

const LINK = /^\/rec\/(play|download|file)\/([\w-]+)$/;

/** The page or file at `path`, as `{status, headers, body}`; undefined when it is no such path. */
export function recordingPage(zoom, { method, path, query, headers }) {
  const [, kind, key] = LINK.exec(path) ?? [];
  if (!kind || method !== 'GET') return undefined;
  const found = fileOfLink(zoom, key);
  if (!found || found.recording.settings.share_recording === 'none') {
    return zoomPage('No recording', html`<h1>This recording does not exist</h1>
<p>It has been deleted, or its owner does not share it.</p>`, 404);
  }
  if (kind === 'play') return playPage(zoom, found, query.get('pwd') ?? '');
  const inAddress = query.get('access_token');
  const authorization = inAddress ? `Bearer ${inAddress}` : headers.authorization;
  if (!mayDownload(zoom, found, authorization)) return plain(401, 'Sign in to download.');
  if (kind === 'download') {
    const rest = inAddress ? `?access_token=${encodeURIComponent(inAddress)}` : '';
    return { ...plain(302, ''), headers: { location: `${zoom.url}/rec/file/${key}${rest}` } };
  }
  const { file_type, file_extension } = found.file;
  const file = plain(200, `${file_type} of ${found.recording.settings.topic}\n`);
  file.headers['content-disposition'] =
    `attachment; filename="recording.${file_extension.toLowerCase()}"`;
  return file;
}

function playPage(zoom, { recording, file }, pwd) {
  const { password, share_recording, topic } = recording.settings;
  if (share_recording === 'internally') {
    return zoomPage('Sign in', html`<h1>Sign in to watch</h1>
<p>Only people of this account may watch this recording.</p>`, 403);
  }
  if (password && pwd !== playPasscode(zoom, recording)) {
    return zoomPage('Passcode', html`<h1>Enter the passcode to watch</h1>
<p>This link does not carry the passcode of the recording.</p>`, 403);
  }
  return zoomPage(topic, html`<h1>You are watching ${topic}</h1>
<p>${file.recording_type.replaceAll('_', ' ')}</p>`);
}

function mayDownload(zoom, { recording }, authorization = '') {
  const [scheme, token = ''] = authorization.split(' ');
  if (scheme.toLowerCase() !== 'bearer') return false;
  return zoom.tokens.get(token)?.expires > zoom.now() || isDownloadToken(zoom, recording, token);
}

const plain = (status, body) => ({
  status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body,
});
