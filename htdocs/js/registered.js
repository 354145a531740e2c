// SPDX-License-Identifier: Apache-2.0
// The last page of a registration: its button asks the LMS to close the frame or window that this
// page is in (LTI Dynamic Registration 1.0 §3.6). The message says nothing that others must not know.

const button = document.getElementById('close');

button.addEventListener('click', () => {
  (window.opener ?? window.parent).postMessage({ subject: 'org.imsglobal.lti.close' }, '*');
});
