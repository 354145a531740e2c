// SPDX-License-Identifier: Apache-2.0
// The claims of an LTI 1.3 launch or deep linking request, with the habits of a real LMS: a life of
// one minute, a deprecated short name as the context's type, empty strings where nothing is known.

import { deepLinkingClaims, placedClaims } from './deep-linking.js';
import { rolesOf } from './people.js';
import { rosterClaims } from './roster.js';
import { customParameters } from './sections.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const LIFE = 60;

/**
 * The id_token's claims for a `launch` of authorize.js that is asked for with `nonce`: those of its
 * `person` in its `course`.
 */
export function launchClaims(lms, launch, nonce) {
  const { person, course, deploymentId, targetLinkUri, deepLinking, link } = launch;
  const now = Math.floor(lms.now() / 1000);
  return {
    iss: lms.issuer,
    aud: lms.clientId,
    sub: person.id,
    iat: now,
    exp: now + LIFE,
    nonce,
    name: person.name,
    given_name: person.given,
    family_name: person.family,
    email: person.email,
    locale: person.locale,
    [`${LTI}message_type`]: 'LtiResourceLinkRequest',
    [`${LTI}version`]: '1.3.0',
    [`${LTI}deployment_id`]: deploymentId,
    [`${LTI}target_link_uri`]: targetLinkUri,
    [`${LTI}resource_link`]: { id: `zoom-${course.id}`, title: 'Zoom', description: '' },
    [`${LTI}context`]: {
      id: course.id, label: course.label, title: course.title, type: ['CourseSection'],
    },
    [`${LTI}roles`]: rolesOf(course.members[person.key]),
    [`${LTI}tool_platform`]: {
      guid: lms.guid, name: lms.name, product_family_code: 'sandbox', version: '1',
    },
    [`${LTI}launch_presentation`]: {
      document_target: 'iframe',
      locale: person.locale,
      return_url: `${lms.url}/courses/${course.key}`,
    },
    [`${LTI}lis`]: { person_sourcedid: '', course_section_sourcedid: '' },
    [`${LTI}custom`]: customParameters(course, person),
    ...rosterClaims(lms, course),
    ...(deepLinking && deepLinkingClaims(launch)),
    ...(link && placedClaims(link, customParameters(course, person))),
  };
}
