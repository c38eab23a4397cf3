/** The roles of the domain. A person may hold several; permissions are declared by the rooms that they open. */
export const ROLES = [
  'analyst',
  'supervisor',
  'lead',
  'officer',
  'coordinator',
  'source-handler',
  'administrator',
  'auditor',
  'contact',
  'reader',
] as const;

export type Role = (typeof ROLES)[number];
