import type { Actor, Rows, Tx } from '@clin/platform';

/** What a kind of record asks before work on it is given. A record of a kind that asks nothing takes work from whoever reads it. */
export interface ActionHome {
  /**
   * Locks the record until the transaction ends. Throws NotVisible, NotPermitted and WrongState. Answers the item by which its actions are
   * shared with other agencies.
   */
  open(tx: Tx, actor: Actor, recordId: string): Promise<{ part: string }>;
  /** Whether `open` would let this reader give work now: a form that must be refused is not offered. */
  takes(rows: Rows, actor: Actor, recordId: string): Promise<boolean>;
}

const homes = new Map<number, ActionHome>();

/** Called once for a kind, when its room is loaded: this room knows no kind of record by name. */
export function declareActionHome(kind: number, home: ActionHome): void {
  if (homes.has(kind)) throw new Error(`Kind ${kind} is declared a home of actions twice`);
  homes.set(kind, home);
}

/** Of a kind that is none, whoever reads the record gives work on it. */
export const takesWork = async (
  rows: Rows,
  actor: Actor,
  { id, kind }: { id: string; kind: number },
): Promise<boolean> => (await homes.get(kind)?.takes(rows, actor, id)) ?? true;

/** Throws as the home of the record's kind does; null for a kind that has none. */
export const openHome = async (
  tx: Tx,
  actor: Actor,
  { id, kind }: { id: string; kind: number },
): Promise<{ part: string } | null> => (await homes.get(kind)?.open(tx, actor, id)) ?? null;
