import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';
import type { Person } from './browser-person.js';

const LONG = 240_000;
const COORDINATOR = 'coordinator@nclcc.example';

/** The register as people use it, without scripts; each look is axe, refused content and sideways scroll. */
describeWith('chromium')('the agreement register', () => {
  const room = aBrowserRoom();
  const { as } = room;
  const fillDate = async (person: Person, id: string, iso: string): Promise<void> => {
    const [year, month, day] = iso.split('-').map((part) => String(Number(part)));
    for (const [box, text] of [
      [id, day],
      [`${id}-month`, month],
      [`${id}-year`, year],
    ])
      // prettier-ignore
      await person.page.locator(`#${box}`).fill(text!);
  };

  test(
    'takes an agreement from an empty form to suspension and back',
    async () => {
      await room.network.disseminated('met-lantern-line');
      const author = await as('supervisor@met.example');
      await author.open('/agreements');
      expect(await author.text()).toMatch(/CLIN-ISA-001[^]*MPS-CLTF-RAIL-2026/);
      expect(await author.text()).not.toContain('CLIN-ISA-003');
      await author.press('Draft an agreement');
      await author.press('Save the draft');
      expect(await author.text()).toMatch(/Give a title[^]*Choose the most sensitive record/);
      await author.fill('Title', 'Coach agreement (synthetic)');
      await author.fill('Purposes', 'Finding county lines that travel by coach');
      await author.fill('Legal gateway', 'Data Protection Act 2018 part 3');
      await fillDate(author, 'startsOn', new Date().toISOString().slice(0, 10));
      await fillDate(author, 'endsOn', '2020-01-01');
      await author.check('National County Lines Co-ordination Centre');
      await author.page.locator('#mostSensitive-2').check();
      await author.fill('Post', 'Information sharing officer');
      await author.fill('E-mail address', 'sharing@met.example');
      await author.press('Add a rule');
      await author.choose('Who receives?', 'NCLCC');
      await author.fill('Conditions (optional)', 'Ask before sharing on.');
      await author.press('Save the draft');
      expect(await author.text()).toContain('The end date must not be before the start date');
      await fillDate(author, 'endsOn', '2028-03-31');
      await author.press('Save the draft');
      expect(await author.text()).toMatch(
        /Coach agreement[^]*National County Lines Co-ordination Centre\s+NAMED IN THE DRAFT/i,
      );
      const page = author.path;
      await author.follow('What the rules would disclose of your organisation’s records');
      expect(await author.text()).toMatch(
        /1 record with 1 item fits[^]*National County Lines Co-ordination Centre\s+\d/,
      );
      await author.open(`${page}/propose`);
      await author.press('Propose');
      expect(await author.text()).toContain('Waiting for approval by');
      expect(await author.open(`${page}/approve`)).toBe(403);

      const coordinator = await as(COORDINATOR);
      await coordinator.open('/agreements');
      expect(await coordinator.text()).toContain('Waits for your organisation');
      await coordinator.follow(/^MPS-CLTF-[0-9A-Z]{4}-/);
      await coordinator.press('Approve for your organisation');
      expect(await coordinator.text()).toMatch(/may disclose records to each other[^]*From every party to National/);
      await coordinator.press('Approve');
      const lead = await as('lead@met.example');
      await lead.open(`${page}/approve`);
      await lead.press('Approve');
      expect(await lead.text()).toMatch(/In force[^]*Took effect/);
      await lead.follow(/^Apply to records disseminated before/);
      expect(await lead.text()).toMatch(
        /You are about to share 1 record with \d+ (person|people) in 1 organisation[^]*National County Lines Co-ordination Centre, \d+ (person|people): 1 record with 1 item, until/,
      );
      await lead.press('Share with 1 organisation');
      expect(await lead.text()).toMatch(
        /1 record shared[^]*Nothing is left for this rule[^]*1 record shared there already/,
      );
      const rule = /^.*\/rules\/\d+/.exec(lead.path)![0];
      const again = await room.network.as('lead@met.example', 'POST', `${rule}/application`, {
        agencies: ['NCLCC'],
      });
      expect([again.status, again.body]).toMatchObject([200, { disclosures: 0, left: 0, leftOut: { already: 1 } }]);
      const effect = await room.network.as('lead@met.example', 'GET', `${page}/effect?decision=end`);
      // What it shared is seen there by the network's own rule as well: nobody would lose sight.
      const given = [{ agency: 'NCLCC', disclosures: 1, records: 0, kept: 1, people: 0 }];
      expect([effect.status, effect.body]).toMatchObject([200, { inForce: { before: true, after: false }, given }]);

      await coordinator.open(`${page}/decision/suspend`);
      await coordinator.press('Suspend this agreement');
      expect(await coordinator.text()).toContain('Say why');
      await coordinator.fill('Why is it suspended?', 'The impact assessment is being renewed');
      await coordinator.press('Suspend this agreement');
      expect(await coordinator.text()).toContain('Suspended by National County Lines Co-ordination Centre');
      expect(await coordinator.open(`${page}/decision/reinstate`)).toBe(409);
      await lead.open(`${page}/decision/reinstate`);
      expect(await lead.text()).toMatch(
        /1 disclosure of your organisation’s own records is visible again[^]*Co-ordination Centre\s+0\s+1\s+0\s+1/,
      );
      await lead.fill('Why can it go on?', 'It has been renewed');
      await lead.press('Reinstate this agreement');
      expect(await lead.text()).toContain('In force');
      await lead.open(`${page}/versions/new`);
      await lead.fill('Title', 'Coach and rail agreement (synthetic)');
      await lead.choose('Who receives?', 'WMP-CLTF');
      await fillDate(lead, 'startsOn', new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
      await lead.press('Show what this would do');
      expect(await lead.text()).toMatch(
        /before it is saved[^]*1 disclosure of your organisation’s own records is hidden until \d+ \w+ \d{4}[^]*No disseminated record of your organisation that you can see fits/,
      );
      await lead.check('West Midlands Police County Lines Task Force');
      await lead.press('Show what this would do');
      expect(await lead.text()).toMatch(/1 record with 1 item fits[^]*West Midlands Police County Lines Task Force/);
      await lead.press('Save the draft');
      expect(await lead.text()).toMatch(/Version 2[^]*Coach and rail/);
      const stranger = await as('lead@wmp.example');
      expect(await stranger.open(page)).toBe(404);
    },
    LONG,
  );

  test(
    'fits 320 px on every page, and shows a reader what it holds',
    async () => {
      const { body } = await room.network.as(COORDINATOR, 'GET', '/agreements');
      const idOf = (reference: string): string =>
        body['items'].find((line: { reference: string }) => line.reference === reference).id;
      const coordinator = await as(COORDINATOR, { width: 320 });
      const [first, suspended] = [idOf('CLIN-ISA-001'), idOf('CLIN-ISA-003')];
      const paths = ['/agreements', '/agreements?status=suspended&party=SMH', '/agreements?status=nonsense', '/agreements?status=lapsed', '/agreements?status=draft&status=active', `/agreements/${first}`, `/agreements/${first}/preview`,
        `/agreements/${first}/versions/new`, `/agreements/${first}/decision/end`, `/agreements/${first}/decision/review`, `/agreements/${suspended}`,
        `/agreements/${suspended}/decision/reinstate`]; // prettier-ignore
      for (const path of paths) await coordinator.open(path);
      await coordinator.open('/agreements');
      expect(await coordinator.text()).toContain('National County Lines Co-ordination Centre');
      const analyst = await as('analyst@met.example', { width: 320 });
      await analyst.open(`/agreements/${first}`);
      expect(await analyst.text()).not.toContain('More actions');
      expect(await analyst.open(`/agreements/${first}/decision/suspend`)).toBe(403);
      expect(await analyst.open(`/agreements/${suspended}`)).toBe(404);
      const administrator = await as('admin@network.example');
      expect(await administrator.open('/agreements')).toBe(403);
      const auditor = await as('auditor@network.example', { width: 320 });
      await auditor.open('/agreements');
      expect(await auditor.text()).toContain('No agreements yet');
    },
    LONG,
  );
});
