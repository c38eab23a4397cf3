import { declaredKinds, ownedBy, RECORD_KIND, type KindDeclaration } from '@clin/access';
import { NotVisible, rawSql, sql, type Actor, type Rows } from '@clin/platform';
import { isUuid } from '@clin/platform/server';

/** A record of the actor's own agency with the labels that its owner may change; its kind's declaration says where they lie. */
export interface OwnRecord {
  id: string;
  noun: string;
  table: string;
  href: string;
  reference: string;
  marking: string;
  version: number;
  sensitivity: number;
  compartmentId: number | null;
  discovery: 'silent' | 'named';
  draft: boolean;
}

type Row = Omit<OwnRecord, 'noun' | 'table' | 'href'>;

/** NotVisible unless the actor's agency owns the record and the actor sees it by right. `lock` holds its row until the transaction ends. */
export async function ownRecord(rows: Rows, actor: Actor, id: string, lock = false): Promise<OwnRecord> {
  if (!isUuid(id)) throw new NotVisible('malformed');
  const found = await rows.row<{
    kind: number;
  }>(sql`SELECT v.kind FROM access.record_visibility v WHERE v.record_id = ${id}::uuid
    AND v.disclosure_id IS NULL AND ${ownedBy(actor, 'v.record_id')} LIMIT 1`);
  if (!found) throw new NotVisible('not-owner');
  const kind = kindOf(found.kind);
  const { records: table } = kind.tables;
  const row =
    await rows.row<Row>(sql`SELECT t.id, t.reference, t.marking, t.version, t.sensitivity, t.compartment_id AS "compartmentId", t.discovery,
      t.private_to IS NOT NULL AS draft FROM ${rawSql(table)} t WHERE t.id = ${id}::uuid ${rawSql(lock ? 'FOR UPDATE' : '')}`);
  if (!row) throw new NotVisible('absent');
  return { ...row, noun: kind.words.noun, table, href: kind.doors.page.replace(':id', id) };
}

function kindOf(number: number): KindDeclaration {
  const [, kind] = [...declaredKinds()].find(([name]) => RECORD_KIND[name] === number) ?? [];
  if (!kind) throw new Error(`No capability declares record kind ${number}`);
  return kind;
}
