import type pg from 'pg';
import { play, type Probe } from './probe.js';
import type { Mutant } from './subjects.js';

export interface Verdict {
  mutant: Mutant;
  /** The probe that answered otherwise; a mutant that is no SQL was stillborn and counts for nothing. */
  outcome: 'killed' | 'survived' | 'stillborn';
  by?: string;
}

/** Puts the mutant in place, asks until an answer differs, and puts back what was there. Throws when it cannot be put back. */
export async function tryMutant(admin: pg.Client, mutant: Mutant, probes: readonly Probe[]): Promise<Verdict> {
  try {
    await admin.query(mutant.apply);
  } catch {
    return { mutant, outcome: 'stillborn' };
  }
  try {
    for (const probe of inOrder(mutant, probes)) {
      if (await play(admin, probe)) return { mutant, outcome: 'killed', by: probe.name };
    }
    return { mutant, outcome: 'survived' };
  } finally {
    await admin.query(mutant.restore);
  }
}

/** First what asks about the very thing, then everything else. */
function inOrder({ subject }: Mutant, probes: readonly Probe[]): Probe[] {
  const near = (probe: Probe): boolean => probe.about.split(' ').includes(subject.about);
  return [...probes.filter(near), ...probes.filter((probe) => !near(probe))];
}
