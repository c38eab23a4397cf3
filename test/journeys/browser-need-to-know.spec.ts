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
      await lead.follow('Hand over this operation');
      expect(await lead.text()).toContain('No other lead works at Metropolitan');
      await room.network.server.admin.query(
        "INSERT INTO identity.user_role SELECT id, 'lead' FROM identity.user_account WHERE email = 'supervisor@met.example'",
      );
      await lead.open(lead.path);
      await lead.press('Hand over this operation');
      expect(await lead.text()).toMatch(/There is a problem[^]*Choose another lead/);
      await lead.page.getByLabel('Who leads it from now on?').selectOption({ label: 'Daniel Okafor' });
      await lead.fill('Why is it handed over?', 'Maternity leave');
      await lead.date('2027-06-01');
      await lead.press('Hand over this operation');
      expect(await lead.text()).toMatch(/Operation handed over[^]*led by Daniel Okafor[^]*Maternity leave/);
      const heron = lead.path;
      await lead.press('Close this operation');
      await lead.press('Open this operation again');
      expect(await lead.text()).toContain('Say why it is opened again');
      await lead.fill('Why is it opened again?', 'The line is back');
      await lead.press('Open this operation again');
      expect(await lead.text()).toMatch(/Operation opened again[^]*Opened again[^]*The line is back/);
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

      await room.network.server.admin.query(
        "DELETE FROM access.compartment_member m USING identity.user_account u WHERE u.id = m.user_id AND u.email = 'supervisor@met.example'",
      );
      await lead.open(heron);
      expect(await lead.text()).toContain('Its lead is no longer in it');
      await room.network.server.admin.query(
        "DELETE FROM access.compartment_member; DELETE FROM identity.user_role r USING identity.user_account u WHERE u.id = r.user_id AND u.email = 'supervisor@met.example' AND r.role = 'lead'",
      );
      await lead.open('/operations');
      expect(await lead.text()).toMatch(/No lead left You can take it over/);
      await lead.open(heron);
      await lead.press('Take over this operation');
      expect(await lead.text()).toContain('become a member and see its records');
      await lead.press('Take over this operation');
      expect(await lead.text()).toMatch(/There is a problem[^]*Say why you take it over/);
      await lead.fill('Why do you take it over?', 'Nobody is left');
      await lead.date('2027-06-01');
      await lead.press('Take over this operation');
      expect(await lead.text()).toMatch(/You lead this operation[^]*Nobody is left/);
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
      expect(await owner.text()).toMatch(/Asked of your agency[^]*Merseyside[^]*Answer due in/);
      await owner.follow(reference);
      await owner.check('Ask by telephone');
      await owner.press('Send this answer');
      expect(await owner.text()).toMatch(/There is a problem[^]*Say whom to telephone/);
      await owner.fill('Whom to telephone', 'Duty supervisor, 07700 900123');
      await owner.fill('Anything to add (optional)', 'By voice only');
      await owner.press('Send this answer');
      expect(await owner.text()).toMatch(/Question answered[^]*Ask by telephone[^]*07700 900123/);
      await asker.open('/discovery');
      expect(await asker.text()).toMatch(/Asked by you[^]*Ask by telephone/);
      await asker.follow(reference);
      expect(await asker.text()).toMatch(/In their words[^]*By voice only[^]*07700 900123/);
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
      expect(await chief.text()).not.toContain('What you can do with it');
      expect(await chief.text()).not.toContain('copy it into a case');
      expect(await chief.text()).toContain('You can read it for this emergency alone, until');
      await chief.open(`/records/${made.id}/access`);
      expect(await chief.text()).toContain('You opened it in an emergency');
      await chief.open('/emergency-access');
      expect(await chief.text()).toMatch(/Opened by you[^]*Open until/);
      const owner = await as('lead@met.example');
      await owner.open(`/records/${made.id}/access`);
      await owner.open('/emergency-access');
      expect(await owner.text()).toMatch(/To review by your agency[^]*Tom Heywood/);
      await owner.follow(made.reference);
      expect(owner.path).toBe(`/reports/${made.id}`);
      await owner.open('/emergency-access');
      await owner.page.getByRole('link', { name: /^Review/ }).click();
      await owner.look();
      expect(await owner.page.getByRole('link', { name: made.reference, exact: true }).getAttribute('href')).toBe(
        `/reports/${made.id}`,
      );
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
      await room.network.as('lead@mer.example', 'POST', `/records/${id}/discovery`, { setting: 'named' });
      const asked = await room.network.as('analyst@wmp.example', 'POST', '/discovery/questions', {
        reference,
        reason: 'The same line',
      });
      for (const path of [
        '/operations',
        '/operations/new',
        `/operations/${made.body['key'] as string}`,
        `/operations/${made.body['key'] as string}/handover`,
        `/discovery/questions/${asked.body['id'] as string}`,
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
