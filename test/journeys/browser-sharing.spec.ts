import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';
import type { Person } from './browser-person.js';

const LONG = 240_000;
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What was shared, by both sides, without scripts: conditions, extension, receipt, recall; each page looked at by axe at two widths. */
describeWith('chromium')('the pages of sharing', () => {
  const room = aBrowserRoom();
  const as = (email: string, width?: number): Promise<Person> => room.as(email, width ? { width } : {});

  const shared = async (change: object = {}): Promise<{ id: string; disclosure: string; reference: string }> => {
    const made = await room.network.disseminated('met-lantern-line');
    const id = made['id'] as string;
    const reply = await room.network.as('supervisor@met.example', 'POST', `/records/${id}/disclosures`, {
      agency: 'WMP-CLTF',
      items: (made['itemIds'] as string[]).slice(0, 1),
      purpose: 'Find who tops up the phone in Birmingham',
      legalBasis: 'Policing purpose',
      agreement: 'CLIN-ISA-001',
      conditions: 'Do not approach the address before Operation Lantern ends.',
      expires: inDays(20),
      ...change,
    });
    expect(reply.status).toBe(201);
    return { id, disclosure: reply.body['id'] as string, reference: made['reference'] as string };
  };

  it.each([[1200], [320]])(
    'walk a disclosure from its conditions to its recall at %i px',
    async (width) => {
      const { id, reference } = await shared();
      const reader = await as('analyst@wmp.example', width);
      await reader.open('/shared/with-us');
      expect(await reader.text()).toContain('Conditions to accept');
      await reader.open(`/reports/${id}`);
      const before = await reader.text();
      expect(before).toContain('Do not approach the address');
      expect(before).not.toContain('07700');
      await reader.press('Accept these conditions');
      expect(reader.path).toBe(`/reports/${id}`);
      expect(await reader.text()).toContain('07700');
      await reader.open('/shared/with-us');
      await reader.page
        .getByRole('link', { name: new RegExp(`Receipt of ${reference}`) })
        .first()
        .click();
      await reader.look();
      expect(await reader.text()).toMatch(/[0-9a-f]{64} {2}record/);

      const owner = await as('lead@met.example', width);
      await owner.open('/shared/by-us');
      expect(await owner.page.getByRole('region', { name: 'Ending within 28 days' }).count()).toBe(1);
      // From the record too, for whoever may extend it: an analyst of the owner is not led there.
      const extend = /^Extend the disclosure to West Midlands/;
      const colleague = await as('analyst@met.example', width);
      await colleague.open(`/reports/${id}`);
      expect(await colleague.page.getByRole('link', { name: extend }).count()).toBe(0);
      await owner.open(`/reports/${id}`);
      await owner.follow(extend);
      expect(owner.path).toMatch(/^\/shared\/[0-9a-f-]{36}\/extension$/);
      await owner.open('/shared/by-us');
      await owner.page
        .getByRole('link', { name: new RegExp(`Extend ${reference}`) })
        .first()
        .click();
      await owner.look();
      await owner.fill('Why is it still needed?', 'The warrant is in spring');
      await owner.press('Share for longer');
      expect(await owner.text()).toContain('Give the date until which it is shared');
      await owner.date(inDays(120));
      await owner.press('Share for longer');
      expect(await owner.text()).toContain('Disclosure extended');
      expect(await owner.page.getByRole('region', { name: 'Ending within 28 days' }).count()).toBe(0);
      await owner.page
        .getByRole('link', { name: new RegExp(`Revoke ${reference}`) })
        .first()
        .click();
      await owner.look();
      await owner.fill('Why is it revoked?', 'The source is at risk');
      await owner.press('Revoke this disclosure');
      expect(await owner.open('/shared/by-us?state=ended')).toBe(200);
      expect(await owner.text()).toContain('Revoked');

      expect(await reader.open(`/reports/${id}`)).toBe(404);
      await reader.open('/shared/notices');
      const notice = await reader.text();
      expect(notice).toContain(reference);
      expect(notice).toContain('Stop using it and remove copies');
      expect(notice).not.toContain('source is at risk');
      for (const path of ['/shared/by-us', '/shared/with-us?agency=ESX', '/shared/with-us?cursor=nonsense'])
        await reader.open(path);
      const stranger = await as('analyst@mer.example', width);
      await stranger.open('/shared/notices');
      expect(await stranger.text()).toContain('No notices');
    },
    LONG,
  );

  it.each([[1200], [320]])(
    'correct and withdraw what was shared at %i px',
    async (width) => {
      const { id, reference } = await shared({ conditions: '' });
      const author = await as('analyst@met.example', width);
      await author.open(`/reports/${id}`);
      await author.open(`/reports/${id}/correction`);
      await author.press('Propose this correction');
      expect(await author.text()).toContain('Say what was wrong and why');
      await author.fill('What was wrong?', 'The number was read out wrongly');
      await author.fill('Sanitised text of item 1', 'The line uses another number.');
      await author.press('Propose this correction');
      expect(await author.text()).toContain('A correction waits for a decision');
      expect(await author.text()).toContain('A supervisor who did not write it decides.');
      const another = author.page.locator(`a[href="/reports/${id}/correction"]`);
      expect(await another.count()).toBe(0);
      await author.press('Withdraw this proposal');
      expect(await author.text()).toContain('Proposed correction withdrawn');
      expect(await author.text()).not.toContain('A correction waits for a decision');
      await author.open(`/reports/${id}/correction`);
      await author.fill('What was wrong?', 'The number was read out wrongly');
      await author.fill('Sanitised text of item 1', 'The line uses another number.');
      await author.press('Propose this correction');
      const supervisor = await as('supervisor@met.example', width);
      await supervisor.open(`/reports/${id}`);
      expect(await supervisor.page.getByRole('button', { name: 'Withdraw this proposal' }).count()).toBe(0);
      await supervisor.follow('Decide on it');
      expect(await supervisor.text()).toContain('The line uses another number.');
      await supervisor.page.locator('input[name=decision][value=reject]').check();
      await supervisor.press('Save the decision');
      expect(await supervisor.text()).toContain('Say why it is rejected');
      await supervisor.page.locator('input[name=decision][value=approve]').check();
      await supervisor.press('Save the decision');
      expect(await supervisor.text()).toContain('Report corrected');
      await author.open(`/reports/${id}`);
      expect(await another.count()).toBe(1);

      const reader = await as('analyst@wmp.example', width);
      await reader.open(`/reports/${id}`);
      expect(await reader.text()).toContain('The line uses another number.');
      await reader.open('/shared/notices');
      expect(await reader.text()).toContain('Changed: text.');
      await supervisor.open(`/reports/${id}/withdrawal`);
      expect(await supervisor.text()).toContain('West Midlands');
      await supervisor.press('Withdraw this report');
      expect(await supervisor.text()).toContain('Say why it is withdrawn');
      await supervisor.fill('Why is it withdrawn?', 'The witness lied');
      await supervisor.press('Withdraw this report');
      expect(await supervisor.text()).toContain('Withdrawn');
      expect(await reader.open(`/reports/${id}`)).toBe(404);
      await reader.open('/shared/notices');
      const notices = await reader.text();
      expect(notices).toContain(reference);
      expect(notices).toContain('The owner no longer stands by it');
      expect(notices).not.toContain('witness lied');
    },
    LONG,
  );

  it.each([[1200], [320]])('walk a comment to the owner and its answer at %i px', async (width) => {
    const { id } = await shared({ conditions: '' });
    const reader = await as('analyst@wmp.example', width);
    await reader.open(`/reports/${id}`);
    await reader.follow('Comments');
    expect(await reader.text()).toContain('No comments that your agency can read');
    await reader.press('Save comment');
    expect(await reader.text()).toContain('Write the comment.');
    await reader.fill('Write a comment', 'We know this phone.');
    await reader.page.getByLabel(/My agency and /).check();
    await reader.press('Save comment');
    expect(await reader.text()).toContain('We know this phone.');
    const owner = await as('supervisor@met.example', width);
    await owner.open(`/records/${id}/comments`);
    expect(await owner.text()).toContain('We know this phone.');
    await owner.fill('Write a comment', 'Not for anybody else.');
    await owner.press('Save comment');
    expect(await owner.text()).toContain('Your agency alone can read it.');
    await reader.open(`/records/${id}/comments`);
    expect(await reader.text()).not.toContain('Not for anybody else.');
  });
});
