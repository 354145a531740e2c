// SPDX-License-Identifier: Apache-2.0
// The one table of what this Zoom can do. Routing, scope checks, checks of queries and bodies,
// plans, rate limits and the request log all read it, so a further operation is a row here and a
// handler in a file.
//
//   classic, granular   the scopes of a Server-to-Server app, either of which suffices
//   label               the rate limit it counts against
//   plan                the least plan (of account.plan) that has it; absent: all have it
//   query               the parameters it knows, each with its parser; all others are refused.
//                       Parameters that Zoom documents but this simulator does not act on are left
//                       out, so that nobody comes to rely on them.
//   required            the parameters that must be there
//   body                the shape of its JSON body; absent: it takes none

import {
  getAccountLocks, listManagedDomains, listTrackingFields, listTrustedDomains,
} from './account.js';
import {
  addGroupMembers, getGroupLocks, groupMembersBody, listGroupMembers, listGroups,
} from './groups.js';
import { getInvitation } from './invitation.js';
import { setStatus, statusBody } from './live.js';
import { createBody, updateBody } from './meeting-fields.js';
import { listMeetings } from './meeting-lists.js';
import { createMeeting, deleteMeeting, getMeeting, updateMeeting } from './meetings.js';
import {
  getPastMeeting, getPastPolls, listPastInstances, listPastParticipants,
} from './past-meetings.js';
import {
  deleteRecording, deleteRecordingFile, getRecording, getRecordingSettings, listRecordings,
  recordingSettingsBody, recoverBody, recoverRecording, recoverRecordingFile,
  updateRecordingSettings,
} from './recordings.js';
import {
  addRegistrant, listRegistrants, registrantBody, registrantStatusBody, updateRegistrants,
} from './registrants.js';
import {
  getReport, getReportPolls, listHostReports, listReportParticipants,
} from './reports.js';
import { query } from './shape.js';
import { createUser, createUserBody, listUsers } from './user-accounts.js';
import { getUserSettings } from './user-settings.js';
import { getUser, listAssistants, listSchedulers } from './users.js';

const pages = (most = 300) => ({
  page_size: query.integer(1, most), next_page_token: query.text,
});

const USERS = [
  {
    name: 'listUsers', method: 'GET', path: '/users', handler: listUsers,
    classic: 'user:read:admin', granular: 'user:read:list_users:admin', label: 'medium',
    // Zoom's two documents differ: 2000, and 300.
    query: {
      status: query.oneOf('active', 'inactive', 'pending'), role_id: query.text, ...pages(300),
    },
  },
  {
    name: 'createUser', method: 'POST', path: '/users', handler: createUser,
    classic: 'user:write:admin', granular: 'user:write:user:admin', label: 'light', plan: 'pro',
    query: {},
    body: createUserBody,
  },
  {
    name: 'getUser', method: 'GET', path: '/users/{userId}', handler: getUser,
    classic: 'user:read:admin', granular: 'user:read:user:admin', label: 'light',
    query: { search_by_unique_id: query.flag },
  },
  {
    name: 'getUserSettings', method: 'GET', path: '/users/{userId}/settings',
    handler: getUserSettings,
    classic: 'user:read:admin', granular: 'user:read:settings:admin', label: 'medium',
    query: {
      option: query.oneOf('meeting_authentication', 'recording_authentication', 'meeting_security'),
      custom_query_fields: query.text,
    },
  },
  {
    name: 'listAssistants', method: 'GET', path: '/users/{userId}/assistants',
    handler: listAssistants,
    classic: 'user:read:admin', granular: 'user:read:list_assistants:admin', label: 'medium',
    query: {},
  },
  {
    name: 'listSchedulers', method: 'GET', path: '/users/{userId}/schedulers',
    handler: listSchedulers,
    classic: 'user:read:admin', granular: 'user:read:list_schedulers:admin', label: 'medium',
    query: {},
  },
];

const ACCOUNT = [
  {
    name: 'listGroups', method: 'GET', path: '/groups', handler: listGroups,
    classic: 'group:read:admin', granular: 'group:read:list_groups:admin', label: 'medium',
    plan: 'pro',
    query: pages(),
  },
  {
    name: 'listGroupMembers', method: 'GET', path: '/groups/{groupId}/members',
    handler: listGroupMembers,
    classic: 'group:read:admin', granular: 'group:read:list_members:admin', label: 'medium',
    plan: 'pro',
    query: pages(),
  },
  {
    name: 'addGroupMembers', method: 'POST', path: '/groups/{groupId}/members',
    handler: addGroupMembers,
    classic: 'group:write:admin', granular: 'group:write:member:admin', label: 'medium',
    plan: 'pro',
    query: {},
    body: groupMembersBody,
  },
  {
    name: 'getGroupLocks', method: 'GET', path: '/groups/{groupId}/lock_settings',
    handler: getGroupLocks,
    classic: 'group:read:admin', granular: 'group:read:lock_settings:admin', label: 'medium',
    plan: 'pro',
    query: { option: query.oneOf('meeting_security') },
  },
  {
    name: 'getAccountLocks', method: 'GET', path: '/accounts/{accountId}/lock_settings',
    handler: getAccountLocks,
    classic: 'account:read:admin', granular: 'account:read:lock_settings:master', label: 'medium',
    query: { option: query.oneOf('meeting_security') },
  },
  {
    name: 'listManagedDomains', method: 'GET', path: '/accounts/{accountId}/managed_domains',
    handler: listManagedDomains,
    classic: 'account:read:admin', granular: 'account:read:managed_domains:master',
    label: 'light', plan: 'pro',
    query: {},
  },
  {
    name: 'listTrustedDomains', method: 'GET', path: '/accounts/{accountId}/trusted_domains',
    handler: listTrustedDomains,
    classic: 'account:read:admin', granular: 'account:read:trusted_domains:master',
    label: 'light', plan: 'pro',
    query: {},
  },
  {
    name: 'listTrackingFields', method: 'GET', path: '/tracking_fields',
    handler: listTrackingFields,
    classic: 'tracking_fields:read:admin',
    granular: 'tracking_field:read:list_tracking_fields:admin', label: 'medium', plan: 'business',
    query: {},
  },
];

const MEETINGS = [
  {
    name: 'listMeetings', method: 'GET', path: '/users/{userId}/meetings', handler: listMeetings,
    classic: 'meeting:read:admin', granular: 'meeting:read:list_meetings:admin', label: 'medium',
    query: {
      type: query.oneOf('scheduled', 'live', 'upcoming', 'upcoming_meetings', 'previous_meetings'),
      from: query.date,
      to: query.date,
      ...pages(),
    },
  },
  {
    // Zoom's rate-limit guide says medium, its document light.
    name: 'createMeeting', method: 'POST', path: '/users/{userId}/meetings',
    handler: createMeeting,
    classic: 'meeting:write:admin', granular: 'meeting:write:meeting:admin', label: 'medium',
    query: {},
    body: createBody,
  },
  {
    name: 'getMeeting', method: 'GET', path: '/meetings/{meetingId}', handler: getMeeting,
    classic: 'meeting:read:admin', granular: 'meeting:read:meeting:admin', label: 'light',
    query: { occurrence_id: query.text, show_previous_occurrences: query.flag },
  },
  {
    name: 'updateMeeting', method: 'PATCH', path: '/meetings/{meetingId}', handler: updateMeeting,
    classic: 'meeting:write:admin', granular: 'meeting:update:meeting:admin', label: 'light',
    query: { occurrence_id: query.text },
    body: updateBody,
  },
  {
    name: 'deleteMeeting', method: 'DELETE', path: '/meetings/{meetingId}', handler: deleteMeeting,
    classic: 'meeting:write:admin', granular: 'meeting:delete:meeting:admin', label: 'light',
    query: {
      occurrence_id: query.text,
      schedule_for_reminder: query.flag,
      cancel_meeting_reminder: query.flag,
    },
  },
  {
    name: 'setMeetingStatus', method: 'PUT', path: '/meetings/{meetingId}/status',
    handler: setStatus,
    classic: 'meeting:write:admin', granular: 'meeting:update:status:admin', label: 'light',
    query: {},
    body: statusBody,
  },
  {
    name: 'getInvitation', method: 'GET', path: '/meetings/{meetingId}/invitation',
    handler: getInvitation,
    classic: 'meeting:read:admin', granular: 'meeting:read:invitation:admin', label: 'light',
    query: {},
  },
  {
    name: 'listRegistrants', method: 'GET', path: '/meetings/{meetingId}/registrants',
    handler: listRegistrants,
    classic: 'meeting:read:admin', granular: 'meeting:read:list_registrants:admin',
    label: 'medium',
    query: { status: query.oneOf('pending', 'approved', 'denied'), ...pages() },
  },
  {
    name: 'addRegistrant', method: 'POST', path: '/meetings/{meetingId}/registrants',
    handler: addRegistrant,
    classic: 'meeting:write:admin', granular: 'meeting:write:registrant:admin', label: 'light',
    query: {},
    body: registrantBody,
  },
  {
    name: 'updateRegistrants', method: 'PUT', path: '/meetings/{meetingId}/registrants/status',
    handler: updateRegistrants,
    classic: 'meeting:write:admin', granular: 'meeting:update:registrant_status:admin',
    label: 'medium',
    query: {},
    body: registrantStatusBody,
  },
];

const PAST = [
  {
    name: 'getPastMeeting', method: 'GET', path: '/past_meetings/{meetingId}',
    handler: getPastMeeting,
    classic: 'meeting:read:admin', granular: 'meeting:read:past_meeting:admin', label: 'light',
    plan: 'pro',
    query: {},
  },
  {
    name: 'listPastInstances', method: 'GET', path: '/past_meetings/{meetingId}/instances',
    handler: listPastInstances,
    classic: 'meeting:read:admin', granular: 'meeting:read:list_past_instances:admin',
    label: 'medium',
    query: { from: query.date, to: query.date },
  },
  {
    name: 'listPastParticipants', method: 'GET', path: '/past_meetings/{meetingId}/participants',
    handler: listPastParticipants,
    classic: 'meeting:read:admin', granular: 'meeting:read:list_past_participants:admin',
    label: 'medium', plan: 'pro',
    query: pages(),
  },
  {
    name: 'getPastPolls', method: 'GET', path: '/past_meetings/{meetingId}/polls',
    handler: getPastPolls,
    classic: 'meeting:read:admin', granular: 'meeting:read:list_poll_results:admin',
    label: 'medium', plan: 'pro',
    query: {},
  },
  {
    name: 'getReport', method: 'GET', path: '/report/meetings/{meetingId}', handler: getReport,
    classic: 'report:read:admin', granular: 'report:read:meeting:admin', label: 'heavy',
    plan: 'pro',
    query: {},
  },
  {
    name: 'listReportParticipants', method: 'GET',
    path: '/report/meetings/{meetingId}/participants', handler: listReportParticipants,
    classic: 'report:read:admin', granular: 'report:read:list_meeting_participants:admin',
    label: 'heavy', plan: 'pro',
    query: { include_fields: query.oneOf('registrant_id'), ...pages() },
  },
  {
    name: 'getReportPolls', method: 'GET', path: '/report/meetings/{meetingId}/polls',
    handler: getReportPolls,
    classic: 'report:read:admin', granular: 'report:read:list_meeting_polls:admin',
    label: 'heavy', plan: 'pro',
    query: {},
  },
  {
    name: 'listHostReports', method: 'GET', path: '/report/users/{userId}/meetings',
    handler: listHostReports,
    classic: 'report:read:admin', granular: 'report:read:user:admin', label: 'heavy',
    plan: 'pro',
    query: {
      from: query.date, to: query.date, type: query.oneOf('past', 'pastOne', 'pastJoined'),
      ...pages(),
    },
    required: ['from', 'to'],
  },
];

const RECORDINGS = [
  {
    name: 'listRecordings', method: 'GET', path: '/users/{userId}/recordings',
    handler: listRecordings,
    classic: 'recording:read:admin', granular: 'cloud_recording:read:list_user_recordings:admin',
    label: 'medium', plan: 'pro',
    query: {
      from: query.date, to: query.date, trash: query.flag,
      trash_type: query.oneOf('meeting_recordings', 'recording_file'), ...pages(),
    },
  },
  {
    // Zoom's document names another classic scope, of telephony; clients in the field use this one.
    name: 'getRecording', method: 'GET', path: '/meetings/{meetingId}/recordings',
    handler: getRecording,
    classic: 'recording:read:admin', granular: 'cloud_recording:read:list_recording_files:admin',
    label: 'light', plan: 'pro',
    query: {
      include_fields: query.oneOf('download_access_token'), ttl: query.integer(0, 604_800),
    },
  },
  {
    name: 'deleteRecording', method: 'DELETE', path: '/meetings/{meetingId}/recordings',
    handler: deleteRecording,
    classic: 'recording:write:admin', granular: 'cloud_recording:delete:meeting_recording:admin',
    label: 'light', plan: 'pro',
    query: { action: query.oneOf('trash', 'delete') },
  },
  {
    name: 'deleteRecordingFile', method: 'DELETE',
    path: '/meetings/{meetingId}/recordings/{recordingId}', handler: deleteRecordingFile,
    classic: 'recording:write:admin', granular: 'cloud_recording:delete:recording_file:admin',
    label: 'light', plan: 'pro',
    query: { action: query.oneOf('trash', 'delete') },
  },
  {
    name: 'recoverRecording', method: 'PUT', path: '/meetings/{meetingUUID}/recordings/status',
    handler: recoverRecording,
    classic: 'recording:write:admin',
    granular: 'cloud_recording:update:recover_meeting_recordings:admin', label: 'light',
    plan: 'pro',
    query: {},
    body: recoverBody,
  },
  {
    name: 'recoverRecordingFile', method: 'PUT',
    path: '/meetings/{meetingId}/recordings/{recordingId}/status', handler: recoverRecordingFile,
    classic: 'recording:write:admin',
    granular: 'cloud_recording:update:recover_single_recording:admin', label: 'light',
    plan: 'pro',
    query: {},
    body: recoverBody,
  },
  {
    name: 'getRecordingSettings', method: 'GET', path: '/meetings/{meetingId}/recordings/settings',
    handler: getRecordingSettings,
    classic: 'recording:read:admin', granular: 'cloud_recording:read:recording_settings:admin',
    label: 'light', plan: 'pro',
    query: {},
  },
  {
    name: 'updateRecordingSettings', method: 'PATCH',
    path: '/meetings/{meetingId}/recordings/settings', handler: updateRecordingSettings,
    classic: 'recording:write:admin', granular: 'cloud_recording:update:recording_settings:admin',
    label: 'light', plan: 'pro',
    query: {},
    body: recordingSettingsBody,
  },
];

export const OPERATIONS = [...USERS, ...ACCOUNT, ...MEETINGS, ...PAST, ...RECORDINGS];

const distinct = (form) => [...new Set(OPERATIONS.map((operation) => operation[form]))];

/** Every scope of the table in the classic form. */
export const CLASSIC_SCOPES = distinct('classic');
/** Those in the granular form that an ordinary account's administrator can select. */
export const GRANULAR_SCOPES = distinct('granular').filter((scope) => !scope.endsWith(':master'));
/** The others, which Zoom grants to master accounts. */
export const MASTER_SCOPES = distinct('granular').filter((scope) => scope.endsWith(':master'));

const routes = OPERATIONS.map((operation) => ({
  operation,
  expression: new RegExp(`^/v2${operation.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/** The operation of a method and a raw path as `{operation, params}` (decoded), or undefined. */
export function findOperation(method, path) {
  for (const { operation, expression } of routes) {
    const match = operation.method === method && expression.exec(path);
    if (match) return { operation, params: decoded(match.groups) };
  }
  return undefined;
}

function decoded(groups) {
  return Object.fromEntries(Object.entries(groups ?? {}).map(([name, value]) => {
    try {
      return [name, decodeURIComponent(value)];
    } catch {
      return [name, value];
    }
  }));
}
