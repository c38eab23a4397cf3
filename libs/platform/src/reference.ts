import { randomInt } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that a reference survives being read out. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Weighted modulo 31, a prime: one wrong character or two swapped ones change it. */
function checkCharacter(characters: string): string {
  const sum = [...characters].reduce(
    (total, character, index) => total + (ALPHABET.indexOf(character) % 31) * (index + 1),
    0,
  );
  return ALPHABET[sum % 31];
}

/** A random code that people can say: `reference('IR')` gives `IR-7K3M-9Q2X-C`. Random, so that it counts nothing. */
export function reference(prefix: string): string {
  const random = Array.from({ length: 8 }, () => ALPHABET[randomInt(31)]).join('');
  return `${prefix}-${random.slice(0, 4)}-${random.slice(4)}-${checkCharacter(random)}`;
}

/** A reference as typed, tidied (`ir 7k3m 9q2x c`), or undefined when its check character does not fit. */
export function readReference(typed: string): string | undefined {
  const plain = typed
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(
      /^([A-Z]{2})(.*)$/,
      (_all, prefix: string, rest: string) => prefix + rest.replace(/O/g, '0').replace(/[IL]/g, '1'),
    );
  const parts = /^([A-Z]{2})([0-9A-Z]{4})([0-9A-Z]{4})([0-9A-Z])$/.exec(plain);
  if (!parts || checkCharacter(parts[2] + parts[3]) !== parts[4]) return undefined;
  return `${parts[1]}-${parts[2]}-${parts[3]}-${parts[4]}`;
}
