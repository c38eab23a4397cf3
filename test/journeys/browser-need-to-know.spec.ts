import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';
import type { Person } from './browser-person.js';

const LONG = 240_000;

/** Operations, restriction, a reference and an emergency as people meet them, without scripts; each look is axe, refused content and sideways scroll. */
describeWith('chromium')('who needs to know', () => {
  const room = aBrowserRoom();
  const as = (email: string, width?: number): Promise<Person> => room.as(email, width ? { width } : {});

  test(
    'a lead opens an operation, adds a member, names an agency and restricts a report; another lifts it',
    async () => {
      const { id, reference } = (await room.network.disseminated('met-lantern-line')) as {
        id: string;
        reference: string;
      };
      const lead = await as('lead@met.example');
      await lead.open('/operations');
      expect(await lead.text()).toContain('No operations');
      await lead.press('Open an operation');
      await lead.press('Open this operation');
      expect(await lead.text()).toMatch(/There is a problem[^]*Give the operation a name/);
      await lead.fill('Name of the operation', 'Heron');
      await lead.fill('Why do you need to know?', 'Leads it');
      await lead.date('2027-06-01');
      await lead.press('Open this operation');
      expect(await lead.text()).toMatch(/Operation opened[^]*Heron[^]*You are a member until 1 June 2027/);
      await lead.press('Add this member');
      expect(await lead.text()).toContain('Choose somebody who works at your own agency now');
      await lead.page.getByLabel('Who?').selectOption({ label: 'Daniel Okafor' });
      await lead.fill('Why do they need to know?', 'Assesses what comes in');
      await lead.date('2027-06-01');
      await lead.press('Add this member');
      expect(await lead.text()).toMatch(/Member added[^]*Daniel Okafor[^]*Assesses what comes in/);
      await lead.page.getByLabel('Name another agency').selectOption('WMP-CLTF');
      await lead.press('Name this agency');
      expect(await lead.text()).toMatch(/Agency named[^]*0 members/);
      await lead.open('/operations');

      await lead.open(`/records/${id}/restriction`);
      await lead.press('Restrict it now');
      expect(await lead.text()).toContain('Say why this record is restricted');
      await lead.page.getByLabel('Put it into an operation').selectOption({ label: 'Heron' });
      await lead.fill('Why?', 'Covert phase begins');
      await lead.press('Restrict it now');
      expect(await lead.text()).toMatch(/Record restricted[^]*Members of Heron only[^]*Covert phase begins/);
      const colleague = await as('analyst@met.example');
      expect(await colleague.open(`/reports/${id}`)).toBe(404);
      await colleague.open('/reports');
      expect(await colleague.text()).not.toContain(reference);
      await lead.fill('Why may it be lifted?', 'Arrests were made');
      await lead.press('Ask that it be lifted');
      expect(await lead.text()).toContain('You asked for its lifting');
      const supervisor = await as('supervisor@met.example');
      await supervisor.open(`/records/${id}/restriction`);
      await supervisor.press('Lift this restriction');
      expect(await supervisor.text()).toContain('Restriction lifted');
      expect(await colleague.open(`/reports/${id}`)).toBe(200);
    },
    LONG,
  );

  test(
    'a reference: nothing, then held by somebody who can be asked',
    async () => {
      const { id, reference } = (await room.network.submitted('met-source-exposed')) as {
        id: string;
        reference: string;
      };
      const asker = await as('analyst@mer.example');
      await asker.open('/discovery');
      await asker.fill('Reference', 'IR-1');
      await asker.press('Look');
      expect(await asker.text()).toContain('Check the reference');
      await asker.fill('Reference', reference);
      await asker.press('Look');
      expect(await asker.text()).toContain('Nothing to show');
      const owner = await as('supervisor@met.example');
      await owner.open(`/records/${id}/restriction`);
      await owner.check('That your agency holds it, and whom to ask');
      await owner.press('Save this setting');
      await asker.fill('Reference', reference);
      await asker.press('Look');
      expect(await asker.text()).toMatch(/Held by Metropolitan[^]*Nothing else about it is shown/);
      await asker.press('Ask Metropolitan Police County Lines Task Force');
      expect(await asker.text()).toContain('Say why you ask');
      await asker.fill('Why do you ask?', 'The same number is on our line');
      await asker.press('Ask Metropolitan Police County Lines Task Force');
      expect(await asker.text()).toMatch(/Question sent[^]*Asked by you[^]*The same number is on our line/);
      await owner.open('/discovery');
      expect(await owner.text()).toMatch(/Asked of your agency[^]*Merseyside/);
    },
    LONG,
  );

  test(
    'an emergency: refused without a reason, opened, shown as such, ended, reviewed and reported',
    async () => {
      const made = (await room.network.submitted('mps-number-change')) as { id: string; reference: string };
      await room.network.step('supervisor@met.example', made.id, 'assessment', { version: 2 });
      const chief = await as('supervisor@wmp.example');
      await chief.open('/emergency-access');
      await chief.fill('Reference', made.reference);
      await chief.fill('Why is this an emergency?', 'short');
      await chief.press('Open for 60 minutes');
      expect(await chief.text()).toMatch(/Nothing was opened[^]*at least 20 characters/);
      await chief.fill('Why is this an emergency?', 'A child is missing and may be at this address');
      await chief.press('Open for 60 minutes');
      expect(chief.path).toBe(`/reports/${made.id}`);
      expect(await chief.text()).toMatch(/Opened for 60 minutes[^]*You opened this in an emergency, until/);
      await chief.open(`/records/${made.id}/access`);
      expect(await chief.text()).toContain('You opened it in an emergency');
      await chief.open('/emergency-access');
      expect(await chief.text()).toMatch(/Opened by you[^]*Open until/);
      const owner = await as('lead@met.example');
      await owner.open(`/records/${made.id}/access`);
      await owner.open('/emergency-access');
      expect(await owner.text()).toMatch(/To review by your agency[^]*Tom Heywood/);
      await owner.page.getByRole('link', { name: /^Review/ }).click();
      await owner.look();
      await owner.press('Record this review');
      expect(await owner.text()).toMatch(/Choose justified or not justified[^]*Say why/);
      await owner.check('Justified');
      await owner.fill('Why?', 'The child was found there');
      await owner.press('Record this review');
      expect(await owner.text()).toContain('Review recorded');
      await chief.page.getByRole('button', { name: /^End now/ }).click();
      expect(await chief.text()).toContain('Emergency access ended');
      expect(await chief.open(`/reports/${made.id}`)).toBe(404);
      const auditor = await as('auditor@network.example');
      await auditor.open('/emergency-access');
      expect(await auditor.text()).toMatch(/Tom Heywood[^]*The child was found there/);
      await auditor.open('/emergency-access/report');
      expect(await auditor.text()).toMatch(/1\s+reviewed in time/);
      expect(await auditor.open('/emergency-access/report?month=2026-13')).toBe(422);
    },
    LONG,
  );

  test(
    'all of it fits 320 px',
    async () => {
      const { id, reference } = (await room.network.submitted('mer-golf')) as { id: string; reference: string };
      const lead = await as('lead@mer.example', 320);
      const made = await room.network.as('lead@mer.example', 'POST', '/operations', {
        name: 'A rather long name of an operation',
        reason: 'Leads it',
        endsOn: '2027-06-01',
      });
      for (const path of [
        '/operations',
        '/operations/new',
        `/operations/${made.body['key'] as string}`,
        `/records/${id}/restriction`,
        '/discovery',
        `/discovery?reference=${reference}`,
        '/emergency-access',
        '/emergency-access/report',
      ])
        await lead.open(path);
      const auditor = await as('auditor@network.example', 320);
      for (const path of ['/emergency-access', '/emergency-access/report']) await auditor.open(path);
    },
    LONG,
  );
});
