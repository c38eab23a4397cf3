import { Injectable } from '@nestjs/common';
import { checkQuery, Read, sql, type Actor } from '@clin/platform';
import { PageInput } from '@clin/platform/fields';
import { cursorOf, positionOf } from './keyset.js';

/** What is left of something that an agency was told: no id of the record, and not a word of it. */
export interface Notice {
  id: string;
  what: 'recalled' | 'corrected' | 'withdrawn';
  reference: string;
  owner: string;
  ownerName: string;
  at: Date;
  /** Of a correction: what changed in kind. */
  changes: string[];
}

@Injectable()
export class NoticesQuery {
  public constructor(private readonly read: Read) {}

  /** Notices to the actor's agency, newest first. */
  public async execute(actor: Actor, received: unknown): Promise<{ items: Notice[]; next: string | null }> {
    const { limit, cursor } = checkQuery(PageInput, received);
    const after = cursor ? positionOf(cursor) : undefined;
    const older = after
      ? sql`AND (n.at, n.id) < (timestamptz 'epoch' + ${after.micros}::bigint * interval '1 microsecond', ${after.id}::uuid)`
      : sql``;
    return this.read.run(actor, async (q) => {
      const rows = await q.rows<Notice & { micros: string }>(sql`
        SELECT n.id, n.what, n.reference, a.code AS owner, a.name AS "ownerName", n.at, n.changes,
          (extract(epoch FROM n.at) * 1000000)::bigint::text AS micros
        FROM access.notice n JOIN identity.agency a ON a.id = n.owner_agency_id
        WHERE n.recipient_agency_id = ${actor.agencyId}::smallint AND n.sensitivity <= ${actor.clearance}
          AND (n.compartment_id IS NULL OR n.compartment_id = ANY (ARRAY(SELECT ctx.compartments()))) ${older}
        ORDER BY n.at DESC, n.id DESC LIMIT ${limit + 1}::int`);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return { items: page.map(({ micros: _micros, ...notice }) => notice), next: last ? cursorOf(last) : null };
    });
  }
}
