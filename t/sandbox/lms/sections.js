// SPDX-License-Identifier: Apache-2.0
// The sections of the sandbox's courses, and what a launch says of them in custom parameters: the
// variables that this LMS knows are resolved as Canvas does it, the others arrive as their names.

/** The sections of `course` that a person (by key) is in; who teaches is in all of them. */
export const sectionsOf = ({ sections = {}, members }, key) => Object.entries(sections)
  .filter(([, { members: own }]) => members[key] === 'instructor' || own.includes(key))
  .map(([name, { id }]) => ({ name, id }));

/** The custom parameters of a launch of `person` in `course`. */
export function customParameters(course, person) {
  const sections = sectionsOf(course, person.key);
  const known = course.sections && {
    section_names: JSON.stringify(sections.map(({ name }) => name)),
    section_ids: sections.map(({ id }) => id).join(','),
  };
  return {
    section: '$CourseSection.sourcedId',
    section_names: '$com.instructure.User.sectionNames',
    section_ids: '$Canvas.course.sectionIds',
    section_sourcedids: '',
    groups: '$Moodle.Person.userGroupIds',
    group_ids: '$Canvas.group.contextIds',
    ...known,
  };
}
