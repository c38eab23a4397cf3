import type { Role } from './roles.js';
import type { Trail } from './trail.js';

/** The signed-in person of one request, as of this request: nothing here is kept between requests. */
export interface Actor {
  userId: string;
  name: string;
  email: string;
  agencyId: number;
  agencyCode: string;
  agencyName: string;
  agencyKind: string;
  /** Held by partner forces only: the area their force polices. */
  forceCode: string | null;
  roles: readonly Role[];
  permissions: ReadonlySet<string>;
  /** 0 to 3, against a record's sensitivity. */
  clearance: number;
  /** Opaque; the database resolves it to the person. Never log it. */
  token: string;
  sessionId: string;
  mustChangePassword: boolean;
  trail: Trail;
}
