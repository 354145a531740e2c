// SPDX-License-Identifier: Apache-2.0
// The demo's campus: the sandbox's people and courses, and more of both: teachers and students whose
// names are in many scripts, a course with very many meetings, one with none.

import { COURSES, PEOPLE } from './lms/people.js';

const person = (key, id, role, name, email, locale) => {
  const [given, ...family] = name.split(' ');
  return [key, { key, id, role, given, family: family.join(' '), name, email, locale }];
};

export const DEMO_PEOPLE = {
  ...PEOPLE,
  ...Object.fromEntries([
    person('hanako', '1003', 'instructor', '山田 花子', 'hanako.yamada@example.edu', 'ja-JP'),
    person('olga', '1004', 'instructor', 'Ольга Иванова', 'olga.ivanova@example.edu', 'en-GB'),
    person('amina', '1005', 'instructor', 'د. أمينة حسن', 'amina.hassan@example.edu', 'ar'),
    person('eleni', '2004', 'student', 'Ελένη Παπαδοπούλου', 'eleni.papadopoulou@example.edu', 'de-DE'),
    person('xiaoming', '2005', 'student', '王小明', 'xiaoming.wang@example.edu', 'en-US'),
    person('priya', '2006', 'student', 'प्रिया शर्मा', 'priya.sharma@example.edu', 'en-IN'),
    person('maria', '2007', 'student', 'María José Núñez-Ibáñez de la Torre',
      'maria.nunez@example.edu', 'es-ES'),
    person('nguyen', '2008', 'student', 'Nguyễn Thị Ánh', 'anh.nguyen@example.edu', 'fr-FR'),
  ]),
};

const more = (key, members) => ({
  ...COURSES[key], members: { ...COURSES[key].members, ...members },
});

const STUDENTS = {
  eleni: 'student', xiaoming: 'student', priya: 'student', maria: 'student', nguyen: 'student',
};

export const DEMO_COURSES = {
  chemistry: {
    ...more('chemistry', STUDENTS),
    sections: {
      'Exercise class A': { id: '4101', members: ['asa', 'eleni', 'priya', 'nguyen'] },
      'Exercise class B': { id: '4102', members: ['misaki', 'xiaoming', 'maria'] },
    },
  },
  literature: more('literature', { hanako: 'instructor', xiaoming: 'student' }),
  languages: {
    key: 'languages',
    id: '63',
    title: 'Language Centre: evening classes',
    label: 'LANG 100',
    term: 'Winter term',
    members: {
      hanako: 'instructor', olga: 'instructor', amina: 'instructor', amara: 'student',
      layla: 'student', ...STUDENTS,
    },
  },
  biology: {
    key: 'biology',
    id: '71',
    title: 'Marine Biology',
    label: 'BIO 120',
    term: 'Winter term',
    members: { tomas: 'instructor', amara: 'instructor', asa: 'student', eleni: 'student' },
  },
};

/** Gives the demo's further teachers a licensed user of the simulated Zoom. */
export function addTeachers(zoom) {
  for (const { role, given, family, name, email } of Object.values(DEMO_PEOPLE)) {
    if (role === 'instructor' && ![...zoom.users.values()].some((user) => user.email === email)) {
      zoom.addUser({
        email, first_name: given, last_name: family, display_name: name, timezone: 'Europe/Berlin',
      });
    }
  }
}
