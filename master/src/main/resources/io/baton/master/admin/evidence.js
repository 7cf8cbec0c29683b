// What workers left that were killed or crashed: the thread dump of one that hung, the report of a JVM.

import { make, say } from '/parts.js';
import { authorization } from '/link.js';

const $ = (id) => document.getElementById(id);

// A button that shows the file of an event.
export function evidenceButton(event) {
  const button = make('button', 'small', 'Show evidence');
  button.type = 'button';
  button.setAttribute('aria-label', `Show evidence of event ${event.seq}, ${event.app || 'master'}`);
  button.addEventListener('click', () => show(event, button));
  return button;
}

async function show(event, button) {
  button.disabled = true;
  say($('paper-title'), event.text);
  try {
    const answer = await fetch(`/evidence?event=${event.seq}`, { headers: { Authorization: authorization() } });
    say($('paper-text'), answer.ok ? await answer.text() : (await answer.json()).error);
  } catch (failure) {
    say($('paper-text'), `the master did not answer (${failure.message})`);
  }
  button.disabled = false;
  $('paper').returnTo = button;
  $('paper').showModal();
  $('paper-text').scrollTop = 0;
}
$('paper-close').addEventListener('click', () => $('paper').close());
$('paper').addEventListener('close', () => $('paper').returnTo?.focus());
