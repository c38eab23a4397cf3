import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';
import type { Person } from './browser-person.js';

const LONG = 240_000;
const NEXT_YEAR = new Date().getUTCFullYear() + 1;
const SHARED_UNTIL = `${NEXT_YEAR}-12-31`;

/** Asking the originator in a browser without scripts, at a desk and at 320 px; each look is axe, refused content and sideways scroll. */
describeWith('chromium')('asking the originator', () => {
  const room = aBrowserRoom();
  let report: { id: string; itemIds: string[] };

  const as = (email: string, width?: number): Promise<Person> => room.as(email, width ? { width } : {});
  const request = async (change: object = {}): Promise<string> => {
    const made = await room.network.as('analyst@wmp.example', 'POST', `/records/${report.id}/permission-requests`, {
      items: [report.itemIds[1]], use: 'act', purpose: 'Stop a car', ...change,
    }); // prettier-ignore
    if (made.status !== 201) throw new Error(made.text);
    return made.body['id'] as string;
  };

  beforeAll(async () => {
    report = (await room.network.disseminated('met-lantern-line')) as unknown as typeof report;
    const items = report.itemIds;
    await room.network.as('handler@met.example', 'POST', `/reports/${report.id}/consents`, { item: items[1], agency: 'WMP-CLTF', statement: 'By telephone' }); // prettier-ignore
    const shared = await room.network.as('supervisor@met.example', 'POST', `/records/${report.id}/disclosures`, {
      agency: 'WMP-CLTF', items, purpose: 'The line runs there', legalBasis: 'Policing purpose', agreement: 'CLIN-ISA-001', expires: SHARED_UNTIL,
    }); // prettier-ignore
    if (shared.status !== 201) throw new Error(shared.text);
  }, LONG);

  test(
    'from the shared report to the answer: two people of the owner, one word to the asker',
    async () => {
      const asker = await as('analyst@wmp.example');
      await asker.open('/permissions');
      expect(await asker.text()).toContain('No requests for permission yet');
      await asker.open(`/reports/${report.id}`);
      expect(await asker.text()).toMatch(/You cannot [^.]*act on it[^.]*without asking its originator first/);
      expect(await asker.text()).toContain('act on it: it may be combined and corroborated, and no action taken');
      await asker.open(`/records/${report.id}/permissions`);
      expect(await asker.text()).toContain('Your agency has not asked');
      await asker.follow('Ask the originator');
      await asker.press('Ask Metropolitan Police County Lines Task Force');
      expect(await asker.text()).toContain('Choose at least one item');
      expect(await asker.text()).toContain('Nothing has been saved');
      await asker.open(`/records/${report.id}/permission-request?item=${report.itemIds[1]}`);
      await asker.check('Act on it');
      await asker.fill('For which purpose?', 'Stop the car before it leaves');
      await asker.press('Ask Metropolitan Police County Lines Task Force');
      expect(await asker.text()).toMatch(/Request sent[^]*Answer due in \d+ (days|hours)/);
      const at = asker.path;

      const supervisor = await as('supervisor@met.example');
      await supervisor.open(at);
      expect(await supervisor.text()).toContain('A source handler of your agency decides first');
      await supervisor.press('Answer');
      expect(await supervisor.page.getByLabel('Yes', { exact: true }).count()).toBe(0);
      const handler = await as('handler@met.example');
      await handler.open(at);
      await handler.press('State whether the source’s side consents');
      await handler.press('Record the statement');
      expect(await handler.text()).toContain('Choose whether the originator consents');
      await handler.check('Yes');
      await handler.fill('What was said, and how was it recorded?', 'Agreed by telephone, note 12');
      await handler.press('Record the statement');
      expect(await handler.text()).toContain('A source handler has consented');

      await supervisor.open(at);
      await supervisor.press('Answer');
      await supervisor.press('Continue');
      expect(await supervisor.text()).toContain('Choose whether permission is granted or refused');
      await supervisor.check('Yes');
      await supervisor.date('2020-01-01');
      await supervisor.press('Continue');
      expect(await supervisor.text()).toContain('Give a date in the future');
      await supervisor.date(`${NEXT_YEAR}-06-30`);
      await supervisor.fill('Conditions (optional)', 'Uniformed officers only');
      await supervisor.press('Continue');
      expect(await supervisor.text()).toMatch(
        /You are about to give permission to West Midlands[^]*people at West Midlands/,
      );
      await supervisor.press('Change the answer');
      expect(await supervisor.page.getByLabel('Conditions (optional)').inputValue()).toBe('Uniformed officers only');
      await supervisor.press('Continue');
      await supervisor.press('Give permission');
      expect(await supervisor.text()).toContain('Permission given');

      await asker.open(at);
      const told = await asker.text();
      expect(told).toContain('Uniformed officers only');
      expect(told).not.toMatch(/handler|note 12/);
      await asker.open(`/reports/${report.id}`);
      expect(await asker.text()).toMatch(new RegExp(`act on it, Uniformed officers only, until 30 June ${NEXT_YEAR}`));
      await asker.page.emulateMedia({ media: 'print' });
      expect(await asker.text()).toContain('Printed without the originator’s permission');
      await asker.page.emulateMedia({ media: 'screen' });
      expect(await asker.text()).not.toContain('Printed without');
      await supervisor.open(`/reports/${report.id}`);
      expect(await supervisor.text()).toMatch(/Permission given to West Midlands/);
      await supervisor.open(`${at}/withdrawal`);
      await supervisor.press('Take the permission back');
      expect(await supervisor.text()).toContain('Say why the permission is taken back');
      await supervisor.fill('Why?', 'The operation is over');
      await supervisor.press('Take the permission back');
      await asker.open(at);
      expect(await asker.text()).toMatch(/Taken back by the originator[^]*The operation is over/);
    },
    LONG,
  );

  test(
    'onward: the owner shares it by a disclosure filled in from the request',
    async () => {
      const id = await request({
        items: [report.itemIds[0]],
        use: 'share',
        to: 'MER-CLTF',
        purpose: 'The car goes there',
        urgent: true,
      });
      await room.network.as('lead@met.example', 'POST', `/permission-requests/${id}/answer`, { decision: 'granted', conditions: 'For the team', until: `${NEXT_YEAR}-03-31` }); // prettier-ignore
      const owner = await as('supervisor@met.example');
      await owner.open(`/permissions/${id}`);
      await owner.press('Share it with Merseyside Police County Lines Task Force');
      expect(await owner.page.getByLabel('For which purpose?').inputValue()).toBe('The car goes there');
      expect(await owner.page.getByLabel('Agency', { exact: true }).inputValue()).toBe('MER-CLTF');
      await owner.date(`${NEXT_YEAR}-03-31`);
      await owner.press('Continue');
      await owner.press('Share with 1 agency');
      expect(await owner.text()).toContain('Report shared');
      const asker = await as('analyst@wmp.example');
      await asker.open(`/permissions/${id}`);
      expect(await asker.text()).toMatch(/Shared by its owner\s+\d+ /);
      expect(await asker.text()).not.toContain('Not yet');
    },
    LONG,
  );

  test(
    'lists both directions and says what is late in words, at 320 px too',
    async () => {
      const late = await request({ use: 'copy' });
      await room.network.server.admin.query(
        `UPDATE sharing.permission_request SET asked_at = now() - interval '4 days', remind_at = now() - interval '3 days',
           due_at = now() - interval '2 days 1 hour', escalated_at = now() WHERE id = $1`,
        [late],
      );
      const fresh = await request({ use: 'export' });
      const owner = await as('supervisor@met.example', 320);
      for (const path of [
        '/permissions',
        '/permissions?direction=asked-of-us&state=overdue',
        `/records/${report.id}/permissions`,
        `/permissions/${late}`,
      ]) {
        await owner.open(path);
        expect(await owner.text()).toContain('Overdue by 2 days');
      }
      await owner.open(`/permissions/${fresh}/answer`);
      expect(await owner.text()).toContain('decides first');
      await owner.open('/permissions?direction=asked-by-us');
      expect(await owner.text()).toContain('No requests match these filters');
      expect(await owner.open('/permissions?state=nonsense')).toBe(422);
      expect(await owner.text()).toContain('No requests are shown until the filters are corrected');
      const asker = await as('analyst@wmp.example', 320);
      for (const path of [
        `/reports/${report.id}`,
        `/records/${report.id}/permission-request`,
        `/permissions/${fresh}`,
        `/permissions/${fresh}/withdrawal`,
      ])
        expect(await asker.open(path)).toBe(200);
      await asker.press('Withdraw this request');
      expect(await asker.text()).toContain('Request withdrawn');
      expect(await asker.open(`/permissions/${fresh}/withdrawal`)).toBe(409);
      expect(await asker.open(`/permissions/${late}/answer`)).toBe(403);
      expect(await (await as('supervisor@wmp.example')).open(`/permissions/${late}/answer`)).toBe(404);
    },
    LONG,
  );
});
