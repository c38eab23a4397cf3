/**
 * <form data-autosave-url="/reports/1/draft"> with a region [data-save-status] (macro saveStatus).
 * Posts the form every 25 seconds and when a field loses focus, if anything changed. The door answers JSON:
 * 200 {version, savedAt} · 409 {title, url} · 422 {errors} · 401 or a redirect when signed out.
 */
const EVERY_MS = 25_000;
const BLUR_PAUSE_MS = 400;

export function autosave(form) {
  const status = form.querySelector('[data-save-status]') ?? document.querySelector('[data-save-status]');
  if (!status) return;
  let saved = serialise(form);
  let busy = false;
  let stopped = false;
  let pause;

  async function save() {
    const body = serialise(form);
    if (busy || stopped || body === saved) return;
    busy = true;
    try {
      const reply = await fetch(form.dataset.autosaveUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body,
        redirect: 'manual',
        credentials: 'same-origin',
      });
      if (reply.ok) saved = body;
      await tell(reply);
    } catch {
      say('Not saved. You seem to be offline. We will try again.');
    } finally {
      busy = false;
    }
  }

  async function tell(reply) {
    const answer = await reply.json().catch(() => ({}));
    if (reply.ok) {
      const version = form.elements.namedItem('version');
      if (version && answer.version !== undefined) {
        version.value = answer.version;
        saved = serialise(form);
      }
      document.dispatchEvent(new CustomEvent('clin:active'));
      return say(`Saved at ${clock(answer.savedAt)}`);
    }
    if (reply.status === 409) {
      stopped = true;
      say(
        'Not saved. This was changed somewhere else since you opened it. ',
        answer.url ?? location.href,
        'See both versions',
      );
      // Sent as it stands, the form comes back with both versions; following the link would lose what was typed.
      if (!answer.url) status.querySelector('a').addEventListener('click', (event) => submitInstead(event));
      return;
    }
    if (reply.status === 401 || reply.type === 'opaqueredirect') {
      stopped = true;
      return say('Not saved. You have been signed out. What was saved before is kept. ', '/sign-in', 'Sign in');
    }
    if (reply.status === 422)
      return say(`Not saved. ${Object.values(answer.errors ?? {})[0] ?? 'Check what you entered.'}`);
    return say('Not saved. We will try again.');
  }

  function submitInstead(event) {
    event.preventDefault();
    form.requestSubmit();
  }

  function say(text, href, link) {
    status.textContent = text;
    if (!href) return;
    const anchor = document.createElement('a');
    anchor.className = 'govuk-link';
    anchor.href = href;
    anchor.textContent = link;
    status.append(anchor);
  }

  form.addEventListener('focusout', () => {
    clearTimeout(pause);
    pause = setTimeout(save, BLUR_PAUSE_MS);
  });
  form.addEventListener('submit', () => {
    stopped = true;
  });
  window.addEventListener('online', save);
  setInterval(save, EVERY_MS);
}

const serialise = (form) => {
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
  return new URLSearchParams(fields).toString();
};

const clock = (iso) =>
  new Date(iso ?? Date.now())
    .toLocaleTimeString('en-GB', { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: 'Europe/London' })
    .replace(/\s/g, '')
    .toLowerCase();
