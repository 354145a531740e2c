// SPDX-License-Identifier: Apache-2.0
// The cases of the LTI Advantage Conformance Certification Guide 1.3 §6.1, with the payloads as
// the suite really sends them: an empty string for "no role" and for "user claim missing", a header
// without kid but with a member of its own, launches without course or names.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { createBrowser, enter, launch } from '../lib/launch.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const LIS = 'http://purl.imsglobal.org/vocab/lis/v2';

let campus;
before(async () => {
  campus = await startCampus({
    lms: {
      name: 'Certification',
      issuer: 'https://ltiadvantagevalidator.imsglobal.org',
      clientId: 'imstester_4dd76cd',
      deploymentIds: ['testdeploy'],
    },
  });
});
after(() => campus.stop());

const PEOPLE = {
  teacher: {
    sub: '8a7f0d3c-teacher',
    name: 'Ms Jane Marie Doe',
    given_name: 'Jane',
    middle_name: 'Marie',
    family_name: 'Doe',
    email: 'jane@school.example',
  },
  student: {
    sub: '0ae836b9-student',
    name: 'Mr John Xavier Public',
    given_name: 'John',
    middle_name: 'Xavier',
    family_name: 'Public',
    email: 'john@school.example',
  },
};

const ROLES = {
  teacher: `${LIS}/membership#Instructor`,
  student: `${LIS}/membership#Learner`,
};

/** The payload of a valid launch of the suite, around what only this login can say. */
function payload({ nonce, iat, exp, [`${LTI}target_link_uri`]: target }, kind) {
  return {
    iss: campus.lms.issuer,
    aud: campus.lms.clientId,
    nonce,
    iat,
    exp,
    ...PEOPLE[kind],
    locale: 'en-US',
    [`${LTI}message_type`]: 'LtiResourceLinkRequest',
    [`${LTI}version`]: '1.3.0',
    [`${LTI}deployment_id`]: 'testdeploy',
    [`${LTI}target_link_uri`]: target,
    [`${LTI}roles`]: [ROLES[kind]],
    [`${LTI}context`]: {
      id: 'c1d887f0-a1a3-4bca-ae25-c375edcc131a',
      label: 'CPS 435',
      title: 'CPS 435 Learning Analytics',
      type: ['CourseOffering'],
    },
    [`${LTI}resource_link`]: {
      id: 'edn_r1', title: 'Introduction Assignment', description: 'This is the first one.',
    },
    [`${LTI}tool_platform`]: {
      guid: 'ltiadv.conformance', name: 'Conformance', product_family_code: 'certification',
      version: '1.0',
    },
    [`${LTI}launch_presentation`]: {
      document_target: 'iframe', height: 320, width: 240,
      return_url: 'https://ltiadvantagevalidator.imsglobal.org/return',
    },
    [`${LTI}custom`]: { myCustomValue: '123' },
    [`${LTI}lis`]: {
      person_sourcedid: 'example.edu:71ee7e42-f6d2-414a-80db-b69ac2defd4',
      course_offering_sourcedid: 'example.edu:SI182-F16',
      course_section_sourcedid: 'example.edu:SI182-001-F16',
    },
    'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
      scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/lineitem'],
      lineitems: 'https://ltiadvantagevalidator.imsglobal.org/2344/lineitems/',
    },
  };
}

const without = (claims, ...names) => { for (const name of names) delete claims[name]; };
const NAMES = ['name', 'given_name', 'middle_name', 'family_name'];

// title, change of the valid launch, name and title that the page then shows
const valid = (kind) => {
  const { name, given_name: given, family_name: family } = PEOPLE[kind];
  const title = 'CPS 435 Learning Analytics';
  const role = (...values) => (claims) => { claims[`${LTI}roles`] = values; };
  const isTeacher = kind === 'teacher';
  return [
    ['valid launch', () => {}, name, title],
    ['multiple roles', role(ROLES[kind], `${LIS}/membership#Mentor`,
      `${LIS}/institution/person#${isTeacher ? 'Faculty' : 'Student'}`), name, title],
    ['short role', role(isTeacher ? 'Instructor' : 'Learner'), name, title],
    ['unknown role', isTeacher ? role(`${LIS}/unknown/unknown#Helper`)
      : role(ROLES.student, `${LIS}/uknownrole/unknown#Unknown`), name, title],
    ['no role', role(''), name, title],
    ['email only', (claims) => without(claims, ...NAMES), '', title],
    ['names only', (claims) => without(claims, 'email', 'name'), `${given} ${family}`, title],
    ['no personal data', (claims) => without(claims, ...NAMES, 'email'), '', title],
    isTeacher
      ? ['email without context', (claims) => without(claims, ...NAMES, `${LTI}context`), '',
        'Introduction Assignment']
      : ['resource link alone', (claims) => without(claims, ...NAMES, 'email', `${LTI}context`,
        `${LTI}lis`, `${LTI}custom`, `${LTI}launch_presentation`), '', 'Introduction Assignment'],
  ];
};

// Who is said to be nothing in particular is a student.
const roleOf = (kind, title) => (
  kind === 'teacher' && !['unknown role', 'no role'].includes(title) ? 'instructor' : 'student');

const launchOf = (kind, change) => ({
  lms: campus.lms,
  person: kind === 'teacher' ? 'amara' : 'misaki',
  course: 'chemistry',
  claims: (given) => {
    const claims = payload(given, kind);
    return change?.(claims) ?? claims;
  },
});

for (const kind of ['teacher', 'student']) {
  for (const [title, change, name, course] of valid(kind)) {
    test(`${kind}: ${title}`, async () => {
      const visit = await enter(launchOf(kind, (claims) => { change(claims); }));
      assert.equal(visit.data.me.role, roleOf(kind, title));
      assert.equal(visit.data.me.name, name);
      assert.equal(visit.data.course.title, course);
      assert.equal(visit.page.status, 200);
    });
  }
}

const remove = (...names) => (claims) => without(claims, ...names.map((name) => `${LTI}${name}`));

// title, change of the claims, tag, what the log says
const BAD = [
  ['wrong LTI version', (claims) => { claims[`${LTI}version`] = '11.3'; }, 'LZ0122', '"11.3"'],
  ['no LTI version', remove('version'), 'LZ0117', 'version is missing'],
  ['invalid LTI message', () => ({ name: 'badltilaunch' }), 'LZ0117', 'claim iss is (absent)'],
  ['missing LTI claims', remove('version', 'message_type', 'roles'), 'LZ0117', 'is missing'],
  ['timestamps incorrect', (claims) => { Object.assign(claims, { iat: 11111, exp: 22222 }); },
    'LZ0114', 'behind this server'],
  ['message_type missing', remove('message_type'), 'LZ0117', 'message_type is missing'],
  ['role claim missing', remove('roles'), 'LZ0117', 'roles is missing'],
  ['deployment_id missing', remove('deployment_id'), 'LZ0117', 'deployment_id is missing'],
  ['resource_link_id missing', remove('resource_link'), 'LZ0117', 'resource_link.id'],
  ['user claim missing', (claims) => { claims.sub = ''; }, 'LZ0117', 'sub is empty'],
];

async function refused(answer, tag, phrase) {
  assert.equal(answer.step, 'launch');
  assert.ok(answer.status >= 400 && answer.status < 500, answer.body);
  const { error } = answer.json();
  assert.equal(error.tag, tag, JSON.stringify(error));
  assert.deepEqual(answer.setCookies, []);
  const line = campus.httpd.errorLog().split('\n').find((one) => one.includes(error.request_id));
  assert.ok(line.includes(phrase), line);
}

for (const [title, change, tag, phrase] of BAD) {
  test(`bad: ${title}`, async () => {
    const browser = createBrowser();
    await refused(await launch({ ...launchOf('teacher', change), browser }), tag, phrase);
    const next = await launch({ ...launchOf('teacher'), browser });
    assert.equal(next.status, 303, next.body);
  });
}

for (const [title, header, tag, phrase] of [
  ['no KID in the header', { badtestonly: '12345', alg: 'RS256' }, 'LZ0110', 'kid'],
  ['incorrect KID in the header', { typ: 'JWT', alg: 'RS256', kid: 'imstester_66067' }, 'LZ0111',
    'imstester_66067'],
]) {
  test(`bad: ${title}`, async () => {
    await refused(await launch({ ...launchOf('teacher'), header: () => header }), tag, phrase);
  });
}
