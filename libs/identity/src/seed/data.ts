import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@clin/platform';

export interface AgencyData {
  id: number;
  code: string;
  name: string;
  kind: string;
  forceCode: string | null;
  startsOn: string;
  endsOn: string | null;
  successor: string | null;
}

export interface ForceTile {
  abbr: string;
  name: string;
  column: number;
  row: number;
  region: string;
  onsCode: string | null;
  geographic: boolean;
}

export interface DemoAccount {
  email: string;
  name: string;
  agency: string;
  roles: Role[];
  clearance: number;
}

/** The same depth from src/seed and dist/seed. */
const read = <T>(file: string): T =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'data', file), 'utf8')) as T;

const FIRST_PARTNER = 101;
const PARTNERS_SINCE = '2018-09-01';

export const forceTiles = (): ForceTile[] => read<{ tiles: ForceTile[] }>('police-force-tiles.json').tiles;

/** BTP polices no area of its own and has no ONS code; its short label stands in. */
export const forceCode = ({ onsCode, abbr }: ForceTile): string => onsCode ?? abbr;

export function agencies(): AgencyData[] {
  const named = read<{ agencies: Omit<AgencyData, 'forceCode'>[] }>('agencies.json').agencies;
  const partners = forceTiles().map((tile, index) => ({
    id: FIRST_PARTNER + index,
    code: tile.abbr,
    name: tile.name,
    kind: 'partner',
    forceCode: forceCode(tile),
    startsOn: PARTNERS_SINCE,
    endsOn: null,
    successor: null,
  }));
  return [...named.map((agency) => ({ ...agency, forceCode: null })), ...partners];
}

/** Somebody at every partner agency that has nobody else here, so that whatever is sent there can be opened. */
export function partnerContacts(): DemoAccount[] {
  const staffed = new Set(demoAccounts().map(({ agency }) => agency));
  return agencies()
    .filter(({ kind, code }) => kind === 'partner' && !staffed.has(code))
    .map(({ code, name }) => ({
      email: `contact@${code.toLowerCase()}.example`,
      name: `Single point of contact, ${name}`,
      agency: code,
      roles: ['contact'],
      clearance: 2,
    }));
}

export const demoAccounts = (): DemoAccount[] => read<{ accounts: DemoAccount[] }>('demo-accounts.json').accounts;
