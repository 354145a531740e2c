// SPDX-License-Identifier: Apache-2.0
// Runs in the LMS's pages: LTI platform storage for the tool in the frame called "tool", as
// storage.js describes it. In the page itself and in the frames that it may have for this.

const { part, habit, frame, delay } = document.currentScript.dataset;

const PREFIX = habit === 'elsewhere' ? 'org.imsglobal.' : '';
const kept = new Map(); // by the tool's origin and key

const send = (window, message, origin) => setTimeout(
  () => window.postMessage(message, origin), Number(delay));

// What the one who keeps the data answers.
function answerOf({ subject, message_id, key, value }, origin) {
  const answer = { subject: `${subject}.response`, message_id, key };
  const name = JSON.stringify([origin, key]);
  if (habit === 'error') {
    return { ...answer, error: { code: 'storage_exhaustion', message: 'There is no room.' } };
  }
  if (subject === `${PREFIX}lti.put_data`) {
    kept.set(name, value);
    return { ...answer, value };
  }
  return { ...answer, value: kept.get(name) ?? null };
}

const capabilities = ({ message_id }) => ({
  subject: 'lti.capabilities.response',
  message_id,
  supported_messages: ['lti.capabilities', 'lti.put_data', 'lti.get_data'].map((subject) => (
    subject === 'lti.capabilities' ? { subject } : { subject: PREFIX + subject, frame })),
});

function onMessage({ data, origin, source }) {
  const subject = String(data?.subject);
  const isData = [`${PREFIX}lti.put_data`, `${PREFIX}lti.get_data`].includes(subject);
  if (habit === 'silent') return;
  if (part === 'impostor') {
    window.parent.frames.tool.postMessage(data, '*');
  } else if (part === 'page' && subject === 'lti.capabilities') {
    send(source, capabilities(data), origin);
  } else if (isData && habit === 'impostor') {
    window.frames.impostor.postMessage(answerOf(data, origin), '*');
  } else if (isData && part === (frame === '_parent' ? 'page' : 'frame')) {
    send(source, answerOf(data, origin), origin);
  }
}

window.addEventListener('message', onMessage);
