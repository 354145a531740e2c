// SPDX-License-Identifier: Apache-2.0
// Who studies and teaches what on the sandbox's campus.

const INSTRUCTOR = 'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor';
const LEARNER = 'http://purl.imsglobal.org/vocab/lis/v2/membership#Learner';
const STAFF = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Faculty';
const STUDENT = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student';

/**
 * The people by key, as {key, id, role, given, family, name, email, locale}. `id` is what the LMS
 * says in `sub` and `login_hint`, `role` what they mostly are. The names are of several scripts,
 * lengths and orders on purpose.
 */
export const PEOPLE = Object.fromEntries([
  { key: 'amara', id: '1001', role: 'instructor', title: 'Dr. ', given: 'Amara', family: 'Okafor' },
  { key: 'tomas', id: '1002', role: 'instructor', given: 'Tomáš', family: 'Lindqvist' },
  { key: 'asa', id: '2001', given: 'Åsa', family: 'Andersson', locale: 'sv-SE' },
  { key: 'misaki', id: '2002', given: '美咲', family: '佐藤', name: '佐藤 美咲', locale: 'ja-JP',
    email: 'misaki.sato@example.edu' },
  { key: 'layla', id: '2003', given: 'ليلى', family: 'حداد', locale: 'ar',
    email: 'layla.haddad@example.edu' },
].map(({ title = '', locale = 'en-GB', role = 'student', ...person }) => [person.key, {
  name: `${title}${person.given} ${person.family}`,
  email: `${plain(person.given)}.${plain(person.family)}@example.edu`,
  locale,
  role,
  ...person,
}]));

function plain(name) {
  return name.normalize('NFD').replace(/[^a-z]/gi, '').toLowerCase();
}

/**
 * The courses by key, as {key, id, title, label, term, members, sections}; `members` maps keys of
 * people to 'instructor' or 'student', `sections` names of sections to {id, members}, of students.
 * Without `sections` the LMS says nothing about any.
 */
export const COURSES = {
  chemistry: {
    key: 'chemistry',
    id: '41',
    title: 'Organic Chemistry II',
    label: 'CHEM 302',
    term: 'Winter term',
    members: {
      amara: 'instructor', tomas: 'instructor', asa: 'student', misaki: 'student',
      layla: 'student',
    },
    sections: {
      'Exercise class A': { id: '4101', members: ['asa'] },
      'Exercise class B': { id: '4102', members: ['misaki'] },
    },
  },
  literature: {
    key: 'literature',
    id: '57',
    title: 'Medieval Japanese Literature',
    label: 'JPN 214',
    term: 'Winter term',
    members: { amara: 'instructor', misaki: 'student', asa: 'student' },
  },
};

/** The role URIs that the LMS claims for a person of this kind in a course. */
export function rolesOf(kind) {
  return kind === 'instructor' ? [STAFF, INSTRUCTOR] : [STUDENT, LEARNER];
}
