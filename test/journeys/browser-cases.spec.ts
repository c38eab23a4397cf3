import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';
import type { Person } from './browser-person.js';

const LONG = 240_000;
const [LEAD, ANALYST, JOINT] = ['lead@met.example', 'analyst@met.example', 'lead@wmp.example'];

/** A case and its actions as people meet them, without scripts; each look is axe, refused content and sideways scroll. */
describeWith('chromium')('cases', () => {
  const room = aBrowserRoom();

  test(
    'a lead runs one from one page: opens, decides, assesses, records, links, asks, is helped, shares and closes',
    async () => {
      const report = await room.network.disseminated('met-lantern-line');
      const lead = await room.as(LEAD);
      await lead.open('/cases');
      expect(await lead.text()).toContain('No cases');
      await lead.press('Open a case');
      // What was typed before a template is chosen stays; what a template wrote gives way to the next.
      await lead.fill('Name of the case and its operation', 'Heron');
      await lead.choose('Begin with', 'cuckooing');
      await lead.press('Use this');
      const protect = lead.page.getByLabel('Protect: strengthen against it');
      const cuckooing = await protect.inputValue();
      await lead.choose('Begin with', 'line');
      await lead.press('Open this case');
      expect(await lead.text()).toMatch(/Nothing was opened[^]*Within 5 working days: Research the number/);
      expect([cuckooing, await protect.inputValue()]).toEqual([expect.stringMatching(/./), expect.not.stringContaining(cuckooing)]); // prettier-ignore
      await lead.press('Open this case');
      expect(await lead.text()).toMatch(/There is a problem[^]*Say why the case is opened/);
      expect(await lead.page.getByLabel('Name of the case and its operation').inputValue()).toBe('Heron');
      await lead.fill('Why is it opened?', 'A line that runs north by rail');
      await lead.date('2027-06-01');
      await lead.fill('Summary', 'Two phones, three towns.');
      await lead.press('Open this case');
      expect(await lead.text()).toMatch(/Case opened[^]*Heron[^]*1 member[^]*Research the number/);
      const at = lead.path;
      const id = at.split('/').at(-1)!;

      await lead.follow('Log a decision');
      await lead.press('Log this decision');
      expect(await lead.text()).toContain('Say what was decided');
      await lead.fill('What was decided?', 'Watch the station');
      await lead.fill('Why?', 'The couriers change there');
      await lead.press('Log this decision');
      expect(await lead.text()).toMatch(/Decision logged[^]*Watch the station[^]*The couriers change there/);
      await lead.follow('Assess a risk or threat');
      await lead.fill('What could happen?', 'A courier is hurt');
      await lead.choose('How likely is it?', '3');
      await lead.choose('How bad would it be?', '5');
      await lead.fill('How is it controlled?', 'Safeguarding first');
      await lead.fill('Who looks after it?', 'DS Example');
      await lead.date('2027-03-01');
      await lead.press('Save this assessment');
      expect(await lead.text()).toMatch(/Assessment saved[^]*A courier is hurt[^]*3 × 5/);
      await lead.follow('Record a result');
      await lead.choose('What was achieved?', 'drugs');
      await lead.fill('How many, or how much?', '1.5');
      await lead.fill('Of which type?', 'Crack cocaine');
      await lead.date('2026-10-12');
      await lead.check('Yes');
      await lead.press('Record this result');
      expect(await lead.text()).toMatch(/Result recorded[^]*Crack cocaine[^]*1\.5 kg/);
      await lead.page.getByRole('link', { name: /^Strike out/ }).click();
      await lead.look();
      await lead.fill('Why?', 'Weighed twice');
      await lead.press('Strike out this result');
      expect(await lead.text()).toMatch(/Result struck out[^]*Weighed twice\s+.+ at .+, [A-Z]/);
      await lead.follow('Link a record');
      await lead.fill('Reference of the record', 'IR-7K3M-9Q2X-A');
      await lead.fill('Why does it belong to this case?', 'The same line');
      await lead.press('Link this record');
      expect(await lead.text()).toContain('Check the reference');
      await lead.fill('Reference of the record', report['reference'] as string);
      await lead.press('Link this record');
      expect(await lead.text()).toMatch(/Record linked[^]*The same line/);
      await lead.page.getByRole('link', { name: /^Copy its text/ }).click();
      await lead.look();
      await lead.page
        .getByRole('button', { name: /^Copy into the case/ })
        .first()
        .click();
      await lead.look();
      expect(await lead.text()).toContain('Copied from it, handling code');

      await lead.page.emulateMedia({ media: 'print' });
      const printed = lead.page.getByRole('link', { name: 'The whole timeline' });
      expect(await printed.evaluate((link) => getComputedStyle(link, '::after').content)).toBe('none');
      await lead.page.emulateMedia({ media: 'screen' });

      await lead.open(`/records/${report['id'] as string}/actions`);
      expect(await lead.text()).toMatch(/No actions[^]*Cases that it is linked to[^]*Heron: The same line/);
      expect(await lead.open(`${at}/timeline`)).toBe(200);
      expect(await lead.text()).toMatch(
        /Linked IR-[^]*Drugs seized: struck out[^]*Drugs seized[^]*Risk assessed[^]*Decision[^]*Case opened/,
      );

      // Two windows: the second is shown both versions, and nothing typed is lost.
      await lead.open(`${at}/edit`);
      const { version } = (await room.network.as(LEAD, 'GET', `/cases/${id}`)).body as { version: number };
      await room.network.as(LEAD, 'PATCH', `/cases/${id}`, { version, lines: 'Lantern' });
      await lead.fill('County lines', 'Lantern and Beacon');
      await lead.press('Save');
      expect(await lead.text()).toMatch(
        /Nothing of yours was saved[^]*Stored now[^]*Lantern[^]*Yours, not saved[^]*Lantern and Beacon/,
      );
      await lead.press('Save my version over it');
      expect(await lead.text()).toMatch(/Case saved[^]*Lantern and Beacon/);

      // From the record's own end: the case opens, and the link waits for its reason. What is wrong first does not lose it.
      await lead.open(`/records/${report['id'] as string}/actions`);
      await lead.press('Open a case from it');
      await lead.press('Open this case');
      await lead.fill('Name of the case and its operation', 'Bittern');
      await lead.fill('Why is it opened?', 'A second phone');
      await lead.date('2027-06-01');
      await lead.press('Open this case');
      expect(await lead.text()).toContain('Case opened');
      expect(await lead.page.getByLabel('Reference of the record').inputValue()).toBe(report['reference']);
      await lead.fill('Why does it belong to this case?', 'Its first report');
      await lead.press('Link this record');
      expect(await lead.text()).toMatch(/Record linked[^]*Bittern[^]*Its first report/);
    },
    LONG,
  );

  test(
    'actions go from hand to hand; a joint agency sees what is shared with it; nothing is closed over unfinished work',
    async () => {
      const made = (await room.network.as(LEAD, 'POST', '/cases', { name: 'Egret', reason: 'x', endsOn: '2027-06-01' }))
        .body;
      const at = `/cases/${made['id'] as string}`;
      const operation = `/operations/${made['operation'] as string}`;
      const { rows } = await room.network.server.admin.query<{ id: string; email: string; name: string }>(
        'SELECT id, email, name FROM identity.user_account',
      );
      const someone = (email: string) => rows.find((one) => one.email === email)!;
      const admit = (who: string, email: string) =>
        room.network.as(who, 'POST', `${operation}/members`, {
          user: someone(email).id,
          reason: 'x',
          endsOn: '2027-06-01',
        });
      await admit(LEAD, ANALYST);
      await room.network.as(LEAD, 'POST', `${operation}/agencies`, { agency: 'WMP-CLTF' });
      await admit(JOINT, JOINT);

      const lead = await room.as(LEAD);
      await lead.open(at);
      await lead.follow('Raise an action');
      await lead.press('Raise this action');
      expect(await lead.text()).toMatch(/There is a problem[^]*Say what is to be done/);
      // Only teams of which a member sees the case.
      const teams = await lead.page.getByLabel('Which team of your agency?').locator('option').allInnerTexts();
      expect(teams).toEqual(['Choose a team', 'Analyst', 'Task-force lead']);
      await lead.fill('What is to be done?', 'Ask for the station’s footage');
      await lead.fill('Why?', 'To see who meets whom');
      await lead.fill('What should come of it?', 'A list of times');
      await lead.check('A person');
      await lead.page.getByLabel('Which person?').selectOption({ label: someone(ANALYST).name });
      await lead.fill('Or in how many working days?', '3');
      await lead.press('Raise this action');
      expect(await lead.text()).toMatch(/Action raised[^]*Whoever is to do it has been told[^]*Not accepted yet/);
      await lead.open(at);
      expect(await lead.text()).toMatch(/0 overdue, 0 due today, 1 due later[^]*Ask for the station’s footage/);

      const analyst = await room.as(ANALYST, { width: 320 });
      await analyst.open('/');
      expect(await analyst.text()).toMatch(/Actions for you[^]*Ask for the station’s footage/);
      await analyst.follow('Ask for the station’s footage');
      await analyst.press('Accept');
      expect(await analyst.text()).toContain('Action accepted');
      const colleagues = analyst.page.getByLabel('To which colleague?').locator('option:not([value=""])');
      expect(await colleagues.allTextContents()).toEqual([someone(LEAD).name]);
      await analyst.page.locator('#completion-result').fill('Seven times, in the drive');
      await analyst.press('Mark as done');
      expect(await analyst.text()).toContain('Done, not verified');
      await analyst.open('/actions');
      for (const path of [
        at,
        `${at}/edit`,
        `${at}/add/risk`,
        '/cases',
        '/team-board',
        '/triage',
        `/records/${made['id'] as string}/actions`,
      ])
        await analyst.open(path);

      await lead.open(at);
      expect(await lead.text()).toContain('0 due later. 1 done, not verified.');
      await lead.open('/team-board');
      expect(await lead.text()).toMatch(/Overdue[^]*None\.[^]*Done, not verified \(1\)/);
      // Chosen, checked and decided without scripts.
      await lead.open('/triage');
      await lead.follow('Choose the one on this page');
      expect(await lead.page.getByLabel(/^Choose AC-/).isChecked()).toBe(true);
      await lead.follow('Choose none');
      expect(await lead.page.getByLabel(/^Choose AC-/).isChecked()).toBe(false);
      await lead.press('Check');
      expect(await lead.text()).toContain('Choose what to do with them');
      await lead.page.getByLabel(/^Choose AC-/).check();
      await lead.choose('What is to be done with them?', 'verify');
      await lead.press('Check');
      expect(await lead.text()).toMatch(/Will be done \(1\)[^]*Becomes “verified”/);
      await lead.press('Confirm');
      expect(await lead.text()).toMatch(/1 action verified[^]*Done \(1\)/);

      const joint = await room.as(JOINT);
      expect(await joint.open(at)).toBe(404);
      // The operation leads to its case whoever sees it, and says nothing of one to the others.
      await joint.open(operation);
      expect(await joint.text()).not.toMatch(/Its case|CS-/);
      await lead.open(`${at}/sharing`);
      await lead.press('Share these parts');
      expect(await lead.text()).toContain('Choose a joint agency');
      await lead.choose('Joint agency', 'WMP-CLTF');
      await lead.check('4P plan');
      await lead.fill('For which purpose?', 'Working the line together');
      await lead.fill('On which legal basis?', 'Policing purpose');
      await lead.choose('Agreement', 'CLIN-ISA-001');
      await lead.date('2027-06-01');
      await lead.press('Share these parts');
      expect(await lead.text()).toMatch(/Parts shared[^]*4P plan[^]*Shared under CLIN-ISA-001/);
      expect(await joint.open(at)).toBe(200);
      expect(await joint.text()).toMatch(/4P plan/);
      expect(await joint.text()).not.toMatch(/Decision log|Linked records|Raise an action/);
      await joint.open('/cases');
      expect(await joint.text()).toContain('Metropolitan Police County Lines Task Force');
      for (const who of [joint, analyst]) {
        await who.open(operation);
        expect(await who.text()).toContain('Metropolitan Police County Lines Task Force');
        await who.follow(`${made['reference'] as string} Egret`);
        expect(who.path).toBe(at);
      }
      await givesOn(made['id'] as string);
      // The list of what was shared leads to the page where a part is kept again.
      await lead.open('/shared/by-us');
      await lead.page
        .getByRole('link', { name: new RegExp(`^Revoke ${made['reference'] as string}`) })
        .first()
        .click();
      await lead.page.waitForLoadState();
      expect(lead.path).toBe(`${at}/sharing`);
      await lead.page.getByRole('button', { name: /^Stop sharing 4P plan/ }).click();
      await lead.look();
      expect(await lead.text()).toContain('Part no longer shared');
      expect(await joint.open(at)).toBe(404);

      await lead.open(`/records/${made['id'] as string}/action`);
      await lead.fill('What is to be done?', 'Visit the address');
      await lead.fill('Why?', 'Somebody may be held there');
      await lead.fill('What should come of it?', 'Whoever is there is safe');
      await lead.check('A team');
      await lead.page.getByLabel('Which team of your agency?').selectOption('analyst');
      await lead.date('2027-01-15');
      await lead.press('Raise this action');
      await triages(lead, someone(ANALYST).name, someone('supervisor@met.example').name);
      await lead.open(`${at}/steps/close`);
      await lead.fill('What came of it?', 'The line is closed');
      await lead.fill('Why?', 'Everybody was charged');
      await lead.press('Close this case');
      expect(await lead.text()).toMatch(/There is a problem[^]*1 action is not finished/);
      await lead.check('Leave them unfinished and close the case');
      await lead.check('Close the operation too');
      await lead.press('Close this case');
      expect(await lead.text()).toMatch(/Case closed[^]*Closed[^]*Left when the case was closed/);
      await lead.follow('Reopen');
      expect(await lead.text()).toContain('Its operation is closed, and opens again with it');
      await lead.fill('Why?', 'The number is used again');
      await lead.press('Reopen this case');
      expect(await lead.text()).toContain('Case reopened');

      // Templates are rows with days: a newer one is what the next case begins with, one that has ended is offered no more.
      await room.network.server.admin
        .query(`INSERT INTO cases.template SELECT name, current_date, NULL, position, 'Line, as of today', texts, risks, actions
        FROM cases.template WHERE name = 'line'; UPDATE cases.template SET ends_on = current_date - 1 WHERE name = 'missing-child'`);
      expect(await known(LEAD)).toEqual(['Line, as of today', 'Cuckooed address']);
      const ended = { name: 'x', reason: 'x', endsOn: '2027-06-01', template: 'missing-child' };
      expect((await room.network.as(LEAD, 'POST', '/cases', ended)).body).toMatchObject({
        status: 422,
        errors: { template: 'Choose a template, or none.' },
      });
    },
    LONG,
  );

  const known = async (who: string): Promise<string[]> => {
    const { body } = await room.network.as(who, 'GET', '/cases/templates');
    return Object.values(body).map(({ words }: { words: string }) => words);
  };

  /** A request of another agency is passed to a team there, one's own action is assigned again; only to who sees it, and both come back. */
  async function givesOn(record: string): Promise<void> {
    const ask = (who: string, path: string, body: object) => room.network.as(who, 'POST', path, body);
    const raise = async (change: object) =>
      (
        await ask(LEAD, `/records/${record}/actions`, {
          ...{ what: 'Look', why: 'x', outcomeNeeded: 'x', priority: 2, workingDays: 3 },
          ...change,
        })
      ).body['id'] as string;
    const [asked, own] = [await raise({ to: 'agency', agency: 'WMP-CLTF' }), await raise({ to: 'team', team: 'lead' })];
    const decide = async (who: string, id: string, version: number, change: object, path = '') => {
      const { body } = await ask(who, `/triage${path}`, { ...change, rows: [{ id, version }] });
      return (body['rows'] as { why: string | null }[])[0]!.why;
    };
    const give = (change: object) => ({ step: 'give', reason: 'Nearer', ...change });
    const held = async (who: string, id: string) => (await room.network.as(who, 'GET', `/actions/${id}`)).body;
    for (const path of ['/preview', ''])
      expect(await decide(JOINT, asked, 1, give({ to: 'team', team: 'analyst' }), path)).toBe('unseen');
    for (const path of ['/preview', ''])
      expect(await decide(JOINT, asked, 1, give({ to: 'team', team: 'lead' }), path)).toBeNull();
    expect(await held(JOINT, asked)).toMatchObject({
      state: 'assigned',
      assigned: { agency: 'WMP-CLTF', team: 'lead' },
    });
    expect(await decide(JOINT, asked, 2, {}, '/undo')).toBeNull();
    expect(await held(JOINT, asked)).toMatchObject({ assigned: { agency: 'WMP-CLTF', team: null } });

    const { dueOn } = await held(LEAD, own);
    await room.network.server.admin.query('UPDATE cases.action SET due_on = due_on - 60 WHERE id = $1', [own]);
    const analyst = give({ to: 'team', team: 'analyst' });
    for (const path of ['/preview', '']) expect(await decide(LEAD, own, 1, analyst, path)).toBe('late');
    for (const path of ['/preview', '']) expect(await decide(LEAD, own, 1, { ...analyst, dueOn }, path)).toBeNull();
    expect(await held(LEAD, own)).toMatchObject({ dueOn, assigned: { team: 'analyst' } });
    expect(await decide(LEAD, own, 2, {}, '/undo')).toBeNull();
    expect(await held(LEAD, own)).toMatchObject({ due: 'overdue', assigned: { team: 'lead' } });
    const past = { ...analyst, dueOn: '2026-01-01', rows: [{ id: own, version: 3 }] };
    expect((await ask(LEAD, '/triage/preview', past)).body).toMatchObject({ errors: { dueOn: expect.any(String) as string } }); // prettier-ignore
    for (const [id, version] of [
      [asked, 3],
      [own, 3],
    ] as const)
      await ask(LEAD, `/actions/${id}/withdrawal`, { version, reason: 'Not needed' });
  }

  /** What was wrong keeps what was chosen; what is given to a team is taken back, and given to a person. */
  async function triages(lead: Person, colleague: string, outsider: string): Promise<void> {
    await lead.open('/triage?waiting=team');
    await lead.choose('What is to be done with them?', 'give');
    await lead.check('A person');
    await lead.page.getByLabel('Which person?').selectOption({ label: outsider });
    await lead.fill('Why?', 'The analysts are at court');
    await lead.press('Check');
    expect(await lead.text()).toMatch(/There is a problem[^]*Choose 1 to 500 actions/);
    expect(await lead.page.getByLabel('Why?').inputValue()).toBe('The analysts are at court');
    await lead.page.getByLabel(/^Choose AC-/).check();
    await lead.fill('Why?', '');
    await lead.press('Check');
    expect(await lead.text()).toContain('Say why: one reason for all of them.');
    expect(await lead.page.getByLabel(/^Choose AC-/).isChecked()).toBe(true);
    await lead.fill('Why?', 'The analysts are at court');
    await lead.press('Check');
    expect(await lead.text()).toMatch(
      /0 actions of 1[^]*Will not be done \(1\)[^]*Whoever you chose cannot see its record/,
    );
    await lead.press('Change what you chose');
    expect(await lead.page.getByLabel(/^Choose AC-/).isChecked()).toBe(true);
    expect(await lead.page.getByLabel('Why?').inputValue()).toBe('The analysts are at court');
    await lead.check('A team');
    await lead.page.getByLabel('Which team of your agency?').selectOption('lead');
    await lead.press('Check');
    expect(await lead.text()).toMatch(/1 action of 1[^]*Waits for Task-force lead, Metropolitan[^]* to accept it/);
    await lead.press('Confirm');
    expect(await lead.text()).toMatch(/1 action given on[^]*Done \(1\)[^]*Not accepted yet, for Task-force lead/);
    await lead.press('Take back');
    expect(await lead.text()).toContain('1 action taken back');
    await lead.open('/triage?waiting=team');
    await lead.check('All that match, on every page (1)');
    await lead.choose('What is to be done with them?', 'give');
    await lead.check('A person');
    await lead.page.getByLabel('Which person?').selectOption({ label: colleague });
    await lead.fill('Why?', 'One of them is back');
    await lead.press('Check');
    await lead.press('Confirm');
    expect(await lead.text()).toContain('1 action given on');
  }
});
