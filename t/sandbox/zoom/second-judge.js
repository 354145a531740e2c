// SPDX-License-Identifier: Apache-2.0
// Lets another program judge what a simulated Zoom was asked and what it answered: each call is told
// to the address in LTI_ZOOM_SECOND_JUDGE, which sends the very same through a validating proxy
// (../../lib/with-second-judge.js). Where no such address is given, nothing happens.

const address = process.env.LTI_ZOOM_SECOND_JUDGE;
const AT_ONCE = 4;

/** {hear(request, answer), heard()}: tells of one call; resolves when all that were told are judged. */
export function createSecondJudge() {
  const waiting = [];
  const atWork = new Set();

  function next() {
    while (atWork.size < AT_ONCE && waiting.length) {
      const work = tell(waiting.shift()).finally(() => {
        atWork.delete(work);
        next();
      });
      atWork.add(work);
    }
  }

  return {
    hear({ method, url, headers, text }, { status, headers: answered, body }) {
      if (!address) return;
      waiting.push({ method, url, headers, text, answer: { status, headers: answered, body } });
      next();
    },
    async heard() {
      while (atWork.size) await Promise.all(atWork);
    },
  };
}

async function tell(call) {
  const answer = await fetch(address, { method: 'POST', body: JSON.stringify(call) });
  if (!answer.ok) throw new Error(`the second judge: ${answer.status} ${await answer.text()}`);
}
