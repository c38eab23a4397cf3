import type { Actor, Query } from '@clin/platform';

/** One thing that waits for a person. */
export interface WorkLine {
  href: string;
  reference: string;
  title: string;
  /** Its day has passed. */
  late: boolean;
  detail: string;
  note?: string;
}

/** A list of the page "My work" that another room finds: the page knows no room above its own. */
export interface WorkList {
  title: string;
  permission: string;
  /** The page of all of them. */
  more: string;
  /** What would appear here. */
  empty: string;
  /** Both walls are the finder's; `handling` goes to the marking bars. */
  find: (q: Query, actor: Actor) => Promise<{ lines: WorkLine[]; handling: string[] }>;
}

const declared: WorkList[] = [];

/** Called once, when the room is loaded. Throws when two rooms take the same title. */
export function declareWorkList(list: WorkList): void {
  if (declared.some(({ title }) => title === list.title))
    throw new Error(`Work list "${list.title}" is declared twice`);
  declared.push(list);
}

/** In the order of their rooms. */
export const workListsOf = ({ permissions }: Pick<Actor, 'permissions'>): WorkList[] =>
  declared.filter(({ permission }) => permissions.has(permission));
