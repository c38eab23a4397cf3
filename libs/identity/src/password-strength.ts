import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** 10^8 guesses: what the library calls safe against guessing at the rate that lockout allows. */
const LEAST_SCORE = 3;
const EVERYWHERE = ['countylines', 'county', 'lines', 'taskforce', 'police', 'intelligence', 'network'];

let strength: ZxcvbnFactory | undefined;

/**
 * Whether the password falls to a short list of guesses: common passwords, keyboard runs, dates, repetitions and the
 * words of this service, of the person and of their agency. Length and a deny list, no rules about kinds of characters
 * (NCSC, Password administration for system owners, 2018; NIST SP 800-63B section 3.1.1.2).
 */
export function isEasilyGuessed(password: string, about: readonly string[] = []): boolean {
  strength ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return strength.check(password.normalize('NFKC'), [...EVERYWHERE, ...about]).score < LEAST_SCORE;
}
