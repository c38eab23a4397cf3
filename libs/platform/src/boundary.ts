import type { Actor } from './actor.js';

/** The reason goes to the audit log, and to the page that explains access; never into a refusal. */
export type Decision = { allowed: true } | { allowed: false; reason: string };

/** Wall 1's policy port: `access` decides, the guard asks. */
export abstract class Boundary {
  public abstract decide(actor: Actor, recordId: string): Promise<Decision>;
}
