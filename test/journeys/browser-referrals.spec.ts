import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';
import type { Person } from './browser-person.js';

const LONG = 240_000;
const NEXT_YEAR = new Date().getUTCFullYear() + 1;

/** Scenario nclcc-orphan as far as referrals go, in a browser without scripts: a line without a lead gets an owner and a date. */
describeWith('chromium')('referring a line that nobody leads', () => {
  const room = aBrowserRoom();
  let report: { id: string; reference: string };
  const as = (email: string, width?: number): Promise<Person> => room.as(email, width ? { width } : {});
  const parts = async (person: Person, name: string, iso: string): Promise<void> => {
    for (const [at, part] of ['year', 'month', 'day'].entries())
      await person.page.locator(`[name="${name}[${part}]"]`).fill(String(Number(iso.split('-')[at])));
  };

  beforeAll(async () => {
    report = (await room.network.disseminated('nclcc-orphan')) as typeof report;
  }, LONG);

  test(
    'from the draft to the outcome: the centre, a county force’s contact, and back',
    async () => {
      const centre = await as('supervisor@nclcc.example');
      await centre.open('/referrals');
      expect(await centre.text()).toContain('Your inbox is empty');
      await centre.open('/referrals?box=sent');
      expect(await centre.text()).toContain('No referrals sent yet');
      await centre.press('Start a referral');
      await centre.press('Continue');
      expect(await centre.text()).toContain('Choose what you refer');
      await centre.check('County line');
      await centre.choose('To which agency?', 'ESX');
      await centre.press('Continue');
      const draft = centre.path;
      await centre.fill('Title', 'Line Rico has no lead force');
      await centre.press('Continue');
      expect(await centre.text()).toMatch(
        /The draft is saved as it is. Nothing was sent.[^]*Say what is asked, and why/,
      );
      await centre.fill('What do you ask, and why?', 'The line advertises in four forces and none of them leads it.');
      await centre.fill('Name of the line', 'Rico');
      await centre.fill('Deal number', 'none');
      await centre.fill('Where it sells', 'Norfolk, Suffolk, Essex and Kent');
      await centre.press('Save draft');
      expect(await centre.text()).toContain('must be a telephone number');
      await centre.fill('Deal number', '07700 900555');
      await parts(centre, 'fields[escalateOn]', `${NEXT_YEAR}-01-15`);
      await centre.fill('Reference of a report to choose items from', 'IR-0000-0000-0');
      await centre.press('Find its items');
      expect(await centre.text()).toContain('No disseminated report of your agency has this reference');
      await centre.fill('Reference of a report to choose items from', report.reference);
      await centre.press('Find its items');
      await centre.page.locator('input[name="pack[]"]').check();
      await centre.press('Continue');
      expect(centre.path).toBe(draft.replace('edit', 'check'));
      expect(await centre.text()).toMatch(/You are about to send RF-[\w-]+ to Essex Police \(1 person\)/);
      expect(await centre.text()).toContain('The line advertises in four forces and none of them leads it.');
      expect(await centre.text()).toContain(`1 item of ${report.reference}`);
      await centre.press('Send');
      expect(await centre.text()).toMatch(/Referral sent[^]*Essex Police has until .* to acknowledge it/);
      const at = centre.path;

      const essex = await as('contact@essex.example', 320);
      await essex.open('/referrals');
      expect(await essex.text()).toContain('Line Rico has no lead force');
      await essex.open('/');
      expect(await essex.text()).toMatch(
        /Referrals for you[^]*County line, from National[^]*Acknowledge it: \d+ (hours|days) left/,
      );
      await essex.follow('Line Rico has no lead force');
      expect(essex.path).toBe(at);
      expect(await essex.text()).toMatch(/Shared with you by National County Lines[^]*Rico[^]*15 January/);
      expect(await essex.text()).toContain('active in four eastern and south-eastern forces');
      await essex.press('Acknowledge');
      await essex.press('Acknowledge');
      expect(await essex.text()).toContain('Referral acknowledged');
      await essex.open(`${at}/steps/ask`);
      await essex.press('Ask for information');
      expect(await essex.text()).toContain('Say it in words: what do you need to know?');
      await essex.fill('What do you need to know?', 'Which towns, since when?');
      await essex.press('Ask for information');
      await centre.open('/');
      expect(await centre.text()).toMatch(/Line Rico has no lead force[^]*Give the information that was asked: /);
      await centre.open(at);
      await centre.press('Give the information');
      await centre.fill('Your answer', 'Colchester and Clacton, since August.');
      await centre.press('Give the information');
      await essex.open(at);
      expect(await essex.text()).toContain('Colchester and Clacton, since August.');
      await essex.press('Accept');
      await essex.fill('Who leads it now?', 'Essex county lines desk, 07700 900810');
      await essex.press('Accept');
      await essex.open(`${at}/steps/progress`);
      await essex.fill('What was done?', 'For our eyes: operation to be named');
      await essex.check('My agency only');
      await essex.press('Add progress');
      expect(await essex.text()).toContain('your agency alone reads this');
      await centre.open(at);
      expect(await centre.text()).toContain('Essex county lines desk');
      expect(await centre.text()).not.toContain('For our eyes');

      await essex.press('Give the outcome');
      await essex.press('Give the outcome');
      expect(await essex.text()).toContain('Choose the result');
      await essex.check('A force leads the line');
      await essex.fill('What came of it?', 'Essex leads the line from today.');
      await essex.press('Give the outcome');
      await centre.open(at);
      expect(await centre.text()).toContain('A force leads the line. Essex leads the line from today.');
      // From My work: read there, closed by one button, and back there.
      await centre.open('/');
      expect(await centre.text()).toContain('Outcome given: read it, then close it');
      await centre.page.getByText('Read the outcome').click();
      await centre.look();
      expect(await centre.text()).toContain('A force leads the line. Essex leads the line from today.');
      await centre.page.getByRole('button', { name: /^Close\s*: RF-/ }).click();
      expect(new URL(centre.page.url()).pathname).toBe('/');
      expect(await centre.text()).toMatch(/Referral closed: RF-[\w-]+[^]*The other agency has been told/);
      expect(await centre.text()).not.toContain('Outcome given');
      await centre.open(at);
      await centre.open(`${at}/steps/reopen`);
      expect(await centre.text()).toContain('Does the pack go along?');
      await centre.fill('What is still needed?', 'Kent asks to be kept informed.');
      await centre.press('Reopen');
      await centre.open(`${at}/steps/transfer`);
      await centre.choose('Which agency gets it now?', 'NWP');
      await centre.fill('Why?', 'For training');
      await centre.press('Transfer');
      expect(await centre.text()).toMatch(
        /You are about to transfer RF-[\w-]+ to North Wales Police \(1 person\)[^]*Essex Police, 1 person, can no longer open it[^]*1 item goes along/,
      );
      expect(await essex.open(at)).toBe(200);
      await centre.press('Change it');
      expect(await centre.page.getByLabel('Why?').inputValue()).toBe('For training');
      await centre.press('Transfer');
      await centre.press('Transfer to North Wales Police');
      expect(await centre.text()).toContain('Referral transferred');
      expect(await essex.open(at)).toBe(404);
      await centre.open('/referrals?box=sent&status=sent&kind=line');
      expect(await centre.text()).toContain('North Wales Police');
      await centre.open('/referrals?overdue=2');
      expect(await centre.text()).toContain('Overdue must be 1');

      // The report leads to what was referred of it, and to the next referral with its items.
      await centre.open(`/reports/${report.id}`);
      expect(await centre.text()).toMatch(/RF-[\w-]+: county line, sent, to North Wales Police/);
      await centre.follow('Refer it');
      await centre.check('County line');
      await centre.choose('To which agency?', 'NWP');
      await centre.press('Continue');
      expect(await centre.page.locator('input[name="pack[]"]').isChecked()).toBe(true);
    },
    LONG,
  );

  test(
    'is accepted only under its conditions, and shows a child what the law asks',
    async () => {
      const made = await room.network.as('lead@wmp.example', 'POST', '/referrals', {
        kind: 'safeguarding', receiver: 'NCLCC', title: 'Child C, found in Hereford', text: 'Victim first.', purpose: 'Protecting a child', legalBasis: 'Policing purpose', agreement: 'CLIN-ISA-001',
        conditions: 'Do not approach the family', expires: `${NEXT_YEAR}-06-01`, fields: { subject: 'child', person: 'Child C', age: '15', exploitation: 'criminal' },
      }); // prettier-ignore
      const lead = await as('lead@wmp.example', 320);
      await lead.open(`/referrals/${made.body['id']}/edit`);
      await lead.press('Continue');
      expect(await lead.text()).toContain('Inform the child’s local authority first, and give the day.');
      await lead.fill('Contact at the local authority', 'Duty desk, 07700 900321');
      await parts(lead, 'fields[authorityInformedOn]', '2026-10-21');
      await lead.fill('First responder’s NRM reference', 'NRM/2026/0117');
      await parts(lead, 'fields[nrmReferredOn]', '2026-10-21');
      await lead.press('Continue');
      await lead.press('Send');
      const centre = await as('coordinator@nclcc.example');
      await centre.open('/referrals');
      expect(await centre.text()).toMatch(/Shared with you under conditions[^]*from West Midlands/);
      await centre.open(lead.path);
      expect(await centre.text()).not.toContain('Child C');
      await centre.press('Accept these conditions');
      await centre.open(lead.path);
      expect(await centre.text()).toContain('Child C, found in Hereford');
      expect(await centre.text()).toMatch(/until 1 June[^]*Do not approach the family/);
      expect(await centre.text()).toMatch(/until .* to acknowledge it \(3 hours left\)/);

      // Who may not share reports is told before anything is filled in, not after the card that says who gets them.
      await centre.open(`/referrals/new?kind=line&report=${report.reference}`);
      await centre.choose('To which agency?', 'ESX');
      await centre.press('Continue');
      expect(await centre.text()).toContain(
        'Only a supervisor or a lead shares items of reports. Send this without any',
      );
      expect(await centre.page.locator('input[name="pack[]"], button[value=find]').count()).toBe(0);
    },
    LONG,
  );
});
