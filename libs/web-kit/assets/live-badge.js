/**
 * <a data-live-badge="/address/of/the/stream" data-badge-words="unread">Notifications <span class="moj-notification-badge">…</span></a>
 * Keeps the number beside a link of the menu as the server tells it, and says a change to screen readers. A window that nobody looks at
 * holds no connection: a browser has few of them. When the server refuses or ends the stream, the number comes with the next page.
 */
export function liveBadge(link) {
  const { liveBadge: address, badgeWords: words } = link.dataset;
  const status = document.createElement('p');
  status.className = 'govuk-visually-hidden';
  status.setAttribute('role', 'status');
  (document.querySelector('main') ?? document.body).append(status);
  let shown = read();
  let source;

  function read() {
    const text = link.querySelector('.moj-notification-badge [aria-hidden]')?.textContent ?? '0';
    return text === '99+' ? 100 : Number(text);
  }

  function part(text, attribute, value) {
    const span = document.createElement('span');
    span.textContent = text;
    span.setAttribute(attribute, value);
    return span;
  }

  function show(count) {
    if (count === shown) return;
    const more = count > shown;
    shown = count;
    link.querySelector('.moj-notification-badge')?.remove();
    const said = `${count > 99 ? 'more than 99' : count}${words ? ` ${words}` : ''}`;
    if (count > 0) {
      const badge = document.createElement('span');
      badge.className = 'moj-notification-badge';
      badge.append(part(count > 99 ? '99+' : String(count), 'aria-hidden', 'true'));
      badge.append(part(`(${said})`, 'class', 'govuk-visually-hidden'));
      link.append(badge);
    }
    if (more) status.textContent = `${link.firstChild.textContent.trim()}: ${said}`;
  }

  function open() {
    if (source || document.visibilityState !== 'visible') return;
    source = new EventSource(address);
    source.addEventListener('unread', ({ data }) => {
      if (/^\d{1,4}$/.test(data)) show(Number(data));
      document.dispatchEvent(new Event('clin:told'));
    });
  }

  function close() {
    source?.close();
    source = undefined;
  }

  document.addEventListener('visibilitychange', () => (document.visibilityState === 'visible' ? open() : close()));
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
}
