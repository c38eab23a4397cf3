import { Injectable } from '@nestjs/common';
import { kindNumbered, readableBy, readableByRight, type Card } from '@clin/access';
import { NotVisible, Read, sql, type Actor, type Query } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { takesWork } from './action-home.js';
import { workersOn } from './assign-action.js';

/** A record that an action is raised about, and whom it can be given to. */
export interface Assignable {
  card: Card;
  noun: string;
  /** Opened by this reader in an emergency: nothing is said or done about it here. */
  emergency: boolean;
  /** Whether work on it is given by this reader now. */
  takesWork: boolean;
  people: { id: string; name: string }[];
  /** Roles in which one of them works: a team of nobody is given nothing. */
  teams: string[];
  /** Agencies that the record's owner shares it with now; empty for anybody else. */
  agencies: { code: string; name: string }[];
}

/** A list offers so many people at most. */
const MOST = 500;

@Injectable()
export class AssignableQuery {
  public constructor(private readonly read: Read) {}

  /** Colleagues whose role works on such records, who are cleared for this one and, of an operation, its members; the verb checks again. Throws NotVisible. */
  public async execute(actor: Actor, recordId: string): Promise<Assignable> {
    if (!isUuid(recordId)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      const seen = await q.row<{
        kind: number;
        compartment: number | null;
        sensitivity: number;
        byRight: boolean;
      }>(sql`SELECT v.kind, v.compartment_id AS compartment, v.sensitivity, ${readableByRight(actor, 'v')} AS "byRight"
        FROM access.item_visibility v WHERE v.record_id = ${recordId}::uuid AND ${readableBy(actor, 'v')} ORDER BY 4 DESC LIMIT 1`);
      if (!seen) throw new NotVisible('not-disclosed');
      const kind = kindNumbered(seen.kind);
      const [[card], able, agencies] = await Promise.all([
        kind.card(q, actor, [recordId]),
        colleaguesAble(q, actor, seen),
        q.rows<{
          code: string;
          name: string;
        }>(sql`SELECT DISTINCT a.code, a.name FROM access.disclosure d JOIN identity.agency a ON a.id = d.recipient_agency_id
          WHERE d.record_id = ${recordId}::uuid AND d.owner_agency_id = ${actor.agencyId}::smallint AND d.revoked_at IS NULL AND d.expires_at > now() ORDER BY a.name`),
      ]);
      if (!card) throw new NotVisible('not-disclosed');
      q.returned([recordId]);
      const takes = await takesWork(q, actor, { id: recordId, kind: seen.kind });
      const said = { card, noun: kind.words.noun, takesWork: takes };
      return seen.byRight
        ? { ...said, emergency: false, ...able, agencies }
        : { ...said, emergency: true, people: [], teams: [], agencies: [] };
    });
  }
}

/** Of the actor's agency, by name and as teams: whose role works on such records, who is cleared for this one and, of an operation, its member. */
async function colleaguesAble(
  q: Query,
  actor: Actor,
  { kind, compartment, sensitivity }: { kind: number; compartment: number | null; sensitivity: number },
): Promise<Pick<Assignable, 'people' | 'teams'>> {
  const found = await q.row<Pick<Assignable, 'people' | 'teams'>>(sql`WITH able AS (SELECT u.id, u.name, r.role
      FROM identity.user_account u JOIN identity.user_role r ON r.user_id = u.id AND r.role = ANY (${workersOn(kind)}::text[])
      WHERE u.agency_id = ${actor.agencyId}::smallint AND u.left_at IS NULL AND u.clearance >= ${sensitivity}::smallint
        AND (${compartment}::int IS NULL OR EXISTS (SELECT 1 FROM access.compartment_member m
          WHERE m.user_id = u.id AND m.compartment_id = ${compartment}::int AND m.ends_on >= current_date)))
    SELECT ARRAY(SELECT jsonb_build_object('id', p.id, 'name', p.name) FROM (SELECT DISTINCT id, name FROM able) p ORDER BY p.name, p.id LIMIT ${MOST}::int) AS people,
      ARRAY(SELECT DISTINCT role FROM able) AS teams`);
  return found!;
}
