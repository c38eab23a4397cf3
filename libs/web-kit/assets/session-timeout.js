/**
 * <dialog data-session-idle-seconds data-session-warn-seconds data-extend-url data-expired-url data-csrf-token>.
 * Warns before the idle limit, extends on request, and leaves the page when the limit has passed. Other tabs hear of activity
 * by BroadcastChannel. The server decides; this only tells the person in time (WCAG 2.2.1).
 */
export function sessionTimeout(dialog) {
  const { sessionIdleSeconds, sessionWarnSeconds, extendUrl, expiredUrl, csrfToken } = dialog.dataset;
  const idleMs = Number(sessionIdleSeconds) * 1000;
  const warnMs = Number(sessionWarnSeconds) * 1000;
  const left = dialog.querySelector('[data-session-left]');
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('clin-session') : undefined;
  let lastActive = Date.now();

  function active(announce) {
    lastActive = Date.now();
    if (dialog.open) dialog.close();
    if (announce) channel?.postMessage('active');
  }

  async function extend() {
    try {
      const reply = await fetch(extendUrl, {
        method: 'POST',
        headers: { 'csrf-token': csrfToken, accept: 'application/json' },
        credentials: 'same-origin',
        redirect: 'manual',
      });
      if (reply.ok) active(true);
      else leave();
    } catch {
      left.textContent = 'We could not reach the service. Try again.';
    }
  }

  function leave() {
    location.assign(
      `${expiredUrl}${expiredUrl.includes('?') ? '&' : '?'}next=${encodeURIComponent(location.pathname)}`,
    );
  }

  function tick() {
    const remaining = idleMs - (Date.now() - lastActive);
    if (remaining <= 0) return leave();
    if (remaining > warnMs) return undefined;
    const minutes = Math.ceil(remaining / 60_000);
    const words = remaining > 60_000 ? `in ${minutes} minutes` : 'in less than a minute';
    // Changed once a minute only, so that a screen reader is not interrupted every second.
    const text = `You will be signed out ${words}, because you have not done anything for a while.`;
    if (left.textContent !== text) left.textContent = text;
    if (!dialog.open) dialog.showModal();
    return undefined;
  }

  channel?.addEventListener('message', () => active(false));
  channel?.postMessage('active');
  document.addEventListener('clin:active', () => active(true));
  dialog.querySelector('[data-session-extend]').addEventListener('click', extend);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    extend();
  });
  document.addEventListener('visibilitychange', tick);
  setInterval(tick, 1000);
}
