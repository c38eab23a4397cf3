import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id with OWASP's second profile: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

let nobody: Promise<string> | undefined;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), COST);

/** Does the same work when there is no hash to compare with, so that time does not tell an unknown account. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  nobody ??= hashPassword('nobody has this password');
  const right = await verify(stored ?? (await nobody), password.normalize('NFKC'));
  return right && stored !== undefined;
}

/** Twenty characters in groups of five, about 98 bits; no letters that are read as digits. */
export function temporaryPassword(): string {
  const group = () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
