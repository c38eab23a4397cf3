import { dateUk } from '@clin/web-kit';
import { MOST_COUNTED, type AgreementEffect } from '../agreement-effect.query.js';
import { count } from './words.js';

/** What a decision hides or shows, as a sentence and a table by organisation. */
export function effectWords({ inForce, from, given, received, more }: AgreementEffect) {
  const hides = inForce.before && !inForce.after;
  const shows = !inForce.before && inForce.after;
  const disclosures = given.reduce((sum, one) => sum + one.disclosures, 0);
  const what = count(disclosures, 'disclosure', 'disclosures');
  return {
    summary:
      disclosures === 0
        ? sameWords(hides || shows)
        : `Of what you can see, ${what} of your organisation’s own records ${hides ? (from ? `${disclosures === 1 ? 'is' : 'are'} hidden until ${dateUk(from)}` : `${disclosures === 1 ? 'vanishes' : 'vanish'} from other organisations`) : `${disclosures === 1 ? 'is' : 'are'} visible again`}.`,
    received:
      hides && received > 0
        ? `${count(received, 'record', 'records')} disclosed to your organisation ${from ? `${received === 1 ? 'is' : 'are'} hidden from it until ${dateUk(from)}` : `${received === 1 ? 'vanishes' : 'vanish'} from it`}.`
        : '',
    more: more
      ? `There are more than ${MOST_COUNTED.toLocaleString('en-GB')}; these figures are of the first of them.`
      : '',
    sight: hides ? 'People who lose sight' : 'People who gain sight',
    records: hides ? 'Records that vanish there' : 'Records that come back there',
    rows: given,
  };
}

const sameWords = (changes: boolean): string =>
  changes
    ? 'Nothing of your organisation that you can see is disclosed under it.'
    : 'What your organisation has disclosed under it stays as it is.';
