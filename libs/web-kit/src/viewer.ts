import type { Actor, Role } from '@clin/platform';
import type { Viewer } from './options.js';

/** Roles as people read them. */
export const ROLE_WORDS: Record<Role, string> = {
  analyst: 'Analyst',
  supervisor: 'Intelligence supervisor',
  lead: 'Task-force lead',
  officer: 'Hub officer',
  coordinator: 'NCLCC co-ordinator',
  'source-handler': 'Source handler',
  administrator: 'Administrator',
  auditor: 'Auditor',
  contact: 'Partner contact',
  reader: 'Funder reader',
};

/** The signed-in person in words: the first role where there are several. */
export function viewerOf({ actor }: { actor?: Actor }): Viewer | undefined {
  if (!actor) return undefined;
  const { name, agencyName, permissions, roles } = actor;
  const role = roles[0];
  return { name, agencyName, permissions, role: role ? ROLE_WORDS[role] : 'No role' };
}
