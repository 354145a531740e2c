// SPDX-License-Identifier: Apache-2.0
// Lists in pages: opaque tokens that live for fifteen minutes and belong to one request.

import { randomBytes } from 'node:crypto';
import { ApiError } from './errors.js';

const PAGE_TOKEN_LIFE = 15 * 60_000;
const MAX_PAGE_TOKENS = 1000;

/**
 * The page that `call` ({operation, params, query} with page_size and next_page_token) asks for, as
 * {page_size, total_records, next_page_token, [member]: rows}. `listRows(filter)` gives all rows of
 * a first page; the later ones show the same rows, whatever has changed since.
 */
export function pageOf(zoom, { operation, params, query }, member, listRows) {
  const { next_page_token, page_size = 30, ...filter } = query;
  const request = JSON.stringify(
    [operation.name, params, page_size, Object.entries(filter).sort()]);
  const { rows, offset } = next_page_token
    ? continued(zoom, next_page_token, request)
    : { rows: listRows(filter), offset: 0 };

  const end = offset + page_size;
  const more = end < rows.length;
  return {
    page_size,
    total_records: rows.length,
    next_page_token: more ? issuePageToken(zoom, { request, rows, offset: end }) : '',
    [member]: rows.slice(offset, end),
  };
}

function issuePageToken(zoom, page) {
  const token = randomBytes(24).toString('base64url');
  zoom.pageTokens.set(token, { ...page, expires: zoom.now() + PAGE_TOKEN_LIFE });
  if (zoom.pageTokens.size > MAX_PAGE_TOKENS) {
    zoom.pageTokens.delete(zoom.pageTokens.keys().next().value);
  }
  return token;
}

function continued(zoom, token, request) {
  const page = zoom.pageTokens.get(token);
  if (!page || page.expires <= zoom.now()) {
    throw new ApiError(400, 300, 'The next page token is invalid or expired.');
  }
  if (page.request !== request) {
    throw new ApiError(400, 300, 'The next page token is invalid or expired.',
      { rule: 'next page with other parameters' });
  }
  return page;
}
