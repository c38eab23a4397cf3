import pg from 'pg';
import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';
import type { Person } from './browser-person.js';

const LONG = 240_000;
const AREAS = ['E23000004', 'W15000001'];
const WHO = 'analyst@wmp.example';

/** The same draft in two windows, with scripts switched off: the page that answers shows both versions and keeps every word. */
describeWith('chromium')('a draft that is open twice, without scripts', () => {
  const room = aBrowserRoom();

  /** Both windows at the same section of a new draft with one item. */
  async function twice(section: string): Promise<[one: Person, two: Person, id: string]> {
    const { body } = await room.network.as(WHO, 'POST', '/reports', {
      title: 'As begun',
      items: [{ original: 'Old' }],
    });
    const id = body['id'] as string;
    const [one, two] = [await room.as(WHO), await room.as(WHO)];
    for (const person of [one, two]) {
      await person.open(`/reports/${id}/edit`);
      await person.follow(section === 'item' ? /^Item 1/ : 'About the report');
    }
    return [one, two, id];
  }
  const stored = async (id: string) => (await room.network.as(WHO, 'GET', `/reports/${id}`)).body;

  test(
    'shows both, and saves every field of the one that is chosen',
    async () => {
      const [one, two, id] = await twice('item');
      await one.fill('Original text', 'Written first');
      await one.press('Save and return to the task list');
      await two.fill('Original text', 'Written second,\nin two lines');
      await two.fill('Sanitised text', 'For others');
      await two.page.locator('input[name=sourceEvaluation][value="3"]').check();
      await two.page.locator('input[name=handlingCode][value=C]').check();
      await two.page.locator('input[name=actionCode][value=A2]').check();
      await two.fill('Reason (needed for source 3, assessment E or handling C)', 'Because');
      await two.fill('Source reference', 'SRC-7');
      for (const area of AREAS) await two.page.locator(`input[value="${area}"]`).check();
      await two.press('Add a person');
      const text = await two.text();
      for (const shown of ['Written first', 'Written second', 'Nothing of yours was saved', 'North Wales', 'SRC-7'])
        expect(text).toContain(shown);
      expect((await stored(id))['items'][0]).toMatchObject({ original: 'Written first', sanitised: null });
      await two.press('Save my version over it');
      expect((await stored(id))['items']).toEqual([
        expect.objectContaining({
          original: 'Written second,\nin two lines',
          sanitised: 'For others',
          sourceEvaluation: 3,
          handlingCode: 'C',
          actionCode: 'A2',
          reason: 'Because',
          hasSource: true,
          areas: expect.arrayContaining(AREAS),
        }),
      ]);
    },
    LONG,
  );

  test(
    'keeps the stored version when that is chosen, and asks again when somebody was faster twice',
    async () => {
      const [one, two, id] = await twice('report');
      await one.fill('Title', 'First');
      await one.press('Save and return to the task list');
      await two.fill('Title', 'Second');
      await two.press('Save and continue');
      expect(await two.text()).toContain('Yours, not saved');
      await one.open(`/reports/${id}/edit/report`);
      await one.fill('Title', 'Third');
      await one.press('Save and return to the task list');
      await two.press('Save my version over it');
      for (const shown of ['Third', 'Second', 'Nothing of yours was saved']) expect(await two.text()).toContain(shown);
      await two.follow('Keep the stored version and continue from it');
      expect(await two.page.getByLabel('Title', { exact: true }).inputValue()).toBe('Third');
    },
    LONG,
  );

  test(
    'overwrites nothing by way of a mistake that is corrected first',
    async () => {
      const [one, two, id] = await twice('report');
      await one.fill('Title', 'First');
      await one.press('Save and return to the task list');
      await two.fill('Title', 'Second');
      await two.date('2026-02-30');
      await two.press('Save and continue');
      expect(await two.text()).toContain('must be a real date');
      await two.date('2026-02-03');
      await two.press('Save and continue');
      for (const shown of ['First', 'Second', 'Nothing of yours was saved']) expect(await two.text()).toContain(shown);
      expect((await stored(id))['title']).toBe('First');
    },
    LONG,
  );

  test(
    'shows both of a referral too; with scripts it saves by itself, and a window that comes second leads there',
    async () => {
      const sender = 'supervisor@nclcc.example';
      const begun = { kind: 'line', receiver: 'ESX', title: 'As begun', fields: { lineName: 'Rico' } };
      const { id } = (await room.network.as(sender, 'POST', '/referrals', begun)).body;
      const [one, two] = [await room.as(sender, { scripts: true }), await room.as(sender)];
      for (const person of [one, two]) await person.open(`/referrals/${id as string}/edit`);
      await one.fill('Deal number', 'none');
      await one.page.getByLabel('Title').focus();
      await one.page.getByText(/^Not saved\. Deal number: must be a telephone number/).waitFor();
      await one.fill('Deal number', '07700 900555');
      await one.fill('Title', 'By itself');
      await one.page.getByLabel('Deal number').focus();
      await one.page.getByText(/^Saved at/).waitFor();
      const now = async () => (await room.network.as(sender, 'GET', `/referrals/${id as string}`)).body;
      expect(await now()).toMatchObject({ title: 'By itself', fields: { dealNumber: '07700 900555' } });

      await two.fill('Title', 'Second window');
      await two.page.locator('[name="fields[lineName]"]').fill('Rico or Rica');
      await two.press('Save draft');
      for (const shown of ['By itself', 'Second window', 'Rico or Rica', '07700 900555', 'Nothing of yours was saved'])
        expect(await two.text()).toContain(shown);
      expect(await two.text()).not.toContain('Essex');
      await two.press('Save my version over it');
      expect(await now()).toMatchObject({ title: 'Second window', fields: { lineName: 'Rico or Rica' } });

      await one.fill('Title', 'Too late');
      await one.page.getByLabel('Deal number').focus();
      await one.page.getByRole('link', { name: 'See both versions' }).click();
      await one.page.getByRole('button', { name: 'Save my version over it' }).waitFor();
      expect(await one.text()).toMatch(/Second window[^]*Too late/);
    },
    LONG,
  );

  test(
    'keeps what is typed about a case that is not opened yet, for whoever types it alone',
    async () => {
      const [lead, other] = ['lead@met.example', 'lead@mer.example'];
      const [one, two] = [await room.as(lead, { scripts: true }), await room.as(lead)];
      for (const person of [one, two]) await person.open('/cases/new');
      await one.fill('Name of the case and its operation', 'Heron');
      await one.fill('Summary', 'Two phones, three towns.');
      await one.page.getByLabel('People', { exact: true }).focus();
      await one.page.getByText(/^Saved at/).waitFor();
      await one.open('/cases/new');
      expect(await one.text()).toContain('This is what you typed until');
      expect(await one.page.getByLabel('Summary').inputValue()).toBe('Two phones, three towns.');
      const beside = await room.as(other);
      await beside.open('/cases/new');
      expect(await beside.text()).not.toContain('what you typed');
      expect([await draftsSeenBy(lead), await draftsSeenBy(other)]).toEqual([1, 0]);

      await two.fill('Name of the case and its operation', 'Egret');
      await two.fill('Why is it opened?', 'A second line');
      await two.date('2027-06-01');
      await two.press('Open this case');
      expect(await two.text()).toMatch(
        /Kept now[^]*Heron[^]*Two phones, three towns[^]*Yours, not kept[^]*Egret[^]*1 June 2027/,
      );
      await two.press('Continue with my version');
      expect(await two.page.getByLabel('Why is it opened?').inputValue()).toBe('A second line');
      await two.press('Open this case');
      expect(await two.text()).toMatch(/Case opened[^]*Egret/);
      expect(await draftsSeenBy(lead)).toBe(0);

      // The first window comes too late: it is told, keeps its words and opens nothing by itself.
      await one.fill('Summary', 'Two phones, four towns.');
      await one.page.getByLabel('People', { exact: true }).focus();
      await one.page.getByRole('link', { name: 'See both versions' }).click();
      await one.page.getByText('Nothing was opened.').waitFor();
      expect(await one.page.getByLabel('Summary').inputValue()).toBe('Two phones, four towns.');
      await one.fill('Summary', 'Two phones, five towns.');
      await one.page.getByLabel('People', { exact: true }).focus();
      await one.page.getByText(/^Saved at/).waitFor();
      await one.open('/cases/new?template=line');
      expect(await one.text()).toContain('What you typed about another case until');
      await one.press('Throw it away');
      expect(await one.text()).toContain('Draft thrown away');
      expect(await draftsSeenBy(lead)).toBe(0);
    },
    LONG,
  );

  /** By the second wall alone: arbitrary SQL as that person. */
  async function draftsSeenBy(email: string): Promise<number> {
    const client = new pg.Client(room.network.server.database.requestUrl);
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT set_config('ctx.token', $1, true)", [await room.network.token(email)]);
      return (await client.query('SELECT 1 FROM cases.case_draft')).rowCount ?? 0;
    } finally {
      await client.end();
    }
  }
});
