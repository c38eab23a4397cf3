import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';
import { scenario } from './a-network.js';
import { WorkerTurn } from './a-worker-turn.js';
import { log, type Filed, type Item } from './browser-log-report.js';
import { answer, refer } from './browser-refer.js';
import type { Person } from './browser-person.js';

/** Forty pages a journey, on a machine that may be busy. */
const LONG = 240_000;

/** Without scripts, at the width of a desk and in the order of the issue: analyst, supervisor, recipients. */
describeWith('chromium')('scenarios in a browser without scripts', () => {
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
        expect(text).toMatch(/Shared with you by .* for “.+” until .*\d+ days left/);
        expect(text).toContain(one.sanitised);
        for (const hidden of [one.original, two.sanitised, two.original, 'Item 2', 'Officer debrief'])
          expect(text).not.toContain(hidden);
        // As a word: a reference may hold these letters by chance.
        expect(text).not.toMatch(/(?<![\w-])A1(?![\w-])/);
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

  const westMercia = async (): Promise<Person> => {
    const found = "SELECT code FROM identity.agency WHERE force_code = 'E23000016'";
    return at((await room.network.server.admin.query<{ code: string }>(found)).rows[0]!.code);
  };

  test(
    'wmp-cuckooing: the NCLCC and the force of the area read it; the adult is referred to the force, protected, and the sender learns it',
    async () => {
      const [item] = (scenario('wmp-cuckooing') as Filed).items as [Item];
      const author = await as('analyst@wmp.example');
      const path = await log(author, 'wmp-cuckooing');
      await author.press('Submit for assessment');
      const supervisor = await as('supervisor@wmp.example');
      await assess(supervisor, path);
      const card = await disseminate(supervisor, path);
      expect(card).toContain('West Mercia');
      expect(await supervisor.text()).toMatch(/Safeguarding: adult[^]*an adult and a child may be at risk/);
      const [centre, mercia] = [await as('analyst@nclcc.example'), await westMercia()];
      for (const reader of [centre, mercia]) {
        await reader.open(path);
        expect(await reader.text()).toContain(item.sanitised);
        expect(await reader.text()).not.toMatch(/Wrekin|may be at risk/);
      }
      for (const stranger of ['contact@northwales.example', 'analyst@mer.example'])
        expect(await (await as(stranger)).open(path)).toBe(404);
      expect(await (await as('auditor@network.example')).open(path)).toBe(403);

      const worker = new WorkerTurn(room.network);
      try {
        const lead = await as('lead@wmp.example');
        await worker.tells();
        const referral = await refer(lead, path, {
          who: 'adult',
          receiver: 'WMC',
          title: 'Adult whose flat is used',
          asks: 'Please visit and protect the tenant.',
          person: 'Adult P',
          age: 'About 40',
          day: '2026-10-16',
        });
        expect(await worker.tells()).toContain('contact@wmc.example referral-sent-urgently');
        await answer(mercia, referral, {
          lead: 'Harm reduction desk, 07700 900811',
          outcome: 'The tenant is in supported housing; the locks are changed.',
        });
        expect(await worker.tells()).toContain('lead@wmp.example referral-outcome');
        await lead.open('/notifications');
        await lead.follow(/outcome/);
        expect(lead.path).toBe(referral);
        expect(await lead.text()).toMatch(/Protective steps were taken. The tenant is in supported housing/);
        expect(await lead.text()).toContain('Harm reduction desk');
        expect(await lead.text()).not.toMatch(/For our eyes|contact@wmc/);
        await lead.open(path);
        expect(await lead.text()).toMatch(/RF-[\w-]+: outcome given, to West Mercia[^]*Refer the child/);
        // Who reads the report and is of neither side finds no referral, nor does anybody else.
        for (const reader of [centre, author]) expect(await reader.open(referral)).toBe(reader === author ? 200 : 404);
        expect(await (await as('contact@northwales.example')).open(referral)).toBe(404);
      } finally {
        await worker.end();
      }
    },
    LONG,
  );

  test(
    'wmp-missing-child: victim and suspect at once, for its owner alone; local authority first, NRM always; worked in a case that the sender never sees',
    async () => {
      const author = await as('analyst@wmp.example');
      const path = await log(author, 'wmp-missing-child');
      await author.press('Submit for assessment');
      const supervisor = await as('supervisor@wmp.example');
      await assess(supervisor, path);
      await disseminate(supervisor, path);
      expect(await supervisor.text()).toContain('Child C, suspect and victim, aged 15');
      const centre = await as('coordinator@nclcc.example');
      await centre.open(path);
      expect(await centre.text()).toContain('15-year-old missing from the West Midlands');
      expect(await centre.text()).not.toMatch(/Child C|victim|suspect|Walsall/i);

      const worker = new WorkerTurn(room.network);
      try {
        const lead = await as('lead@wmp.example');
        await worker.tells();
        const referral = await refer(lead, path, {
          who: 'child',
          receiver: 'MPS-CLTF',
          title: 'Child C, placed by a London borough',
          asks: 'Victim first. Who in London controls the child?',
          person: 'Child C',
          age: '15',
          day: '2026-10-21',
        });
        expect(await worker.tells()).toContain('lead@met.example referral-sent-urgently');
        const met = await as('lead@met.example');
        // What is done about it there: a case of their own with an action, before the sender is answered.
        await met.open(referral);
        await met.follow('Actions and cases');
        await met.press('Open a case from it');
        await met.fill('Name of the case and its operation', 'Plover');
        await met.fill('Why is it opened?', 'A child of London is exploited');
        await met.date(`${new Date().getUTCFullYear() + 1}-03-01`);
        await met.press('Open this case');
        await met.fill('Why does it belong to this case?', 'How it came to us');
        await met.press('Link this record');
        expect(await met.text()).toMatch(/Record linked[^]*Child C, placed by a London borough/);
        const work = met.path;
        await met.follow('Raise an action');
        await met.fill('What is to be done?', 'Speak to the child with the social worker');
        await met.fill('Why?', 'To learn who sent the child');
        await met.fill('What should come of it?', 'A safety plan');
        await met.check('A person');
        const [, themselves] = /Page accessed by ([^(]+) \(/.exec(await met.page.locator('body').innerText())!;
        await met.page.getByLabel('Which person?').selectOption({ label: themselves! });
        await met.fill('Or in how many working days?', '2');
        await met.press('Raise this action');
        expect(await met.text()).toMatch(/Action raised[^]*It is among the actions for you/);
        await answer(met, referral, {
          lead: 'Exploitation team, 07700 900812',
          outcome: 'The child has a safety plan and a new placement.',
        });
        await lead.open(referral);
        expect(await lead.text()).toMatch(/The child has a safety plan and a new placement/);
        expect(await lead.text()).not.toMatch(/For our eyes|Plover/);
        await lead.press('Close');
        await lead.press('Close');
        expect(await lead.text()).toContain('Referral closed');
        for (const hidden of [work, met.path.startsWith('/actions/') ? met.path : work])
          expect(await lead.open(hidden)).toBe(404);
        for (const stranger of [centre, await as('contact@northwales.example')])
          expect(await stranger.open(referral)).toBe(404);
      } finally {
        await worker.end();
      }
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
