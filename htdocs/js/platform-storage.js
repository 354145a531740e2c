// SPDX-License-Identifier: Apache-2.0
// The storage that an LMS's page offers to the tool in its frame (LTI platform storage): a few
// messages to its window, each answered by one. `place` is { origin, frame, key }: the only origin
// that is told anything and believed, the frame that the LMS named, and what is asked for.

// An LMS may offer storage and then not answer, as Canvas' apps do.
const PATIENCE = 1000;

const PUT = 'lti.put_data';
const GET = 'lti.get_data';

// Older LMSs write the same subjects with a prefix.
const plain = (subject) => String(subject).replace(/^org\.imsglobal\./, '');

// The LMS's window: around our frame, or, when we have a window of our own, the one that opened it.
const lmsWindow = () => (window.parent === window ? window.opener : window.parent);

// The window called `name` at the LMS. Only those frames of another site that it has can be named,
// a wrong name throws.
function frameCalled(name) {
  const lms = lmsWindow();
  for (const holder of name === '_parent' ? [] : [lms, window.top]) {
    try {
      if (holder.frames[name]) {
        return holder.frames[name];
      }
    } catch {
      // no such frame there
    }
  }
  return lms;
}

// What the LMS says it can do may name another frame, or the older subject.
const offerOf = ({ supported_messages: offers }, subject) =>
  (Array.isArray(offers) ? offers : []).find((offer) => plain(offer?.subject) === subject);

// Sends `subject` with `content` and resolves to the answer, or to null when there is none in time
// or it is an error.
function ask({ origin, frame }, subject, content) {
  const id = crypto.randomUUID();
  const capabilitiesId = crypto.randomUUID();
  const send = (name, to = frame) =>
    frameCalled(to)?.postMessage({ subject: name, message_id: id, ...content }, origin);

  return new Promise((resolve) => {
    const finish = (answer) => {
      clearTimeout(timer);
      window.removeEventListener('message', listen);
      resolve(answer);
    };
    const listen = ({ origin: from, data }) => {
      if (data?.message_id === capabilitiesId) {
        const offer = offerOf(data, subject);
        if (offer && (offer.subject !== subject || (offer.frame ?? frame) !== frame)) {
          send(offer.subject, offer.frame);
        }
      } else if (from === origin && data?.message_id === id &&
          plain(data.subject) === `${subject}.response`) {
        finish(data.error ? null : data);
      }
    };
    const timer = setTimeout(finish, PATIENCE, null);
    window.addEventListener('message', listen);
    send(subject);
    lmsWindow()?.postMessage({ subject: 'lti.capabilities', message_id: capabilitiesId }, '*');
  });
}

// Resolves to whether the LMS now keeps the value.
export async function putData(place, value) {
  const answer = await ask(place, PUT, { key: place.key, value });
  return answer?.key === place.key && answer.value === value;
}

// Resolves to the text that was put there, or to null.
export async function getData(place) {
  const answer = await ask(place, GET, { key: place.key });
  return typeof answer?.value === 'string' ? answer.value : null;
}
