import type { Role } from './roles.js';

const holders = new Map<string, ReadonlySet<Role>>();
/** What a set of roles holds is the program's own, and says nothing of any person. */
const held = new Map<string, ReadonlySet<string>>();

/** Each room declares its own: `declarePermissions({'report.read': ['analyst', 'supervisor']})`. Throws when one is declared differently twice. */
export function declarePermissions(declared: Readonly<Record<string, readonly Role[]>>): void {
  for (const [permission, roles] of Object.entries(declared)) {
    if (!/^[a-z-]+\.[a-z-]+$/.test(permission)) throw new Error(`Permission "${permission}" is not noun.verb`);
    const before = holders.get(permission);
    if (before && (before.size !== roles.length || roles.some((role) => !before.has(role)))) {
      throw new Error(`Permission "${permission}" is declared twice, with different roles`);
    }
    holders.set(permission, new Set(roles));
  }
  held.clear();
}

export function permissionsOf(roles: readonly Role[]): ReadonlySet<string> {
  const known = held.get(roles.join());
  if (known) return known;
  const mine = new Set<string>();
  for (const [permission, allowed] of holders) if (roles.some((role) => allowed.has(role))) mine.add(permission);
  held.set(roles.join(), mine);
  return mine;
}

export const isDeclared = (permission: string): boolean => holders.has(permission);

/** Which role holds what, for tests and for the page that explains roles. */
export const declaredPermissions = (): ReadonlyMap<string, ReadonlySet<Role>> => holders;
