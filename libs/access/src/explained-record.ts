import { NotVisible, sql, type Actor, type Query } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { judge, type Judgement, type Reader } from './grant.js';
import { grantsOf, myGrants, readerFor, type HeldGrant, type KnownGrant } from './grants.query.js';
import { visibleTo } from './visible-to.js';
import { kindNumbered, RECORD_KIND, type Card, type KindDeclaration } from './record-kinds.js';

/** A record that the actor sees, with the judge's answer and, for its owner, every agency's grants. */
export interface ExplainedRecord {
  id: string;
  kind: KindDeclaration;
  kindName: string;
  card: Card;
  reader: Reader;
  grants: HeldGrant[];
  judgement: Judgement<HeldGrant>;
  owner: { id: number; code: string; name: string };
  owns: boolean;
  /** Empty unless the actor's agency owns the record. */
  known: KnownGrant[];
}

/**
 * Finds the record for whoever sees it now and notes it for the audit row of this request. Throws NotVisible for everybody else: the guard
 * has decided before, and the grant is read again under the predicate and row-level security, so that each wall answers alone.
 */
export async function explained(q: Query, actor: Actor, id: string, now: Date): Promise<ExplainedRecord> {
  if (!isUuid(id)) throw new NotVisible('malformed');
  const [grants, reader, known] = await Promise.all([myGrants(q, id), readerFor(q, actor), grantsOf(q, id)]);
  const judgement = judge(reader, grants, now);
  if (!judgement.allowed) throw new NotVisible(judgement.reason);
  const [first] = grants;
  if (!first) throw new NotVisible('not-disclosed');
  const kind = kindNumbered(first.kind);
  if (!actor.permissions.has(kind.read)) throw new NotVisible('no-permission');
  const [seen, [card], owner] = await Promise.all([
    q.row(
      sql`SELECT true AS seen FROM access.record_visibility v WHERE v.record_id = ${id}::uuid AND ${visibleTo(actor, 'v')} LIMIT 1`,
    ),
    kind.card(q, actor, [id]),
    q.row<ExplainedRecord['owner']>(
      sql`SELECT id, code, name FROM identity.agency WHERE id = ${first.ownerId}::smallint`,
    ),
  ]);
  if (!seen || !owner) throw new NotVisible('not-disclosed');
  q.returned([id]);
  const owns = known.some(({ agencyId, disclosureId }) => disclosureId === null && agencyId === actor.agencyId);
  const kindName = Object.entries(RECORD_KIND).find(([, number]) => number === first.kind)![0];
  return { id, kind, kindName, card: card ?? unopened(id, kind), reader, grants, judgement, owner, owns, known };
}

/** The same for what only the owner may ask; to a recipient the door answers as if there were nothing. */
export async function explainedToOwner(q: Query, actor: Actor, id: string, now: Date): Promise<ExplainedRecord> {
  const found = await explained(q, actor, id, now);
  if (!found.owns) throw new NotVisible('not-owner');
  return found;
}

/** Conditions are accepted before content shows: until then a record has no words to be called by. */
const unopened = (id: string, { words, doors }: KindDeclaration): Card => ({
  id,
  reference: '',
  title: `A ${words.noun} shared with you`,
  href: doors.page.replace(':id', id),
  marking: 'OFFICIAL-SENSITIVE',
  handling: [],
});
