import { sql, type Rows } from '@clin/platform';

export interface Agency {
  id: number;
  code: string;
  name: string;
  kind: string;
  forceCode: string | null;
  startsOn: string;
  endsOn: string | null;
  successor: string | null;
}

export interface Area {
  code: string;
  label: string;
  name: string;
  region: string;
  column: number;
  row: number;
  geographic: boolean;
}

/** Every agency, ended ones included, in the order in which people look for them. */
export function listAgencies(rows: Rows): Promise<Agency[]> {
  return rows.rows<Agency>(sql`
    SELECT a.id, a.code, a.name, a.kind, a.force_code AS "forceCode", a.starts_on::text AS "startsOn", a.ends_on::text AS "endsOn", s.code AS successor
    FROM identity.agency a LEFT JOIN identity.agency s ON s.id = a.successor_id ORDER BY a.kind = 'partner', a.name`);
}

export function listAreas(rows: Rows): Promise<Area[]> {
  return rows.rows<Area>(sql`
    SELECT code, label, name, region, map_column AS column, map_row AS row, geographic FROM identity.area ORDER BY name`);
}
