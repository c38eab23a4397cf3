import { InvalidInput } from '@clin/platform';
import { fieldsOf, missingFrom } from './referral.fields.js';
import { REFERRAL_KINDS, type ReferralKind } from './referral.kinds.js';
import { aReferral } from './testing/index.js';

const TODAY = '2026-11-28';
const refusal = (kind: ReferralKind, fields: unknown): Readonly<Record<string, string>> => {
  try {
    fieldsOf(kind, fields, TODAY);
    return {};
  } catch (error) {
    return (error as InvalidInput).fields;
  }
};

describe('the fields of a kind', () => {
  it.each(REFERRAL_KINDS)('are complete in a complete %s referral, and lack what is left out', (kind) => {
    const whole = fieldsOf(kind, aReferral({ kind })['fields'], TODAY);
    expect(missingFrom(kind, whole, TODAY)).toEqual({});
    expect(Object.keys(missingFrom(kind, {}, TODAY)).length).toBeGreaterThan(1);
  });

  it('ask of a child the local authority first and the NRM always, and never consent', () => {
    const child = { subject: 'child', person: 'C', age: '15', exploitation: 'criminal' };
    expect(Object.keys(missingFrom('safeguarding', child, TODAY))).toEqual(['fields.authorityContact', 'fields.authorityInformedOn', 'fields.nrmReference', 'fields.nrmReferredOn']); // prettier-ignore
    // Whoever has not said yet that it is an adult is not led to think of consent.
    expect(Object.keys(missingFrom('safeguarding', {}, TODAY))).not.toContain('fields.ground');
    const adult = { ...child, subject: 'adult' };
    expect(Object.keys(missingFrom('safeguarding', adult, TODAY))).toEqual([
      'fields.ground',
      'fields.nrmReference',
      'fields.nrmReferredOn',
    ]);
    expect(Object.keys(missingFrom('safeguarding', { ...adult, ground: 'duty-to-notify', nrmReference: 'x', nrmReferredOn: TODAY }, TODAY))).toEqual([]); // prettier-ignore
  });

  it('refuse a deadline that is over, at sending: of today or later it stands', () => {
    const line = aReferral({ kind: 'line' })['fields'] as Record<string, string>;
    expect(missingFrom('line', { ...line, escalateOn: '2026-11-27' }, TODAY)).toEqual({
      'fields.escalateOn': 'Day by which it must have an owner: give today or a later day.',
    });
    expect(missingFrom('line', { ...line, escalateOn: TODAY }, TODAY)).toEqual({});
    const research = aReferral({ kind: 'research' })['fields'] as Record<string, string>;
    expect(Object.keys(missingFrom('research', { ...research, neededBy: '2026-11-27' }, TODAY))).toEqual(['fields.neededBy']);
  }); // prettier-ignore

  it('refuse what is malformed by the name of the field, and keep what is good', () => {
    expect(refusal('line', { colour: 'red' })).toEqual({ 'fields.colour': 'Unknown field.' });
    expect(refusal('line', { dealNumber: 'none' })['fields.dealNumber']).toMatch(/telephone number/);
    expect(refusal('line', { dealNumber: '0770 9' })['fields.dealNumber']).toMatch(/telephone number/);
    expect(refusal('line', { escalateOn: '2026-02-30' })['fields.escalateOn']).toMatch(/real date/);
    expect(refusal('line', { lineName: 7 })['fields.lineName']).toMatch(/text/);
    expect(refusal('line', { lineName: 'a\u0007b' })['fields.lineName']).toMatch(/control/);
    expect(refusal('line', { lineName: 'x'.repeat(301) })['fields.lineName']).toMatch(/300/);
    expect(refusal('safeguarding', { subject: 'dog' })['fields.subject']).toMatch(/offered/);
    expect(refusal('safeguarding', { authorityInformedOn: '2026-11-29' })['fields.authorityInformedOn']).toMatch(
      /future/,
    );
    expect(refusal('platform', { address: 'javascript:alert(1)' })['fields.address']).toMatch(/http/);
    expect(refusal('line', 'x')).toEqual({ fields: 'Must be an object.' });
    expect(fieldsOf('line', { lineName: ' Rico ', dealNumber: '07700 900555', importedTo: '' }, TODAY)).toEqual({ lineName: 'Rico', dealNumber: '07700 900555' }); // prettier-ignore
  });
});
