// SPDX-License-Identifier: Apache-2.0
// Sizes of files in words, in the reader's locale.

import { locale } from './i18n.js';

const UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

// "254 MB", "1.4 GB"; what is smaller than a kilobyte is one.
export function sizeInWords(bytes) {
  let amount = Math.max(1, bytes / 1000);
  let unit = 0;
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit', unit: UNITS[unit], unitDisplay: 'short',
    maximumFractionDigits: unit > 1 && amount < 100 ? 1 : 0,
  }).format(amount);
}
