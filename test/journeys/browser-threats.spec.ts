import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';
import { log } from './browser-log-report.js';
import type { Person } from './browser-person.js';
import { WorkerTurn } from './a-worker-turn.js';

const LONG = 240_000;
const [AUTHOR, CHIEF, LEAD] = ['analyst@mer.example', 'supervisor@mer.example', 'lead@mer.example'];
const banner = (person: Person) =>
  person.page.getByRole('alert').filter({ hasText: 'Threat to life: telephone first' });

/** The scenario mer-ttl as its roles: an alert on every page, telephone first, one named supervisor, a clock, a log, a hand-over. */
describeWith('chromium')('a threat to life in a browser', () => {
  const room = aBrowserRoom();
  const { as } = room;

  test(
    'mer-ttl: interrupts every page without scripts until a supervisor accepts, and is decided, handed over and ended',
    async () => {
      const author = await as(AUTHOR);
      await log(author, 'mer-ttl');
      await author.press('Submit for assessment');
      expect(await banner(author).count()).toBe(0);
      expect(await author.open('/threats')).toBe(403);

      const lead = await as(LEAD);
      const supervisor = await as(CHIEF, { width: 320 });
      for (const path of ['/reports', '/cases', '/notifications/choices', '/']) {
        await supervisor.open(path);
        const text = await banner(supervisor).innerText();
        expect(text).toMatch(/IR-[\w-]+: accept it Nobody has accepted it since/);
        expect(text).not.toMatch(/Kayden|shoot|Walton/);
      }
      await supervisor.follow(/^IR-[\w-]+: accept it$/);
      const path = supervisor.path;
      const text = await supervisor.text();
      for (const part of ['Not accepted yet', 'Accept by', 'Control room', '+44 7700 900101', 'Never name or describe a source', 'Open it for who is at risk', 'Accept below']) expect(text).toContain(part); // prettier-ignore
      await supervisor.press('Accept this threat to life');
      expect(await supervisor.text()).toContain('Telephone first, and say whom you reached and when.');
      await lead.open(path);
      await supervisor.fill('Whom did you reach by telephone, and when?', 'Control room, 22:20');
      await supervisor.press('Accept this threat to life');
      expect(await supervisor.text()).toContain('You have accepted this threat to life, and hold it now');
      // Whoever holds it still telephones: the numbers stay, and only what is done is not said any more.
      expect(await supervisor.text()).toMatch(/Telephone first[^]*Duty inspector: \+44 7700 900102[^]*NCLCC duty desk/);
      expect(await supervisor.text()).not.toContain('Accept below');
      expect(await banner(supervisor).count()).toBe(0);

      // The lead read the page before, and comes second.
      await lead.fill('Whom did you reach by telephone, and when?', 'Duty inspector, 22:21');
      await lead.press('Accept this threat to life');
      expect(await lead.text()).toMatch(/This was accepted already, by .+ Nothing was changed/);
      await lead.open('/reports');
      expect(await banner(lead).count()).toBe(0);

      await supervisor.fill('What was decided?', 'x'.repeat(2001));
      await supervisor.press('Log decision');
      expect(await supervisor.text()).toMatch(
        /“What was decided\?” must be 2,000 characters or fewer\.[^]*Give the reason\./,
      );
      await supervisor.fill('What was decided?', 'Warn him in person tonight');
      await supervisor.fill('Why?', 'The threat is credible');
      await supervisor.fill('What was considered and not done, and why? (optional)', 'Waiting for the morning');
      await supervisor.press('Log decision');
      expect(await supervisor.text()).toMatch(/Decision: Warn him in person tonight[^]*Because: The threat is credible[^]*Not done: Waiting/); // prettier-ignore

      // What stands above another button comes back with the refusal.
      await supervisor.fill('What was decided?', 'Half a thought');
      await supervisor.fill('What came of it?', 'Not known yet');
      await supervisor.press('Hand over');
      expect(await supervisor.text()).toContain('Choose somebody of the list.');
      const kept = ['What was decided?', 'What came of it?'].map((label) =>
        supervisor.page.getByLabel(label).inputValue(),
      );
      expect(await Promise.all(kept)).toEqual(['Half a thought', 'Not known yet']);
      // And after an act that was done: with a place of its own as long as there is one, and otherwise to be copied.
      await supervisor.fill('What was decided?', 'Officers stay outside');
      await supervisor.fill('Why?', 'He may be followed');
      await supervisor.press('Log decision');
      expect(await supervisor.text()).toMatch(/Decision logged[^]*not sent yet[^]*Decision: Officers stay outside/);
      const [decided, came] = ['What was decided?', 'What came of it?'].map((label) =>
        supervisor.page.getByLabel(label),
      );
      expect([await decided!.inputValue(), await came!.inputValue()]).toEqual(['', 'Not known yet']);
      // Its answer loaded anew sends it again, and logs nothing twice.
      await supervisor.page.reload();
      await supervisor.look();
      expect((await supervisor.text()).match(/Decision: Officers stay outside/g)).toHaveLength(1);
      expect(await came!.inputValue()).toBe('Not known yet');
      await supervisor.fill('What was decided?', 'Half a thought');
      await supervisor.page.getByLabel('To whom?').selectOption({ index: 1 });
      await supervisor.fill('Why, and what is still to be done?', 'End of shift: the warning is to be given');
      await supervisor.press('Hand over');
      expect(await supervisor.text()).toContain('ends it. To end it yourself, have it handed over to you first.');
      expect(await supervisor.text()).toMatch(/Handed over[^]*Not sent\.[^]*What came of it\?[^]*Not known yet/);
      expect(await decided!.inputValue()).toBe('Half a thought');

      await lead.open(path);
      await lead.check('The person is protected, or the threat has passed');
      await lead.fill('What came of it?', 'He is with family out of the area.');
      await lead.fill('What was decided?', 'To tell his mother');
      await lead.press('End this threat to life');
      expect(await lead.text()).toMatch(/Not sent\.[^]*What was decided\?[^]*To tell his mother/);
      expect(await lead.text()).toMatch(/This threat to life has ended[^]*Ended[^]*The person is protected/);
      await lead.open('/threats');
      expect(await lead.text()).toMatch(/Ended[^]*IR-/);
    },
    LONG,
  );

  test(
    'with scripts it comes to a page that is open, and goes when a colleague accepts',
    async () => {
      const worker = new WorkerTurn(room.network);
      try {
        const supervisor = await as(CHIEF, { scripts: true });
        await supervisor.open('/reports');
        const place = supervisor.page.locator('[data-interruption]');
        expect(await place.innerText()).toBe('');
        await room.network.submitted('mer-ttl');
        await worker.tells();
        await place.getByRole('link').waitFor();
        expect(await place.innerText()).toMatch(/Threat to life: telephone first[^]*Nobody has accepted it since/);
        const { body } = await room.network.as(LEAD, 'GET', '/threats/waiting');
        const [{ href }] = body['items'] as [{ href: string }];
        await room.network.as(LEAD, 'POST', `${href}/acceptance`, { telephoned: 'Control room' });
        // Whoever raised it has no page of alerts, and need not ask whether somebody has it.
        expect(await worker.tells()).toContain(`${AUTHOR} threat-raised-accepted`);
        await place.getByRole('link').waitFor({ state: 'detached' });
        expect(await place.innerText()).toBe('');
      } finally {
        await worker.end();
      }
    },
    LONG,
  );
});
