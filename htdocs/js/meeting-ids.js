// SPDX-License-Identifier: Apache-2.0
// Which meetings a person means by what they typed or pasted. No page in here.

const LINK = /\/(?:j|s|wc|my|meeting)\/(\d{9,})/;

// IDs, one after the other or each on a line, with the spaces or hyphens that Zoom writes within
// them; and links to join. What is neither is given back as it is, for the server to say so.
export function idsIn(text) {
  const ids = text.split(/[\n,;]+/).map((each) => each.trim()).filter(Boolean)
    .flatMap((each) => {
      const [, linked] = LINK.exec(each) ?? [];
      const digits = each.replace(/[\s\u2013-]/g, '');
      if (linked || /^\d{9,11}$/.test(digits)) {
        return [linked ?? digits];
      }
      return /^[\d\s-]+$/.test(each) ? each.split(/\s+/) : [each];
    });
  return [...new Set(ids)];
}
