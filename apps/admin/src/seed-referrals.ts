import 'reflect-metadata';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccessModule } from '@clin/access';
import { IdentityModule } from '@clin/identity';
import { IntelligenceModule } from '@clin/intelligence';
import { Config, PlatformModule } from '@clin/platform';
import { MoveReferral, ReferralsModule, SaveReferral, SendReferral } from '@clin/referrals';
import { People } from './people.js';

type Step = [who: string, action: Parameters<MoveReferral['execute']>[2], input: Record<string, unknown>];

interface Demo {
  key: string;
  by: string;
  draft: Record<string, unknown>;
  /** Absent: it stays a draft. */
  steps?: Step[];
}

const CENTRE = 'coordinator@nclcc.example';
const WALES = 'contact@northwales.example';
const BASIS = 'Data Protection Act 2018 part 3; policing purpose at common law';
const NETWORK = {
  agreement: 'CLIN-ISA-001',
  legalBasis: BASIS,
  purpose: 'Preventing county lines offending, and protecting those exploited',
};
const PARTNERS = {
  agreement: 'CLIN-ISA-002',
  legalBasis: BASIS,
  purpose: 'Telling the force of an area about county lines activity in it',
};

/** Days from today, as 2026-10-12. */
const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

/** A handful between demonstration agencies, each at another point of its life. Synthetic, every word. */
const demos = (): Demo[] => [
  { key: 'rico', by: CENTRE, draft: { kind: 'line', receiver: 'ESX', title: 'Line ‘Rico’ has no lead force', text: 'The line advertises in four eastern and south-eastern forces and none of them leads it. Please take the lead, or say who should.', fields: { lineName: 'Rico', dealNumber: '+44 7700 900555', exportedFrom: 'Not established, probably London', importedTo: 'Norfolk, Suffolk, Essex and Kent', escalateOn: day(30) }, ...PARTNERS }, steps: [] },
  { key: 'lantern', by: 'lead@met.example', draft: { kind: 'line', receiver: 'NWP', title: 'Lantern line sells in Bangor', text: 'Most contacts of the new number are in Gwynedd. Please tell us what you see there.', fields: { lineName: 'Lantern', dealNumber: '+44 7700 900417', exportedFrom: 'Croydon', importedTo: 'Bangor' }, ...PARTNERS }, steps: [[WALES, 'acknowledge', {}], [WALES, 'accept', { text: 'Divisional intelligence desk, 07700 900640' }], [WALES, 'progress', { text: 'Two visits were made; the number is known to our neighbourhood team.' }]] },
  { key: 'accounts', by: 'supervisor@wmp.example', draft: { kind: 'research', receiver: 'SMH', title: 'Accounts that advertise ‘Mikey B’', text: 'Young people in Telford are sent adverts for the line. Which open accounts carry them?', fields: { question: 'Which public accounts advertise the line, and since when?', concern: 'Exploitation of children', authority: 'None needed: one look at open pages', neededBy: day(10) }, ...NETWORK }, steps: [['officer@smh.example', 'acknowledge', {}], ['officer@smh.example', 'ask', { text: 'Do you have a handle or a number to begin with?' }]] },
  { key: 'child-c', by: 'lead@wmp.example', draft: { kind: 'safeguarding', receiver: 'NCLCC', title: 'Missing 15-year-old found in Hereford', text: 'Found with drugs and a phone linked to ‘Mikey B’. Victim first. Please find out whether other forces know the child.', fields: { subject: 'child', person: 'Child C', age: '15', exploitation: 'criminal', authorityContact: 'Children’s services duty desk, 07700 900321', authorityInformedOn: day(-1), nrmReference: 'NRM/2026/0117', nrmReferredOn: day(-1) }, ...NETWORK }, steps: [[CENTRE, 'acknowledge', {}], [CENTRE, 'accept', { text: 'Safeguarding desk, 07700 900700' }], [CENTRE, 'outcome', { result: 'already-known', text: 'Kent knows the child and has a plan. The desk has put both in touch.' }]] },
  { key: 'video', by: 'lead@mer.example', draft: { kind: 'platform', receiver: 'SMH', title: 'Video with a weapon and a named rival', text: 'Please ask the platform to remove it.', fields: { platform: 'Example Video', address: 'https://video.example/watch/42', ground: 'terms', threat: 'A bladed weapon is shown beside a rival’s name and school.', reviewedBy: 'Detective sergeant, digital desk' }, ...NETWORK }, steps: [['officer@smh.example', 'acknowledge', {}], ['officer@smh.example', 'reject', { text: 'The content was gone when we looked. Nothing is left to refer.' }]] },
  { key: 'draft', by: CENTRE, draft: { kind: 'line', receiver: 'NWP', title: 'Numbers that moved in October', text: 'To be completed.', fields: { lineName: 'Not known' }, ...PARTNERS } },
]; // prettier-ignore

@Module({})
class SeedModule {
  public static of(config: Config): DynamicModule {
    return {
      module: SeedModule,
      imports: [PlatformModule.forRoot(config), AccessModule, IdentityModule, IntelligenceModule, ReferralsModule],
    };
  }
}

/** Sent and answered through the same verbs as people use, signed in as them, each step under a key of its own: seeding again changes nothing. */
export async function seedReferrals(config: Config, password: string): Promise<number> {
  const app = await NestFactory.createApplicationContext(SeedModule.of(config), {
    logger: ['error'],
    abortOnError: false,
  });
  try {
    const people = new People(app, password);
    const all = demos();
    for (const demo of all) await walk(app, people, demo);
    return all.length;
  } finally {
    await app.close();
  }
}

async function walk(app: INestApplicationContext, people: People, { key, by, draft, steps }: Demo): Promise<void> {
  const as = (email: string, step: string) => people.actor(email, `referral ${key} ${step}`);
  const made = await app.get(SaveReferral).begin(await as(by, 'draft'), { ...draft, expires: day(365) });
  if (!steps) return;
  let { version } = await app.get(SendReferral).send(await as(by, 'send'), made.id, { version: made.version });
  for (const [at, [who, action, input]] of steps.entries())
    ({ version } = await app
      .get(MoveReferral)
      .execute(await as(who, `${at} ${action}`), made.id, action, { version, ...input }));
}
