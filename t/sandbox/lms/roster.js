// SPDX-License-Identifier: Apache-2.0
// The LMS's roster: Names and Role Provisioning Services 2.0, with the habits of real LMSs.

import { rolesOf } from './people.js';
import { json, refuseWithout, ROSTER_SCOPE } from './token.js';

const MEDIA_TYPE = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
const CLAIM = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';
const ROLE = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';

/**
 * How the roster is given:
 *
 *   offered    whether launches say where it is (true)
 *   style      'moodle': pages by from=, whose links forget the role that was asked for;
 *              'canvas': pages by page=, members with lti11_legacy_user_id, other links beside
 *   pageSize   members on a page (50)
 *   members    (list) => list: changes what is sent
 *   next       (url, page) => url | undefined: changes the link to the next page
 *   link       (url) => text: changes the Link header
 */
export const roster = () => ({ offered: true, style: 'moodle', pageSize: 50 });

/** The claim of a launch that says where the course's roster is; the URL has a query already. */
export function rosterClaims(lms, course) {
  if (!lms.roster.offered) return {};
  return {
    [CLAIM]: {
      context_memberships_url: `${lms.url}/services/courses/${course.id}/members?type_id=1`,
      service_versions: ['1.0', '2.0'],
    },
  };
}

/** GET of one page of a course's roster. */
export function rosterRoute(lms, request) {
  const { headers, query, match } = request;
  const refusal = refuseWithout(lms, request, ROSTER_SCOPE);
  if (refusal) return refusal;
  if (headers.accept !== MEDIA_TYPE) {
    lms.violate('roster: the media type was not asked for', headers.accept);
    return json(406, { error: 'not_acceptable' });
  }
  const course = Object.values(lms.courses).find((one) => one.id === match.course);
  if (!course || query.get('type_id') !== '1') {
    lms.violate('roster: the URL is not the one of the launch', request.url);
    return json(404, { error: 'not_found' });
  }
  return answer(lms, course, query);
}

function answer(lms, course, query) {
  const { style, pageSize, members: change = (list) => list } = lms.roster;
  const all = change(membersOf(lms, course, query.get('role')));
  const from = style === 'canvas'
    ? (Number(query.get('page') ?? 1) - 1) * pageSize : Number(query.get('from') ?? 0);
  const more = from + pageSize < all.length;
  const links = linksOf(lms, course, query, from, more);
  return {
    status: 200,
    headers: { 'content-type': MEDIA_TYPE, ...(links.length && { link: links.join(', ') }) },
    body: JSON.stringify({
      id: `${lms.url}/services/courses/${course.id}/members`,
      context: { id: course.id, label: course.label, title: course.title },
      members: all.slice(from, from + pageSize),
    }),
  };
}

function membersOf(lms, course, role) {
  return Object.entries(course.members).map(([key, kind]) => {
    const { id, name, given, family, email } = lms.people[key];
    return {
      status: 'Active',
      name,
      given_name: given,
      family_name: family,
      email,
      user_id: id,
      roles: lms.roster.style === 'canvas'
        ? rolesOf(kind) : [kind === 'instructor' ? 'Instructor' : 'Learner'],
      ...(lms.roster.style === 'canvas' && { lti11_legacy_user_id: `old-${id}` }),
    };
  }).filter(({ roles }) => !role || roles.includes(role) || roles.includes(role.replace(ROLE, '')));
}

function linksOf(lms, course, query, from, more) {
  const { style, pageSize, next = (url) => url, link } = lms.roster;
  const url = new URL(`${lms.url}/services/courses/${course.id}/members?type_id=1`);
  if (style === 'canvas') {
    if (query.has('role')) url.searchParams.set('role', query.get('role'));
    url.searchParams.set('page', from / pageSize + 2);
  } else {
    url.searchParams.set('limit', pageSize);
    url.searchParams.set('from', from + pageSize);
  }
  const target = next(more ? url.href : undefined, from / pageSize);
  if (!target) return [];
  if (link) return [link(target)];
  return style === 'canvas'
    ? [`<${lms.url}/first>; rel="first"`, `<${target}>; rel="next"`, `<${lms.url}/last>; rel=last`]
    : [`<${target}>; rel=next`];
}
