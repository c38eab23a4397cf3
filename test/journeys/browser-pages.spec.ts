import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';
import { scenario } from './a-network.js';

const LONG = 240_000;

/** Pages one by one, on a telephone's width where a person might hold one; each look is axe, refused content and sideways scroll. */
describeWith('chromium')('the pages of reports', () => {
  const room = aBrowserRoom();

  const { as } = room;
  const draftOf = async (who: string): Promise<string> => {
    const { body } = await room.network.as(who, 'POST', '/reports', { title: 'A draft', items: [{}] });
    return `/reports/${body['id'] as string}`;
  };

  test(
    'fit 320 px and pass axe, every one of them',
    async () => {
      const id = (await room.network.disseminated('met-lantern-line'))['id'] as string;
      const waiting = (await room.network.submitted('met-source-exposed'))['id'] as string;
      const assessed = (await room.network.submitted('mps-number-change'))['id'] as string;
      await room.network.step('supervisor@met.example', assessed, 'assessment', { version: 2 });
      const draft = await draftOf('analyst@met.example');
      const author = await as('analyst@met.example', { width: 320 });
      await author.open(`${draft}/edit`);
      const item = await author.page.locator('a[href*="/edit/item-"]').first().getAttribute('href');
      const sections = ['report', 'areas', 'safety'].map((section) => `${draft}/edit/${section}`);
      sections.push(`${item}?people=new`, `${item}/removal`);
      for (const path of [
        '/',
        '/reports',
        '/reports?grade=1A&from=31%2F13%2F2026',
        '/reports/new',
        `${draft}/edit`,
        ...sections,
        `${draft}/check`,
        `/reports/${id}`,
      ])
        await author.open(path);
      const supervisor = await as('supervisor@met.example', { width: 320 });
      const theirs = [
        `/reports/${waiting}`,
        `/reports/${waiting}/assess`,
        `/reports/${waiting}/return`,
        `/reports/${assessed}/disseminate`,
        `/reports/${id}/disclose`,
        `/reports/${id}/close`,
      ];
      for (const path of theirs) await supervisor.open(path);
      expect(await supervisor.open(`/reports/${waiting}/disseminate`)).toBe(409);
      await supervisor.open(`/reports/${assessed}/disseminate`);
      await supervisor.press('Add an agency');
      await supervisor.fill('For which purpose?', 'Co-ordination');
      await supervisor.press('Continue');
      expect(await supervisor.text()).toContain('Choose an agency');
      expect(await supervisor.text()).toContain('Choose at least one item.');
      // A row that nobody has filled in is asked about by its number, and nothing of the others is lost.
      await supervisor.press('Add an agency');
      await supervisor.press('Continue');
      expect(await supervisor.text()).toMatch(
        /There is a problem[^]*Agency 2 is not filled in: choose an agency, or remove it\./,
      );
      const purposes = supervisor.page.getByLabel('For which purpose?');
      expect([await purposes.first().inputValue(), await purposes.count()]).toEqual(['Co-ordination', 2]);
      await supervisor.press('Remove agency 2');
      expect([await purposes.first().inputValue(), await purposes.count()]).toEqual(['Co-ordination', 1]);
      await supervisor.press('Remove agency 1');
      expect(await supervisor.text()).toContain('None chosen.');
      await supervisor.press('Continue');
      expect(await supervisor.text()).toContain('You are about to disseminate');
      const reader = await as('contact@northwales.example', { width: 320 });
      for (const path of ['/', '/reports?shared=1', `/reports/${id}`, '/reports?cursor=nonsense'])
        await reader.open(path);
    },
    LONG,
  );

  test(
    'of others: a role without records is shown what it can do',
    async () => {
      for (const email of ['auditor@network.example', 'admin@network.example', 'reader@homeoffice.example']) {
        const person = await as(email);
        await person.open('/');
        expect(await person.text()).toContain('What you can do');
        expect(await person.open('/reports')).toBe(403);
        await person.leave();
      }
    },
    LONG,
  );

  test(
    'a correction: the assessor sees who is at risk, is warned, returns it with a reason and a date, and the author finds both',
    async () => {
      const child = (await room.network.submitted('wmp-missing-child'))['id'] as string;
      const assessor = await as('supervisor@wmp.example');
      await assessor.open(`/reports/${child}/assess`);
      expect(await assessor.text()).toMatch(/Safeguarding: child[^]*People: /);
      const id = (await room.network.submitted('met-source-exposed'))['id'] as string;
      const supervisor = await as('supervisor@met.example');
      await supervisor.open(`/reports/${id}/assess`);
      expect(await supervisor.text()).toContain('reduced by ‘-’');
      await supervisor.press('Save and assess');
      expect(await supervisor.text()).toContain('Confirm that you have checked the warnings');
      expect(await supervisor.text()).not.toContain('system of the higher tier');
      await supervisor.follow('Return it to the author');
      await supervisor.date('2026-02-30');
      await supervisor.fill('What must be corrected?', 'The sanitised text still names the source’s position');
      await supervisor.press('Return to the author');
      expect(await supervisor.text()).toContain('must be a real date');
      expect(await supervisor.page.getByLabel('What must be corrected?').inputValue()).toContain('still names');
      await supervisor.date(`${new Date().getUTCFullYear() + 1}-01-15`);
      await supervisor.press('Return to the author');
      const author = await as('analyst@met.example');
      await author.open('/');
      expect(await author.text()).toMatch(
        /Returned to you[^]*still names the source’s position[^]*Correct by 15 January/,
      );
      await author.open(`/reports/${id}`);
      await author.press('Correct this report');
      await author.follow('Item 1');
      expect(await author.page.getByLabel('New source reference').inputValue()).toBe('');
      await author.fill('Sanitised text', 'A person close to Tee says drugs are kept in a car.');
      await author.press('Save and return to the task list');
      // A marking of a higher tier in free text is warned of, here and on assessment, and refused by neither.
      await author.follow('About the report');
      await author.fill('Where does the information come from?', 'A TOP SECRET debrief');
      await author.press('Save and return to the task list');
      await author.follow('Check your answers and submit');
      const warning =
        '“Where it comes from” says ‘TOP SECRET’. This service holds OFFICIAL and OFFICIAL-SENSITIVE only';
      expect(await author.text()).toContain(warning);
      await author.press('Submit for assessment');
      expect(await author.text()).toContain('Report submitted');
      await supervisor.open(`/reports/${id}/assess`);
      expect(await supervisor.text()).toContain(warning);
    },
    LONG,
  );

  test(
    'an incomplete draft: every missing field is named, leads to its page, and the draft is kept',
    async () => {
      const draft = await draftOf('analyst@mer.example');
      const author = await as('analyst@mer.example');
      await author.open(`${draft}/edit`);
      expect(await author.text()).toMatch(/Nothing recorded[^]*?Not yet started/);
      await author.open(`${draft}/edit/report`);
      await author.fill('Day', '12');
      await author.fill('Title', 'Kept title');
      await author.press('Save and continue');
      expect(await author.text()).toContain('Event date must include a month and year');
      expect(await author.page.getByLabel('Title', { exact: true }).inputValue()).toBe('Kept title');
      await author.open(`${draft}/check`);
      await author.press('Submit for assessment');
      expect(await author.text()).toContain('Your draft is kept');
      await author.follow('Item 1: Choose a handling code: P or C.');
      await author.page.locator('input[name=handlingCode][value=C]').check();
      await author.press('Add a person');
      await author.fill('Who', 'Child C');
      await author.check('Victim');
      await author.check('Suspect');
      await author.fill('Age or estimated age', 'fifteen');
      await author.press('Save and return to the task list');
      expect(await author.text()).toContain('Age must be a number');
      await author.fill('Age or estimated age', '15');
      await author.press('Save and return to the task list');
      await author.follow('Check your answers and submit');
      expect(await author.text()).toContain('Child C, suspect and victim, aged 15');
      expect(await author.text()).toMatch(/Action code\s+Not yet given/);
    },
    LONG,
  );

  test(
    'a draft that is open twice: saves itself, and shows both versions instead of overwriting',
    async () => {
      const draft = await draftOf('analyst@wmp.example');
      const [one, two] = [
        await as('analyst@wmp.example', { scripts: true }),
        await as('analyst@wmp.example', { scripts: true }),
      ];
      await one.open(`${draft}/edit/report`);
      await two.open(`${draft}/edit/report`);
      await one.fill('Title', 'Written first');
      await one.page.getByLabel('Title', { exact: true }).blur();
      await one.page.getByText(/^Saved at/).waitFor();
      await two.fill('Title', 'Written second');
      await two.page.getByLabel('Title', { exact: true }).blur();
      await two.page.getByRole('link', { name: 'See both versions' }).click();
      await two.page.getByRole('heading', { name: 'Yours, not saved' }).waitFor();
      await two.look();
      const text = await two.text();
      for (const shown of ['Written first', 'Written second', 'Nothing of yours was saved'])
        expect(text).toContain(shown);
      await two.press('Save my version over it');
      await one.open(`${draft}/edit/report`);
      expect(await one.page.getByLabel('Title', { exact: true }).inputValue()).toBe('Written second');
    },
    LONG,
  );

  test(
    'an item removed in another window: what was typed is kept and added as a new item, never written over its neighbour',
    async () => {
      const items = [{ original: 'Alpha text' }, { original: 'Beta text', sourceRef: 'SRC-BETA' }];
      const { body } = await room.network.as('analyst@wmp.example', 'POST', '/reports', { title: 'Two items', items });
      const draft = `/reports/${body['id'] as string}`;
      const [one, two] = [await as('analyst@wmp.example'), await as('analyst@wmp.example')];
      await two.open(`${draft}/edit`);
      await two.follow(/^Item 1/);
      await two.fill('Original text', 'Alpha, rewritten');
      await one.open(`${draft}/edit`);
      await one.follow(/^Item 1/);
      await one.follow(/^Remove/);
      await one.press('Remove this item');
      await two.press('Save and return to the task list');
      expect(await two.text()).toContain('This item was removed since you opened it');
      await two.look();
      await two.press('Add it as a new item');
      const { body: report } = await room.network.as('analyst@wmp.example', 'GET', draft);
      expect(
        (report['items'] as Record<string, unknown>[]).map(({ original, hasSource }) => [original, hasSource]),
      ).toEqual([
        ['Beta text', true],
        ['Alpha, rewritten', false],
      ]);
    },
    LONG,
  );

  test(
    'a report submitted in another window: what was typed stands on the page that says why it was not saved',
    async () => {
      const { title, sanitisedTitle, eventDate, provenance, areas, items, marking } = scenario('mer-golf');
      const filed = { title, sanitisedTitle, eventDate, provenance, areas, items, marking };
      const { body } = await room.network.as('analyst@mer.example', 'POST', '/reports', filed);
      const id = body['id'] as string;
      const author = await as('analyst@mer.example');
      await author.open(`/reports/${id}/edit/report`);
      await author.fill('Title', 'Typed too late');
      await room.network.step('analyst@mer.example', id, 'submission', { version: 1 });
      await author.press('Save and continue');
      for (const shown of ['This report can no longer be changed', 'Nothing of yours was saved', 'Typed too late'])
        expect(await author.text()).toContain(shown);
      await author.look();
    },
    LONG,
  );

  test(
    'a list whose filters are in the address, with a way out of each',
    async () => {
      await room.network.submitted('mer-golf');
      const author = await as('analyst@mer.example');
      await author.open('/reports');
      await author.choose('Status', 'submitted');
      await author.choose('Grade', '1A');
      await author.fill('Event from', '20/10/2026');
      await author.press('Apply filters');
      expect(author.page.url()).toMatch(/status=submitted.*grade=1A/);
      expect(await author.text()).toContain('Silver Golf');
      await author.choose('Handling', 'C');
      await author.press('Apply filters');
      expect(await author.text()).toContain('No reports match these filters');
      await author.page.getByRole('link', { name: 'Remove this filter C' }).click();
      expect(await author.text()).toContain('Silver Golf');
    },
    LONG,
  );
});
