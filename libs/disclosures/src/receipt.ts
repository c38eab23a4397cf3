import { sha256, type DisclosedPart } from '@clin/access';

/** Everything that a disclosure was decided on. It holds nothing that depends on the moment of asking: the same receipt twice is the same bytes. */
export interface Receipt {
  disclosure: string;
  reference: string;
  owner: { code: string; name: string };
  recipient: { code: string; name: string };
  purpose: string;
  legalBasis: string;
  agreement: { reference: string; version: number | null } | null;
  standingRule: number | null;
  conditions: string;
  decidedAt: Date;
  /** The name is for the owner's people alone. */
  decidedBy: { agency: string; role: string | null; name?: string | null };
  reviewOn: string;
  expires: Date;
  extensions: { at: Date; from: Date; to: Date; reason?: string; by?: string | null }[];
  revokedAt: Date | null;
  content: DisclosedPart[];
  /** Of what was first given: it never changes. */
  manifest: Manifest;
  /** Of what stands since the corrections; null when there were none. */
  stands: Manifest | null;
}

export interface Manifest {
  /** One line a part, as checksum tools write them: hash, two spaces, part. */
  text: string;
  /** SHA-256 of that text. */
  sha256: string;
}

export function manifestOf(parts: readonly Pick<DisclosedPart, 'part' | 'sha256'>[]): Manifest {
  const text = parts.map((one) => `${one.sha256}  ${one.part}\n`).join('');
  return { text, sha256: sha256(text) };
}

/** What stands today of parts that were corrected; null when they are as they were first given. */
export function manifestSince(parts: readonly DisclosedPart[]): Manifest | null {
  if (parts.every(({ corrections }) => corrections.length === 0)) return null;
  return manifestOf(
    parts.flatMap(({ part, sha256: first, corrections }) => {
      const last = corrections.at(-1);
      const stands = last ? last.sha256 : first;
      return stands === null ? [] : [{ part, sha256: stands }];
    }),
  );
}
