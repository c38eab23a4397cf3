import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';
import type { Person } from './browser-person.js';

const LONG = 240_000;

/** Why, why not, who else and what if, without scripts, on a telephone's width and a desk's. */
describeWith('chromium')('the pages of explanations', () => {
  const room = aBrowserRoom();
  let id: string;
  const as = (email: string, width: number): Promise<Person> => room.as(email, { width });
  beforeAll(async () => {
    id = (await room.network.disseminated('met-lantern-line'))['id'] as string;
  });

  it.each([320, 1200])('answer an owner at %i px', async (width) => {
    const owner = await as('supervisor@met.example', width);
    await owner.open(`/reports/${id}`);
    await owner.follow('Why you see this, and who else can');
    const text = await owner.text();
    for (const words of ['Your agency owns it', 'can open it now', 'standing rule', 'Who could see it when']) expect(text).toContain(words);
    await owner.choose('Agency', 'MER-CLTF');
    await owner.choose('Role there', 'analyst');
    await owner.press('Check the agency');
    expect(await owner.text()).toContain('They cannot see it, because nothing of it is disclosed to them');
    await owner.follow('See exactly what they would get');
    expect(await owner.text()).toContain('They would be told that there is no such page');
    await owner.open(`/records/${id}/access?agency=NCLCC&role=analyst`);
    await owner.follow('See exactly what they would get');
    expect(await owner.text()).toMatch(/Simulation:[^]*Shared with you by/);
    await owner.follow('Back to who can see it');
    await owner.choose('Colleague', await someColleague(owner));
    await owner.press('Check the colleague');
    expect(await owner.text()).toMatch(/can(not)? see it/);
    await owner.date('2026-02-30');
    await owner.press('Show that day');
    expect(await owner.text()).toContain('There is a problem');
    await owner.date('2020-03-03');
    await owner.press('Show that day');
    expect(await owner.text()).toContain('Nobody: the record did not exist then.');
    expect(await owner.open(`/records/${id}/access?agency=NOWHERE&role=analyst`)).toBe(422);
    await owner.open(`/reports/${id}`);
    await owner.page.getByRole('link', { name: 'Revoke the disclosure to National' }).first().click();
    await owner.page.waitForLoadState();
    await owner.look();
    expect(await owner.text()).toMatch(/people lose sight/);
  }, LONG); // prettier-ignore

  it.each([320, 1200])('answer a recipient at %i px, of itself and the owner alone', async (width) => {
    const recipient = await as('analyst@nclcc.example', width);
    await recipient.open(`/records/${id}/access`);
    const text = await recipient.text();
    expect(text).toContain('Whom else it was shared with is the owner’s to know');
    expect(text).not.toContain('North Wales');
    expect(text).not.toContain('Check an agency');
    expect(await recipient.open(`/records/${id}/view-as?agency=MER-CLTF&role=analyst`)).toBe(404);
  }, LONG); // prettier-ignore

  it('say on the interruption card who gains sight', async () => {
    const owner = await as('supervisor@met.example', 320);
    await owner.open(`/reports/${id}/disclose`);
    await owner.choose('Agency', 'MER-CLTF');
    await owner.page.getByRole('checkbox').first().check();
    await owner.fill('For which purpose?', 'A joint inquiry');
    await owner.choose('Under which agreement?', 'CLIN-ISA-001');
    await owner.fill('Legal basis', 'Policing purpose');
    await owner.fill('Conditions (optional)', 'Tell nobody at the address');
    await owner.date('2020-01-15');
    await owner.press('Continue');
    expect(await owner.text()).toContain('Give a date in the future, at most five years ahead.');
    await owner.date(`${new Date().getUTCFullYear() + 1}-01-15`);
    await owner.press('Continue');
    expect(await owner.text()).toContain('Conditions: Tell nobody at the address');
    expect(await owner.text()).toMatch(/What changes now:[^]*people gain sight, 1 item to read/);
  }, LONG); // prettier-ignore
});

const someColleague = async ({ page }: Person): Promise<string> =>
  (await page.getByLabel('Colleague', { exact: true }).locator('option').nth(1).getAttribute('value')) ?? '';
