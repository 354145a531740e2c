// SPDX-License-Identifier: Apache-2.0
// An administrator adds the tool in the LMS: a page in a frame of another site, which keeps no
// cookie, asks for the secret, and has the frame closed at the end.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { enter } from '../lib/launch.js';
import { SECRET } from '../lib/registration.js';
import { startLms } from '../sandbox/lms/index.js';
import { invite } from '../sandbox/lms/registration.js';
import { axeOn } from './lib/visit.js';

let campus;
let browser;
let lms;
before(async () => {
  [campus, browser, lms] = await Promise.all([
    startCampus({
      server: { LTIZoomRegistrationSecret: 'file:registration-secret' },
      httpd: {
        prepare: (root) => writeFileSync(path.join(root, 'registration-secret'), SECRET,
          { mode: 0o600 }),
        expectedLog: [/LZ061[146]: /, /LZ0633: /],
      },
    }),
    startBrowser({ args: ['--test-third-party-cookie-phaseout'] }),
    startLms({ host: '127.0.0.1' }),
  ]);
});
after(async () => {
  await browser?.stop();
  await lms?.stop();
  await campus?.stop();
});

test('the tool is added from the LMS, and courses use it', async () => {
  const admin = await browser.open({ viewport: { width: 700, height: 700 } });
  await admin.page.goto(`${lms.url}/admin?tool=${encodeURIComponent(`${campus.base}/register`)}`);
  const frame = admin.page.frameLocator('iframe[name=registration]');
  await frame.getByRole('heading', { name: 'Register Zoom' }).waitFor();
  await frame.getByLabel('Registration secret').fill('not the secret');
  await frame.getByRole('button', { name: 'Register' }).click();
  await frame.getByRole('alert').getByText('not the registration secret').waitFor();
  await admin.shot('registration-1-again');

  await frame.getByLabel('Registration secret').fill(SECRET);
  await frame.getByRole('button', { name: 'Register' }).click();
  await frame.getByRole('heading', { name: 'Zoom is registered' }).waitFor();
  await frame.getByText(lms.clientId).waitFor();
  await admin.shot('registration-2-done');
  await frame.getByRole('button', { name: 'Close' }).click();
  await admin.page.getByText('The tool was added.').waitFor();
  assert.deepEqual(admin.problems.filter((one) => !/status of 403/.test(one)), []);
  assert.deepEqual(await admin.context.cookies(campus.base), []);

  const { data } = await enter({ lms, person: 'amara', course: 'chemistry' });
  assert.equal(data.course.title, 'Organic Chemistry II');
  assert.deepEqual(lms.violations, []);
});

test('an LMS that says it is somebody else is shown to the administrator', async () => {
  lms.registration.configuration = (document) => ({
    ...document, issuer: 'https://campus.example.edu',
  });
  const admin = await browser.open({ viewport: { width: 700, height: 900 } });
  await admin.page.goto(`${lms.url}/admin?tool=${encodeURIComponent(`${campus.base}/register`)}`);
  const frame = admin.page.frameLocator('iframe[name=registration]');
  await frame.getByLabel('Registration secret').fill(SECRET);
  await frame.getByRole('button', { name: 'Register' }).click();
  await frame.getByRole('heading', { name: 'Is this your learning platform?' }).waitFor();
  await admin.shot('registration-3-elsewhere');
  const before = lms.registration.registered.length;
  await frame.getByRole('button', { name: 'Register all the same' }).click();
  await frame.getByRole('heading', { name: 'Zoom is registered' }).waitFor();
  assert.equal(lms.registration.registered.length, before + 1);
  assert.deepEqual(admin.problems, []);
});

const IN_WORDS = {
  de: {
    ask: 'Zoom registrieren', secret: 'Registrierungsgeheimnis', register: 'Registrieren',
    wrong: 'Das ist nicht das Registrierungsgeheimnis.', confirm: 'Ist das Ihre Lernplattform?',
    allTheSame: 'Trotzdem registrieren', done: 'Zoom ist registriert', close: 'Schließen',
    noRoster: 'Kollegen lassen sich nicht mit Namen auswählen.',
    used: 'Diese Registrierung wurde schon abgeschickt.',
    unusable: 'Die Konfiguration der Lernplattform ist nicht zu gebrauchen.',
  },
  ar: {
    ask: 'تسجيل Zoom', secret: 'سر التسجيل', register: 'تسجيل',
    wrong: 'ليس هذا سر التسجيل.', confirm: 'هل هذه منصتك التعليمية؟',
    allTheSame: 'التسجيل رغم ذلك', done: 'سُجّل Zoom', close: 'إغلاق',
    noRoster: 'لا يمكن اختيار الزملاء بأسمائهم.',
    used: 'أُرسل هذا التسجيل من قبل.',
    unusable: 'لا يمكن استعمال إعدادات المنصة التعليمية.',
  },
};

for (const [locale, words] of Object.entries(IN_WORDS)) {
  test(`every page of it in the administrator's language: ${locale}`, async () => {
    const { page, shot, problems, close } = await browser.open({
      viewport: { width: 700, height: 900 }, locale,
    });
    const open = () => page.goto(invite(lms, `${campus.base}/register`));
    const enter = async (secret) => {
      await page.getByLabel(words.secret).fill(secret);
      await page.getByRole('button', { name: words.register, exact: true }).click();
    };
    const shows = async (name, ...sentences) => {
      for (const sentence of sentences) await page.getByText(sentence).first().waitFor();
      assert.equal(await page.locator('html').getAttribute('lang'), locale);
      assert.equal(await page.locator('html').getAttribute('dir'), locale === 'ar' ? 'rtl' : null);
      assert.deepEqual(await axeOn(page), [], name);
      await shot(`registration-${name}-${locale}`);
    };
    lms.registration.configuration = (document) => ({
      ...document, issuer: 'https://campus.example.edu',
    });
    lms.registration.answer = (answer) => ({ ...answer, scope: '' });
    await open();
    await shows('ask', words.ask);
    await enter('not the secret');
    await shows('again', words.ask, words.wrong);
    await enter(SECRET);
    await shows('confirm', words.confirm);
    await page.getByRole('button', { name: words.allTheSame }).click();
    await shows('done', words.done, words.noRoster, words.close);
    await page.reload();        // and with it, what was posted
    await shows('used', words.used);

    lms.registration.configuration = () => '{}';
    await open();
    await enter(SECRET);
    await shows('unusable', words.unusable);
    // What was refused on purpose; and a page that stands alone makes the browser ask for an icon.
    assert.deepEqual(problems.filter((one) => !/status of (403|404|409|502)/.test(one)), []);
    await close();
  });
}
