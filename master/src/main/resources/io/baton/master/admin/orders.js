// What the buttons have the master do.

import { make, say } from '/parts.js';
import { authorization } from '/link.js';

const $ = (id) => document.getElementById(id);

function tell(text, bad) {
  const line = make('p', bad ? 'bad' : '', text);
  $('said').append(line);
  setTimeout(() => line.remove(), bad ? 15000 : 6000);
}

export async function order(button, request) {
  button.dataset.busy = 'true';
  button.disabled = true;
  try {
    const answer = await fetch('/do', { method: 'POST', body: JSON.stringify(request),
      headers: { Authorization: authorization(), 'Content-Type': 'application/json' } });
    const told = await answer.json();
    tell(told.error ?? told.results.map((result) => result.text).join('\n'), !answer.ok);
  } catch (failure) {
    tell(`${request.request} ${request.app}: the master did not answer (${failure.message})`, true);
  }
  button.dataset.busy = 'false';
  button.disabled = button.dataset.off === 'true';
}

export function confirmed(title, text, verb, button, request) {
  say($('ask-title'), title);
  say($('ask-text'), text);
  say($('ask-yes'), verb);
  $('ask-yes').onclick = () => {
    $('ask').close();
    order(button, request);
  };
  $('ask').showModal();
}
$('ask-no').addEventListener('click', () => $('ask').close());
