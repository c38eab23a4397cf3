import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';
import { scenario } from './a-network.js';
import { log, type Filed, type Item } from './browser-log-report.js';
import type { Person } from './browser-person.js';

/** Forty pages a journey, on a machine that may be busy. */
const LONG = 240_000;

/** Without scripts, at the width of a desk and in the order of the issue: analyst, supervisor, recipients. */
describeWith('chromium')('the first three scenarios in a browser without scripts', () => {
  const room = aBrowserRoom();

  const { as, at } = room;

  async function assess(supervisor: Person, path: string): Promise<void> {
    await supervisor.open(`${path}/assess`);
    const warned = supervisor.page.getByLabel(
      'I have checked the warnings, and the sanitised text does not expose the source',
    );
    if (await warned.count()) await warned.check();
    await supervisor.press('Save and assess');
    expect(await supervisor.text()).toContain('Report assessed');
  }

  /** What the interruption card says before the supervisor confirms. */
  async function disseminate(supervisor: Person, path: string): Promise<string> {
    await supervisor.open(path);
    await supervisor.press('Disseminate');
    await supervisor.press('Continue');
    const card = await supervisor.text();
    await supervisor.page.locator('button[value=confirm]').click();
    await supervisor.page.waitForLoadState();
    await supervisor.look();
    expect(await supervisor.text()).toContain('Report disseminated');
    return card;
  }

  test(
    'met-lantern-line: item 1 travels by standing rules, item 2 only with the source handler’s consent',
    async () => {
      const [one, two] = (scenario('met-lantern-line') as Filed).items as [Item, Item];
      const author = await as('analyst@met.example');
      const path = await log(author, 'met-lantern-line');
      expect(await author.text()).not.toContain(two.sourceRef);
      await author.press('Submit for assessment');
      expect(await author.text()).toContain('Report submitted');
      expect(await author.open(`${path}/assess`)).toBe(403);

      const supervisor = await as('supervisor@met.example');
      await supervisor.open('/');
      await supervisor.follow('Deal line 07700 900412 supplying Bangor from Croydon');
      expect(await supervisor.text()).toContain(two.original);
      expect(await supervisor.text()).not.toContain(two.sourceRef);
      await assess(supervisor, path);
      const card = await disseminate(supervisor, path);
      expect(card).toMatch(/You are about to disseminate IR-[\w-]+ to \d+ people in 3 agencies/);
      expect(card).toContain('North Wales');
      expect(card).toMatch(/National County Lines Co-ordination Centre.*: Item 1, until/);

      for (const recipient of [await as('coordinator@nclcc.example'), await as('contact@northwales.example')]) {
        await recipient.open('/');
        expect(await recipient.text()).toContain('Deal line 07700 900412');
        await recipient.follow('Deal line 07700 900412 supplying Bangor from Croydon');
        const text = await recipient.text();
        expect(text).toMatch(/Shared with you by .* for .* until .*\d+ days left/);
        expect(text).toContain(one.sanitised);
        for (const hidden of [one.original, two.sanitised, two.original, 'Item 2', 'A1', 'Officer debrief'])
          expect(text).not.toContain(hidden);
      }
      const essex = await as('contact@essex.example');
      expect(await essex.open(path)).toBe(404);

      await shareWithConsent(supervisor, path, two);
    },
    LONG,
  );

  /** A1 and S2: refused without the originator's consent, and what was typed is kept; then consented, shared and revoked. */
  async function shareWithConsent(supervisor: Person, path: string, two: Item): Promise<void> {
    await supervisor.open(path);
    await supervisor.press('Share with another agency');
    await supervisor.choose('Agency', 'NCLCC');
    await supervisor.page.getByRole('checkbox', { name: /^Item 2:/ }).check();
    await supervisor.fill('For which purpose?', 'Co-ordination of Operation Lantern');
    await supervisor.choose('Under which agreement?', 'CLIN-ISA-001');
    await supervisor.date(`${new Date().getUTCFullYear() + 1}-06-30`);
    await supervisor.press('Continue');
    await supervisor.page.locator('button[value=confirm]').click();
    await supervisor.look();
    expect(await supervisor.text()).toContain('needs the originator’s recorded consent');
    expect(await supervisor.page.getByLabel('For which purpose?').inputValue()).toBe(
      'Co-ordination of Operation Lantern',
    );

    const handler = await as('handler@met.example');
    await handler.open(path);
    expect(await handler.text()).toContain(two.sourceRef);
    await handler.follow(/Record consent/);
    await handler.choose('Agency that may receive it', 'NCLCC');
    await handler.press('Record consent');
    expect(await handler.text()).toContain('Say what the originator consented to');
    await handler.fill('What did the originator consent to?', 'Agreed by telephone, recorded in the register');
    await handler.press('Record consent');

    await supervisor.press('Continue');
    await supervisor.page.locator('button[value=confirm]').click();
    await supervisor.look();
    expect(await supervisor.text()).toContain('Report shared');
    const coordinator = await as('coordinator@nclcc.example');
    await coordinator.open(path);
    expect(await coordinator.text()).toContain(two.sanitised);
    expect(await coordinator.text()).not.toContain(two.original);

    const revocation = await supervisor.page
      .getByRole('link', { name: /Revoke the disclosure to National/ })
      .first()
      .getAttribute('href');
    await supervisor.open(revocation!);
    await supervisor.fill('Why is it revoked?', 'Shared to prove recall');
    await supervisor.press('Revoke this disclosure');
    await coordinator.open(path);
    expect(await coordinator.text()).not.toContain(two.sanitised);
  }

  test(
    'wmp-cuckooing: the NCLCC and the force of the area read it, nobody else',
    async () => {
      const [item] = (scenario('wmp-cuckooing') as Filed).items as [Item];
      const author = await as('analyst@wmp.example');
      const path = await log(author, 'wmp-cuckooing');
      await author.press('Submit for assessment');
      const supervisor = await as('supervisor@wmp.example');
      await assess(supervisor, path);
      const card = await disseminate(supervisor, path);
      expect(card).toContain('West Mercia');
      expect(await supervisor.text()).toContain('Safeguarding: adult');
      const westMercia = (
        await room.network.server.admin.query<{ code: string }>(
          "SELECT code FROM identity.agency WHERE force_code = 'E23000016'",
        )
      ).rows[0]!.code;
      for (const reader of [await as('analyst@nclcc.example'), await at(westMercia)]) {
        await reader.open(path);
        expect(await reader.text()).toContain(item.sanitised);
        expect(await reader.text()).not.toContain('Wrekin');
      }
      for (const stranger of ['contact@northwales.example', 'analyst@mer.example'])
        expect(await (await as(stranger)).open(path)).toBe(404);
      expect(await (await as('auditor@network.example')).open(path)).toBe(403);
    },
    LONG,
  );

  test(
    'mer-ttl: a threat to life stands first in the supervisor’s work',
    async () => {
      const author = await as('analyst@mer.example');
      const path = await log(author, 'mer-ttl');
      await author.press('Submit for assessment');
      const supervisor = await as('supervisor@mer.example');
      await supervisor.open('/');
      expect(await supervisor.text()).toMatch(/Threat to shoot runner who lost a package[^]*Threat to life/);
      await supervisor.open(path);
      expect(await supervisor.text()).toContain('Telephone first');
      await assess(supervisor, path);
      await disseminate(supervisor, path);
      await supervisor.open(`${path}/close`);
      await supervisor.press('Close this report');
      expect(await supervisor.text()).toContain('Report closed');
    },
    LONG,
  );
});
