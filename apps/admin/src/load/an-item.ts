import { areasOf } from './corridors.js';
import type { GeneratedItem } from './generated.js';
import type { Random } from './random.js';
import type { Owner, ReferenceData } from './reference-data.js';
import { aReason, aTelling } from './words.js';

const SOURCES = [[1, 45], [2, 42], [3, 13]] as const; // prettier-ignore
const ASSESSMENTS = [['A', 26], ['B', 22], ['C', 30], ['D', 17], ['E', 5]] as const; // prettier-ignore
const SUBJECTS = [['suspect', 60], ['victim', 25], ['witness', 10], ['other', 5]] as const; // prettier-ignore

/** An item that meets every rule of 3x5x2. */
export function anItem(random: Random, owner: Owner, data: ReferenceData, known: readonly string[]): GeneratedItem {
  const areas = areasOf(random, owner.home, known);
  const areaName = data.areas.find((area) => area.code === areas.at(-1))!.name;
  const [source, assessment] = [random.weighted(SOURCES), random.weighted(ASSESSMENTS)];
  const conditional = random.chance(0.2);
  const actionCode = conditional ? random.pick(['A1', 'A2', 'A3']) : undefined;
  const needsReason = conditional || source === 3 || assessment === 'E';
  return {
    id: random.uuid(),
    ...aTelling(random, areaName),
    source,
    assessment,
    confidence: data.confidence.get(`${source}${assessment}`) ?? 0,
    handling: conditional ? 'C' : 'P',
    actionCode,
    sanitisationCode: conditional ? random.pick(['S1', 'S2']) : undefined,
    reason: needsReason ? aReason(random) : undefined,
    instructions: conditional ? 'Contact the originator before any action' : undefined,
    usage: actionCode === 'A3' ? 'May be used for patrol planning' : undefined,
    risk: conditional && random.chance(0.5),
    subjects: random.chance(0.6) ? [aSubject(random)] : [],
    sourceRef: random.chance(0.4) ? `${owner.code}/SR/${1000 + random.below(9000)}` : undefined,
    areas,
  };
}

function aSubject(random: Random): GeneratedItem['subjects'][number] {
  const category = random.weighted(SUBJECTS);
  const age = category === 'victim' ? 13 + random.below(30) : 15 + random.below(40);
  const categories = age < 18 && category === 'suspect' ? ['suspect', 'victim'] : [category];
  return {
    who: `Person ${String.fromCharCode(65 + random.below(26))}`,
    categories,
    age: random.chance(0.7) ? age : null,
  };
}
