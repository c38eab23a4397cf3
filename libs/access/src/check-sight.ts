import { InvalidInput, ROLES, type Actor, type Query, type Role } from '@clin/platform';
import { anybodyFor, heads, operationOf, readerOf, reachedAmong } from './audience.js';
import { colleagues, readerGroups, readerOfColleague, rolesThatRead } from './audience.query.js';
import type { CheckSightInput } from './check-sight.input.js';
import { disclosureLines } from './disclosure-lines.query.js';
import type { ExplainedRecord } from './explained-record.js';
import { judge } from './grant.js';
import type { KnownGrant } from './grants.query.js';
import type { HeldThrough } from './explanation.js';
import { knownAgencies } from './known-agencies.query.js';
import { throughOf } from './why.js';

/** Why somebody cannot see a record: the judge's reasons, and two that no grant could change. */
export type WhyNot =
  'not-disclosed' | 'no-agreement' | 'expired' | 'clearance' | 'compartment' | 'private-draft' | 'role' | 'nobody';

export interface SightCheck {
  agency: string;
  agencyName: string;
  role: Role | null;
  /** The colleague who was asked about. */
  person: { id: string; name: string } | null;
  /** For a role: whether anybody there with it can. */
  allowed: boolean;
  because: WhyNot | null;
  /** When the last disclosure to the agency ended, if that is why. */
  endedAt: Date | null;
  /** Of those who hold the role there. */
  people: { can: number; lackClearance: number; notInOperation: number };
}

/** One disclosure to the agency, and what stands between it and a reader there whom clearance and operation do not keep out. */
export interface StandingDisclosure extends HeldThrough {
  /** Written by a person: each reader accepts them first, and until then sees reference, owner, purpose and conditions alone. */
  toAccept: string | null;
}

/** Which disclosures reach everybody there whom clearance and operation do not keep out, and all that stand. */
export interface AgencySight {
  check: SightCheck;
  live: KnownGrant[];
  disclosures: StandingDisclosure[];
}

const NOBODY = { can: 0, lackClearance: 0, notInOperation: 0 };

/** Throws InvalidInput unless the colleague is of the actor's own agency. */
export async function checkColleague(
  q: Query,
  actor: Actor,
  record: ExplainedRecord,
  id: string,
  now: Date,
): Promise<SightCheck> {
  const person = (await colleagues(q, actor, ROLES)).find((one) => one.id === id);
  if (!person) throw new InvalidInput({ person: 'Choose a colleague of your own agency.' });
  const reads = person.roles.some((role) => rolesThatRead(record.kind).includes(role));
  const own = record.known.filter(({ agencyId }) => agencyId === actor.agencyId);
  const judged = judge(readerOfColleague(person), own, now);
  const because = !reads ? 'role' : judged.allowed ? null : (judged.reason as WhyNot);
  const { agencyCode: agency, agencyName } = actor;
  const { name } = person;
  return {
    agency,
    agencyName,
    role: null,
    person: { id, name },
    allowed: because === null,
    because,
    endedAt: null,
    people: NOBODY,
  };
}

/** Throws InvalidInput for an agency that shares neither an agreement nor this record with the actor's. */
export async function checkAgency(
  q: Query,
  actor: Actor,
  record: ExplainedRecord,
  { agency: code, role }: Pick<CheckSightInput, 'agency' | 'role'>,
  now: Date,
): Promise<AgencySight> {
  const agencies = await knownAgencies(q, actor, record.known);
  const agency = agencies.find((one) => one.code === code);
  if (!agency) throw new InvalidInput({ agency: 'Choose an agency that shares an agreement with yours.' });
  if (!role) throw new InvalidInput({ role: 'Choose a role.' });
  const grants = record.known.filter(({ agencyId }) => agencyId === agency.id);
  const operation = operationOf(record.known);
  const [groups, lines] = await Promise.all([
    readerGroups(q, record.id, [role], [operation]),
    disclosureLines(q, record.id),
  ]);
  const holders = groups.filter(({ agencyId }) => agencyId === agency.id);
  // A grant to one person is an emergency's, and tells nothing of a role.
  const toAll = grants.filter(({ disclosureId, privateTo }) => disclosureId === null || privateTo === null);
  const best = judge(anybodyFor(toAll[0] ?? record.known[0]!), toAll, now);
  const live = best.weighed.flatMap(({ grant, obstacle }) => (obstacle ? [] : grant));
  const reads = rolesThatRead(record.kind).includes(role);
  const people = reads ? countedBy(holders, grants, now) : NOBODY;
  const because = !reads
    ? 'role'
    : people.can > 0
      ? null
      : best.allowed
        ? whyNobody(holders, people)
        : (best.reason as WhyNot);
  const ends = lines.filter((line) => line.agency === agency.code).map((line) => endOf(line.revokedAt, line.expiresAt));
  const past = ends.filter((end) => end <= now).sort((a, b) => b.getTime() - a.getTime());
  const ended = because === 'not-disclosed' || because === 'expired' ? (past[0] ?? null) : null;
  const check = {
    agency: agency.code,
    agencyName: agency.name,
    role,
    person: null,
    allowed: because === null,
    because,
    endedAt: ended,
    people,
  };
  return { check, live: reads ? live : [], disclosures: standing(toAll, lines, now) };
}

function standing(
  grants: readonly KnownGrant[],
  lines: Awaited<ReturnType<typeof disclosureLines>>,
  now: Date,
): StandingDisclosure[] {
  return throughOf(grants, lines, now)
    .filter(({ kind }) => kind === 'disclosure')
    .map((held) => {
      const line = lines.find(({ id }) => id === held.disclosureId);
      return { ...held, toAccept: line?.ruleId === null && line.conditions.trim() ? line.conditions : null };
    });
}

const endOf = (revokedAt: Date | null, expiresAt: Date): Date =>
  revokedAt && revokedAt < expiresAt ? revokedAt : expiresAt;

type Groups = Parameters<typeof heads>[0];

function countedBy(holders: Groups, grants: readonly KnownGrant[], now: Date): SightCheck['people'] {
  const kept = (reason: string): number =>
    heads(holders.filter((group) => {
      const judged = judge(readerOf(group), grants, now);
      return !judged.allowed && judged.reason === reason;
    })); // prettier-ignore
  return {
    can: heads(reachedAmong(holders, grants, now)),
    lackClearance: kept('clearance'),
    notInOperation: kept('compartment'),
  };
}

/** The grants would let somebody in, and yet nobody with this role gets in. */
function whyNobody(holders: Groups, { lackClearance, notInOperation }: SightCheck['people']): WhyNot {
  if (heads(holders) === 0) return 'nobody';
  return notInOperation >= lackClearance ? 'compartment' : 'clearance';
}
