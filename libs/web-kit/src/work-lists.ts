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
  /** What came back, to be read on the list itself. */
  says?: { title: string; text: string };
  /** The next step, taken from the list itself: one button that posts these fields, and a door that leads back to "My work". */
  step?: { text: string; action: string; fields: Readonly<Record<string, string>> };
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
