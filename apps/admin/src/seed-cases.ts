import 'reflect-metadata';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Client } from 'pg';
import { AccessModule } from '@clin/access';
import { ActionsModule, MoveAction, RaiseAction } from '@clin/actions';
import { CasesModule, OpenCase } from '@clin/cases';
import { CaseworkModule, LinkRecord, LogEntry, ShareParts } from '@clin/casework';
import { IdentityModule } from '@clin/identity';
import { IntelligenceModule } from '@clin/intelligence';
import { FormOperation, NeedToKnowModule } from '@clin/need-to-know';
import { PlatformModule, type Actor, type Config } from '@clin/platform';
import { People } from './people.js';

const [LEAD, ANALYST, SUPERVISOR, JOINT] = ['lead@met.example', 'analyst@met.example', 'supervisor@met.example', 'lead@wmp.example']; // prettier-ignore
const [MER_LEAD, MER_ANALYST] = ['lead@mer.example', 'analyst@mer.example'];
const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

@Module({})
class SeedCasesModule {
  public static of(config: Config): DynamicModule {
    const rooms = [
      AccessModule,
      IdentityModule,
      IntelligenceModule,
      NeedToKnowModule,
      ActionsModule,
      CasesModule,
      CaseworkModule,
    ];
    return { module: SeedCasesModule, imports: [PlatformModule.forRoot(config), ...rooms] };
  }
}

/** Two synthetic cases with work in them, through the same verbs as people use. Each step has a key of its own, so that seeding again changes nothing. */
export async function seedCases(config: Config, client: Client, password: string): Promise<number> {
  const options = { logger: ['error' as const], abortOnError: false };
  const app = await NestFactory.createApplicationContext(SeedCasesModule.of(config), options);
  try {
    const [people, ids] = [new People(app, password), await idsOf(client)];
    await lantern(new Play(app, people, ids, 'lantern'), await newestReport(client));
    await mersey(new Play(app, people, ids, 'mersey'));
    return 2;
  } finally {
    await app.close();
  }
}

async function idsOf(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; email: string }>('SELECT id, email FROM identity.user_account');
  return new Map(rows.map(({ id, email }) => [email, id]));
}

/** The reference of a disseminated report of the case's owner, for it to be linked. */
async function newestReport(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ reference: string }>(
    `SELECT r.reference FROM intelligence.report r JOIN identity.agency a ON a.id = r.owner_agency_id
     WHERE a.code = 'MPS-CLTF' AND r.status = 5 AND r.compartment_id IS NULL ORDER BY r.created_at, r.id LIMIT 1`,
  );
  return rows[0]?.reference;
}

class Play {
  private steps = 0;

  public constructor(
    public readonly app: INestApplicationContext,
    private readonly people: People,
    private readonly ids: ReadonlyMap<string, string>,
    private readonly name: string,
  ) {}

  /** In the order of the play, which must not change: a step is known by its number. */
  public as(email: string): Promise<Actor> {
    this.steps += 1;
    return this.people.actor(email, `case ${this.name} ${this.steps}`);
  }

  public id(email: string): string {
    return this.ids.get(email)!;
  }

  public async admit(by: string, operation: string, email: string, reason: string): Promise<void> {
    const member = { user: this.id(email), reason, endsOn: day(365) };
    await this.app.get(FormOperation).admit(await this.as(by), operation, member);
  }
}

async function lantern(play: Play, report: string | undefined): Promise<void> {
  const { app } = play;
  const [log, raise, move] = [app.get(LogEntry), app.get(RaiseAction), app.get(MoveAction)];
  const { id, operation } = await app.get(OpenCase).execute(await play.as(LEAD), {
    name: 'Lantern (synthetic)', reason: 'A line that runs north by rail needs an operation of its own', endsOn: day(365),
    summary: 'A line sold under the name Lantern runs from London to two towns by rail. Couriers are children.', lines: 'Lantern',
    pursue: 'Identify the line holder and the phone behind the number.', prevent: 'Tell schools near both stations what grooming looks like.',
    protect: 'Visit the two addresses that neighbours named.', prepare: 'Agree with the county force who takes which arrest.',
  }); // prettier-ignore
  await play.admit(LEAD, operation, ANALYST, 'Analyses the line');
  await play.admit(LEAD, operation, SUPERVISOR, 'Assesses what comes in');
  await app.get(FormOperation).join(await play.as(LEAD), operation, { agency: 'WMP-CLTF' });
  await play.admit(JOINT, operation, JOINT, 'Leads the joint work in the West Midlands');
  await log.decision(await play.as(LEAD), id, {
    decision: 'Watch the station before any arrest', reason: 'The couriers are children, and whoever sends them is not known yet',
    refused: 'Arrest of the first courier: it would warn the line holder and leave the children unprotected',
  }); // prettier-ignore
  await log.risk(await play.as(ANALYST), id, {
    kind: 'risk', what: 'A courier is hurt when a package is lost', likelihood: 3, impact: 5, control: 'Safeguarding officers meet the trains',
    owner: 'Safeguarding sergeant (synthetic)', reviewOn: day(14),
  }); // prettier-ignore
  await log.result(await play.as(ANALYST), id, {
    kind: 'phones',
    amount: 2,
    eventDate: day(-3),
    attributable: 'yes',
    line: 'Lantern',
  });
  await log.result(await play.as(ANALYST), id, {
    kind: 'children-engaged',
    amount: 1,
    eventDate: day(-2),
    attributable: 'yes',
    line: 'Lantern',
  });
  if (report) await app.get(LinkRecord).link(await play.as(ANALYST), id, { reference: report, why: 'The same line' });
  await app.get(ShareParts).share(await play.as(LEAD), id, {
    agency: 'WMP-CLTF', parts: ['summary', 'plan', 'decisions'], purpose: 'Working the line together', legalBasis: 'Policing purpose at common law',
    agreement: 'CLIN-ISA-001', expires: day(180),
  }); // prettier-ignore
  const footage = await raise.execute(await play.as(LEAD), id, {
    what: 'Ask for the station’s footage', why: 'To see who meets whom', outcomeNeeded: 'A list of times', priority: 1, dueOn: day(0),
    to: 'person', person: play.id(ANALYST),
  }); // prettier-ignore
  await move.accept(await play.as(ANALYST), footage.id, { version: 1 });
  await raise.execute(await play.as(ANALYST), id, {
    what: 'Look for a second number', why: 'The first went silent', outcomeNeeded: 'A number, or that there is none', priority: 2, workingDays: 5,
    to: 'team', team: 'supervisor',
  }); // prettier-ignore
  await raise.execute(await play.as(LEAD), id, {
    what: 'Visit the address in the West Midlands', why: 'Neighbours named it', outcomeNeeded: 'Whoever lives there is safe', priority: 1, workingDays: 2,
    to: 'agency', agency: 'WMP-CLTF',
  }); // prettier-ignore
}

async function mersey(play: Play): Promise<void> {
  const { app } = play;
  const { id, operation } = await app.get(OpenCase).execute(await play.as(MER_LEAD), {
    name: 'Ferry (synthetic)', reason: 'Three reports point to one holder', endsOn: day(365), summary: 'Deliveries leave by coach on Fridays.',
    lines: 'Ferry', protect: 'Safeguarding first for the two young people who were named.',
  }); // prettier-ignore
  await play.admit(MER_LEAD, operation, MER_ANALYST, 'Analyses the line');
  await app.get(LogEntry).decision(await play.as(MER_LEAD), id, {
    decision: 'Tell the local authority today', reason: 'Both are under 18', refused: 'Waiting for the next delivery',
  }); // prettier-ignore
  await app.get(RaiseAction).execute(await play.as(MER_LEAD), id, {
    what: 'Map the Friday coaches', why: 'To choose where to wait', outcomeNeeded: 'Times and stops', priority: 2, workingDays: 3, to: 'person',
    person: play.id(MER_ANALYST),
  }); // prettier-ignore
}
