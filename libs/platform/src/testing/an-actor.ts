import { randomUUID } from 'node:crypto';
import type { Actor } from '../actor.js';
import { permissionsOf } from '../permissions.js';
import type { Role } from '../roles.js';
import { Trail } from '../trail.js';

/** An actor for tests below the doors. Without a real session's token the database shows it nothing. */
export function anActor(change: Partial<Actor> = {}): Actor {
  const roles: readonly Role[] = change.roles ?? ['analyst'];
  const token = change.token ?? 'no-session';
  const trail = Object.assign(new Trail(randomUUID(), 'TEST'), { token });
  return {
    userId: randomUUID(),
    name: 'Test Person',
    email: 'test@test.example',
    agencyId: 1,
    agencyCode: 'MPS-CLTF',
    agencyName: 'Metropolitan Police County Lines Task Force',
    agencyKind: 'task-force',
    forceCode: null,
    roles,
    permissions: permissionsOf(roles),
    clearance: 2,
    token,
    sessionId: randomUUID(),
    mustChangePassword: false,
    trail,
    ...change,
  };
}
