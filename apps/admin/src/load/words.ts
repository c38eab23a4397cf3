import type { Random } from './random.js';

const LINES = ['Lantern', 'Marble', 'Copper', 'Harbour', 'Juniper', 'Falcon', 'Saffron', 'Cobalt', 'Meadow', 'Tango', 'Willow', 'Ember', 'Quarry', 'Anchor', 'Sparrow', 'Velvet']; // prettier-ignore
const BRANDS = ['', ' line', ' phone', ' boys', ' UK'];
const PLACES = [
  'the station',
  'a guest house',
  'the retail park',
  'the bus interchange',
  'a takeaway',
  'a flat above a shop',
  'the leisure centre',
  'a car park',
];
const ROLES = [
  'a young person',
  'two young people',
  'an adult known to services',
  'a runner',
  'a driver',
  'the holder of the line',
];
const DRUGS = ['crack cocaine', 'heroin', 'crack cocaine and heroin', 'cannabis', 'an unknown substance'];
const DEEDS = [
  'handing over small packages at',
  'getting out of a car at',
  'staying at',
  'meeting a car near',
  'collecting cash near',
];
const REASONS = [
  'The account changed between two meetings',
  'Earlier information from here was contradicted',
  'Only hearsay, passed on twice',
];

export const PROVENANCES = [
  'Officer debrief',
  'Walk-in at a front counter',
  'Anonymous call',
  'Neighbourhood team observation',
  'Partner agency telephoned',
  'Open-source research',
  'Custody visit',
];
export const RETURNS = ['Say how the source knows', 'Grade the second item on its own', 'Name the area of each item'];
export const SANITISED_BY = 'Times and the meeting place removed from the sanitised text';

/** Ofcom's numbers for drama: 07700 900000 to 900999 ring nobody. */
const phone = (random: Random): string => `07700 900${String(random.below(1000)).padStart(3, '0')}`;

export interface Story {
  title: string;
  sanitisedTitle: string;
}

/** A force's area in a sentence: "Staffordshire", not "Staffordshire Police". */
const placeOf = (force: string): string =>
  force.replace(/^Police Service of |^Police | Police Service$| Police$| Constabulary$/g, '');

export function aStory(random: Random, fromForce: string, toForce: string): Story {
  const [from, to] = [placeOf(fromForce), placeOf(toForce)];
  const name = `${random.pick(LINES)}${random.pick(BRANDS)}`;
  const number = phone(random);
  return {
    title:
      from === to ? `${name} on ${number} supplying within ${to}` : `${name} on ${number} supplying ${to} from ${from}`,
    sanitisedTitle: from === to ? `${name} supplying within ${to}` : `${name} running from ${from} into ${to}`,
  };
}

export interface Telling {
  original: string;
  sanitised: string;
}

export function aTelling(random: Random, area: string): Telling {
  const [who, place, drug, number] = [random.pick(ROLES), random.pick(PLACES), random.pick(DRUGS), phone(random)];
  const deed = random.pick(DEEDS);
  return {
    original: `Contact saw ${who} ${deed} ${place} in ${placeOf(area)} with ${drug}, on the phone to ${number}. Was standing at the door at the time.`,
    sanitised: `${who[0]!.toUpperCase()}${who.slice(1)}, ${deed} ${place} in ${area}. Information suggests ${drug}. The number +44 ${number.slice(1)} was in use.`,
  };
}

export const aReason = (random: Random): string => random.pick(REASONS);
