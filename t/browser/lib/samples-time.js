// SPDX-License-Identifier: Apache-2.0
// The moment on which all samples hang, and at which the tests stop the clock.

export const NOW = Date.parse('2026-11-23T10:20:00Z');

export const iso = (instant) => new Date(instant).toISOString().replace('.000Z', 'Z');
