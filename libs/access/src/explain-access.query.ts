import { Injectable } from '@nestjs/common';
import { Clock, Read, sql, type Actor, type Query } from '@clin/platform';
import { operationOf, peopleReached } from './audience.js';
import { colleagues, colleaguesReached, readerGroups, rolesThatRead } from './audience.query.js';
import {
  agreementPauses,
  contactPosts,
  disclosureLines,
  labelChanges,
  operationNamed,
} from './disclosure-lines.query.js';
import { explained, type ExplainedRecord } from './explained-record.js';
import type { Explanation, WhoCanSee } from './explanation.js';
import { labelsOn, type Labels } from './label-history.js';
import { dayBounds } from './london-day.js';
import { during, sightIntervals, type DisclosureLine, type SightInterval } from './sight-history.js';
import { visibleTo } from './visible-to.js';
import { holdersOf, throughOf, whyOf } from './why.js';

@Injectable()
export class ExplainAccess {
  public constructor(
    private readonly read: Read,
    private readonly clock: Clock,
  ) {}

  /**
   * Why the actor sees the record, who else can and through what, and since when; `at` is a day such as 2026-03-03.
   * Throws NotVisible as the record's own door does, InvalidInput for a day that does not exist.
   */
  public execute(actor: Actor, id: string, at?: string): Promise<Explanation> {
    const now = this.clock.now();
    return this.read.run(actor, async (q) => {
      const record = await explained(q, actor, id, now);
      const bounds = at === undefined ? undefined : { day: at, ...dayBounds(at, 'at') };
      const [lines, labels, operation] = await Promise.all([
        disclosureLines(q, id),
        labelChanges(q, id),
        operationNamed(q, operationOf(record.grants)),
      ]);
      const [who, history, contacts] = await Promise.all([
        whoCanSee(q, actor, record, lines, now),
        historyOf(q, actor, record, lines, now),
        contactPosts(q, lines),
      ]);
      return {
        record: { ...record.card, kind: record.kindName, owner: record.owner.code, ownerName: record.owner.name },
        allowed: record.judgement.allowed,
        why: whyOf(record, lines, operation, contacts),
        who,
        history,
        ...(record.owns ? { labels } : {}),
        ...(bounds
          ? {
              at: {
                day: bounds.day,
                agencies: during(history, bounds.start, bounds.end),
                ...(record.owns ? { labels: labelsOn(labels, labelsNow(record, operation), bounds.end) } : {}),
              },
            }
          : {}),
      };
    });
  }
}

async function whoCanSee(
  q: Query,
  actor: Actor,
  record: ExplainedRecord,
  lines: readonly DisclosureLine[],
  now: Date,
): Promise<WhoCanSee[]> {
  const roles = rolesThatRead(record.kind);
  const [groups, people] = await Promise.all([
    readerGroups(q, record.id, roles, [operationOf(record.grants)]),
    colleagues(q, actor, roles),
  ]);
  return holdersOf(record, actor).map(({ agencyId, agency, agencyName, grants }) => ({
    agency,
    agencyName,
    through: throughOf(grants, lines, now),
    people: peopleReached(groups, agencyId, grants, now),
    ...(agencyId === actor.agencyId ? { names: colleaguesReached(people, grants, now).map(({ name }) => name) } : {}),
  }));
}

/** The owner's own time starts with the record; a recipient reads of its own agency alone. */
async function historyOf(
  q: Query,
  actor: Actor,
  record: ExplainedRecord,
  lines: readonly DisclosureLine[],
  now: Date,
): Promise<SightInterval[]> {
  const intervals = sightIntervals(lines, await agreementPauses(q, lines), now);
  if (!record.owns) return intervals;
  const made = await q.row<{ at: Date }>(sql`SELECT v.created_at AS at FROM access.record_visibility v
    WHERE v.record_id = ${record.id}::uuid AND v.disclosure_id IS NULL AND ${visibleTo(actor, 'v')} LIMIT 1`);
  if (!made) return intervals;
  const { code, name } = record.owner;
  const own: SightInterval = { agency: code, agencyName: name, from: made.at, until: null, disclosureId: null, items: null, purpose: null, agreement: null, ended: null }; // prettier-ignore
  return [own, ...intervals];
}

const labelsNow = ({ grants }: ExplainedRecord, operation: { name: string } | undefined): Labels => {
  const own = grants.find(({ disclosureId }) => disclosureId === null) ?? grants[0]!;
  return { sensitivity: own.sensitivity, operation: operation?.name ?? null, private: own.privateTo !== null };
};
