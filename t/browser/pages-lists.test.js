// SPDX-License-Identifier: Apache-2.0
// The lists in every state.

import { testEveryState } from './lib/every-state.js';

testEveryState({
  upcoming: 'instructor/upcoming',
  'upcoming-student': 'student/upcoming',
  'upcoming-empty': 'empty/upcoming',
  'upcoming-empty-student': 'empty-student/upcoming',
  'upcoming-scripts': 'scripts/upcoming',
  'upcoming-stale': 'stale/upcoming',
  'upcoming-many': 'many/upcoming',
  'upcoming-lead': 'lead/upcoming',
  import: 'instructor/upcoming?scope=all',
  'import-past': 'instructor/previous?scope=all',
  previous: 'instructor/previous',
  'previous-student': 'student/previous',
  'previous-empty': 'empty/previous',
  'previous-empty-student': 'empty-student/previous',
  'previous-scripts': 'scripts/previous',
  'previous-stale': 'stale/previous',
  'previous-many': 'many/previous',
  recordings: 'instructor/recordings',
  'recordings-student': 'student/recordings',
  'recordings-empty': 'empty/recordings',
  'recordings-empty-student': 'empty-student/recordings',
  'recordings-scripts': 'scripts/recordings',
  'recordings-stale': 'stale/recordings',
  'recordings-many': 'many/recordings',
  'recordings-filtered': 'instructor/recordings?q=lecture&from=2026-10-01&published=true',
  'recordings-nothing-found': 'instructor/recordings?q=nowhere',
  'upcoming-arabic': 'scripts/upcoming?locale=ar',
  'upcoming-japanese': 'scripts/upcoming?locale=ja',
});
