import type { Person } from './browser-person.js';

export interface Referred {
  who: 'adult' | 'child';
  receiver: string;
  title: string;
  asks: string;
  person: string;
  age: string;
  /** Day of the NRM referral, and of a child the day on which the local authority was informed. */
  day: string;
}

async function date(person: Person, name: string, iso: string): Promise<void> {
  for (const [at, part] of ['year', 'month', 'day'].entries())
    await person.page.locator(`[name="fields[${name}][${part}]"]`).fill(String(Number(iso.split('-')[at])));
}

/** From the page of a report that says who is at risk: begun, refused while what the law asks is missing, and sent. Answers the referral's path. */
export async function refer(sender: Person, report: string, one: Referred): Promise<string> {
  await sender.open(report);
  const reference = /IR-[\w-]+/.exec(await sender.text())![0];
  await sender.follow(`Refer the ${one.who}`);
  expect(await sender.page.getByLabel('Safeguarding', { exact: true }).isChecked()).toBe(true);
  await sender.choose('To which agency?', one.receiver);
  await sender.press('Continue');
  expect(await sender.text()).toContain(`${reference}: `);
  await sender.fill('Title', one.title);
  await sender.fill('What do you ask, and why?', one.asks);
  await sender.fill('Person', one.person);
  await sender.fill('Age, or estimated age', one.age);
  await sender.check('Criminal');
  await sender.press('Continue');
  expect(await sender.text()).toContain('The draft is saved as it is. Nothing was sent.');
  expect(await sender.text()).toContain('Give the reference of the NRM referral or of the notification.');
  if (one.who === 'child') {
    expect(await sender.text()).toContain('Inform the child’s local authority first, and give the day.');
    await sender.fill('Contact at the local authority', 'Children’s services duty desk, 07700 900321');
    await date(sender, 'authorityInformedOn', one.day);
  } else {
    expect(await sender.text()).toContain('For an adult, choose consent or the duty to notify.');
    await sender.check('The adult consents');
  }
  await sender.fill('First responder’s NRM reference', 'NRM/2026/0117');
  await date(sender, 'nrmReferredOn', one.day);
  await sender.press('Continue');
  expect(await sender.text()).toMatch(/You are about to send RF-[\w-]+ to [^]*\(\d+ (?:person|people)\)/);
  expect(await sender.text()).toContain(`1 item of ${reference}`);
  await sender.press('Send');
  expect(await sender.text()).toContain('Referral sent');
  return sender.path;
}

/** From the notification to the outcome, with a note that stays at home. */
export async function answer(
  receiver: Person,
  referral: string,
  { lead, outcome }: { lead: string; outcome: string },
): Promise<void> {
  await receiver.open('/notifications');
  await receiver.follow(/^An urgent referral was sent to your organisation/);
  expect(receiver.path).toBe(referral);
  await receiver.press('Acknowledge');
  await receiver.press('Acknowledge');
  await receiver.press('Accept');
  await receiver.fill('Who leads it now?', lead);
  await receiver.press('Accept');
  await receiver.open(`${referral}/steps/progress`);
  await receiver.fill('What was done?', 'For our eyes: who goes there');
  await receiver.check('My agency only');
  await receiver.press('Add progress');
  await receiver.press('Give the outcome');
  await receiver.check('Protective steps were taken');
  await receiver.fill('What came of it?', outcome);
  await receiver.press('Give the outcome');
  expect(await receiver.text()).toContain('Outcome given');
}
