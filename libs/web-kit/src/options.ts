import type { FastifyRequest } from 'fastify';

/** The signed-in person as the frame shows them; `permissions` decides which navigation items appear. */
export interface Viewer {
  name: string;
  role: string;
  agencyName: string;
  permissions: ReadonlySet<string>;
}

/** One entry of the main navigation. Rooms export a list of these; the server joins the lists. */
export interface NavItem {
  text: string;
  href: string;
  /** Shown to people who hold this permission; without one, to everybody who is signed in. */
  permission?: string;
  order: number;
  /** Other addresses whose pages belong to this entry. */
  also?: readonly string[];
  /** About the person and not the work: beside the way out, instead of in the menu. */
  aside?: boolean;
  /** A count beside the text, such as unread notifications; nothing is shown for 0. */
  badge?: (request: FastifyRequest) => Promise<number> | number;
  /** What the badge counts, for screen readers: "unread". */
  badgeText?: string;
  /** Address of a server-sent stream of the count, event "unread", for pages that stay open; without scripts the next page has the new count. */
  live?: string;
}

/** What stands on top of every page until somebody has seen to it. */
export interface Interruption {
  heading: string;
  items: { text: string; href: string; after: string }[];
}

/** Where an interruption comes from. It names nothing that its reader may not know. */
export interface InterruptionSource {
  /** Asked for people who hold this permission. */
  permission: string;
  ask: (request: FastifyRequest) => Promise<Interruption | undefined>;
  /** Answers an Interruption to pages that stay open, whenever the number beside a live navigation item is told anew. */
  live: string;
}

export interface SessionTimeout {
  idleSeconds: number;
  warnSeconds: number;
  /** POST that answers 2xx while the session lives. */
  extendUrl: string;
  /** Where the page goes when the time has passed; `next` is added. */
  expiredUrl: string;
}

export interface WebKitOptions {
  serviceName: string;
  /** True when served over https: cookies get `__Host-` and Secure, and HSTS is sent. */
  secure: boolean;
  /** At least 32 characters; signs the flash cookie and the CSRF tokens. */
  secret: string;
  /** Name of the session cookie: CSRF tokens are bound to its value. */
  cookieName: string;
  /** Unless told, the `request.actor` that the guards attached. */
  viewer?: (request: FastifyRequest) => Viewer | undefined | Promise<Viewer | undefined>;
  nav?: NavItem[];
  interruption?: InterruptionSource;
  /** Shows "Synthetic data" on every page. */
  demo?: boolean;
  signOutUrl?: string;
  signInUrl?: string;
  session?: Partial<SessionTimeout>;
  /** More template folders; every libs/<room>/src/web is found without being named. */
  templates?: string[];
  /** Bytes of one form post, 1 MB unless told. */
  bodyLimit?: number;
}

export const SESSION_DEFAULTS: SessionTimeout = {
  idleSeconds: 15 * 60,
  warnSeconds: 2 * 60,
  extendUrl: '/session/extension',
  expiredUrl: '/sign-in?expired=yes',
};

export function cookieNameFor(options: Pick<WebKitOptions, 'secure'>, name: string): string {
  return options.secure ? `__Host-${name}` : name;
}

export const isApi = (url: string): boolean => url === '/api' || url.startsWith('/api/') || url.startsWith('/api?');
