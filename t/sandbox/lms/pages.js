// SPDX-License-Identifier: Apache-2.0
// The LMS's web pages: who one can be, the courses, a course, and the page that embeds the tool.

import { html, page, postingPage } from '../html.js';
import { loginFields } from './authorize.js';
import { launchFields, launchUrl } from './consumer.js';
import { LOOK, lmsPage, problemPage } from './look.js';
import { storageMarkup } from './storage.js';

// What LMSs grant to an embedded tool.
const ALLOW = 'camera *; microphone *; display-capture *; fullscreen *; clipboard-write *';

const ROLES = { instructor: 'Instructor', student: 'Student' };

/** The front page: the people as whom one can sign in with a click. */
export function frontPage(lms) {
  const cards = Object.values(lms.people).map(({ key, name, role, email }) => (
    html`<li><button class="card" name="person" value="${key}">
<b><bdi>${name}</bdi></b><span>${ROLES[role]}</span><span>${email}</span></button></li>\n`));
  return lmsPage({
    title: 'Sign in',
    content: html`<h1>Who would you like to be?</h1>
<form method="post" action="/signin"><ul class="cards">${cards}</ul></form>`,
  });
}

/** The courses of a person. */
export function coursesPage(lms, person) {
  const mine = Object.values(lms.courses).filter((course) => course.members[person.key]);
  return lmsPage({
    title: 'My courses',
    person,
    content: html`<h1>My courses</h1>
<ul class="cards">${mine.map((course) => html`<li><a class="card" href="/courses/${course.key}">
<b>${course.title}</b><span>${course.label} · ${course.term}</span></a></li>\n`)}</ul>`,
  });
}

/** The start page of a course. */
export function coursePage(lms, person, course) {
  const teachers = Object.entries(course.members)
    .filter(([, kind]) => kind === 'instructor')
    .map(([key]) => lms.people[key].name);
  return inCourse(person, course, 'home', html`
<p>Taught by ${teachers.join(' and ')}. ${Object.keys(course.members).length} people take part.</p>
<p>Online sessions are under <a href="/courses/${course.key}/zoom">Zoom</a>.</p>
${placedLinks(lms, person, course)}`);
}

function placedLinks(lms, person, course) {
  const links = lms.placed.filter((link) => link.course === course.key);
  return html`<h2>Module 1</h2>
<ul>${links.map(({ id, title, text }) => html`<li>
<a href="/courses/${course.key}/links/${id}"><bdi>${title}</bdi></a> ${text}</li>\n`)}</ul>
${course.members[person.key] === 'instructor'
    && html`<form action="/courses/${course.key}/place"><button>Add Zoom to a module</button>
</form>`}`;
}

/** The page on which an instructor chooses, in the tool's frame, what is to stand in the course. */
export function placePage(lms, person, course) {
  return inCourse(person, course, 'home', toolFrame(`/courses/${course.key}/launch?placing=1`));
}

/** The page of a placed link. */
export const linkPage = (id) => (lms, person, course) => {
  const link = lms.placed.find((one) => one.course === course.key && one.id === id);
  if (!link) return problemPage(404, 'There is no such link.');
  return inCourse(person, course, 'home', html`<h2><bdi>${link.title}</bdi></h2>
${toolFrame(`/courses/${course.key}/launch?link=${id}`)}`);
};

/** Where the tool's frame ends after a choice: the page around it goes back to the course. */
export function backPage(course, problem) {
  const home = `/courses/${course.key}`;
  return page({
    title: 'Back to the course',
    style: LOOK,
    content: problem
      ? html`<main><p role="alert">${problem}</p><p><a target="_parent" href="${home}">Back to the
course</a></p></main>`
      : html`<main><p>Done.</p></main>`,
    script: problem ? undefined : `parent.location = ${JSON.stringify(home)}`,
  });
}

/** The page of a course that shows the tool in a frame, as wide as LMSs make it. */
export function toolPage(lms, person, course) {
  return inCourse(person, course, 'zoom', html`${storageMarkup(lms)}
${toolFrame(`/courses/${course.key}/launch`)}`);
}

const toolFrame = (src) => html`<iframe title="Zoom" src="${src}" name="tool"
allow="${ALLOW}"></iframe>`;

/**
 * What the frame loads first: a form that posts a login initiation, or a launch of LTI 1.1, to the
 * tool by itself.
 */
export function launchPage(lms, person, course, options) {
  if (!lms.tool) return problemPage(404, 'No tool is registered here.');
  if (lms.consumer && !lms.consumer.beside) {
    return postingPage({
      title: 'Zoom',
      style: LOOK,
      action: launchUrl(lms, options),
      fields: Object.fromEntries(launchFields(lms, person, course, options)),
    });
  }
  return postingPage({
    title: 'Zoom',
    style: LOOK,
    action: lms.tool.loginUrl,
    fields: loginFields(lms, person, course, options),
  });
}

function inCourse(person, course, current, content) {
  const link = (name, path, text) => html`<li><a href="/courses/${course.key}${path}"
${name === current ? html`aria-current="page"` : ''}>${text}</a></li>\n`;
  return lmsPage({
    title: course.title,
    person,
    content: html`<h1>${course.title}<small>${course.label} · ${course.term}</small></h1>
<div class="course"><nav aria-label="Course"><ul>
${link('home', '', 'Home')}${link('zoom', '/zoom', 'Zoom')}</ul></nav>
<div>${content}</div></div>`,
  });
}
