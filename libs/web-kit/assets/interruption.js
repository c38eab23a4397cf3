/**
 * <div role="alert" data-interruption="/address"></div>
 * Whenever the server tells a live number anew, asks what interrupts this page now. What stands there already is left alone, so that a screen
 * reader does not say it again. A server that does not answer changes nothing: the next page has it.
 */
export function interruption(place) {
  let asking = false;

  function part(name, text, className) {
    const element = document.createElement(name);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function line({ text, href, after }) {
    const [item, link] = [document.createElement('li'), part('a', text)];
    link.setAttribute('href', href);
    item.append(link, ` ${after}`);
    return item;
  }

  function show({ heading, items }) {
    const shown = [...place.querySelectorAll('a')].map((link) => link.getAttribute('href')).join(' ');
    if (shown === items.map(({ href }) => href).join(' ')) return;
    place.replaceChildren();
    if (items.length === 0) return;
    const [inside, list] = [part('div', '', 'govuk-width-container'), document.createElement('ul')];
    list.append(...items.map(line));
    inside.append(part('p', heading, 'clin-interruption__heading'), list);
    place.append(inside);
  }

  async function ask() {
    if (asking) return;
    asking = true;
    try {
      const reply = await fetch(place.dataset.interruption, { headers: { accept: 'application/json' } });
      if (reply.ok) show(await reply.json());
    } catch {
      // Said above.
    } finally {
      asking = false;
    }
  }

  document.addEventListener('clin:told', ask);
}
