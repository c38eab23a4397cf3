/** A mutant of a policy that no caller can tell from the policy, and why. Line numbers are left out of the comparison; each must still be needed. */
export const REASONS: readonly (readonly [mutant: string, why: string])[] = [
  ["difference-words.ts turn […er, 'item', 'items')} ${after «>»] → >=", 'It is asked only of counts that differ.'],
  ["difference-words.ts other word […g => `${number.toLocaleString(«'en-GB'»]", 'A locale nobody knows falls back to the machine’s, which writes thousands alike here.'],
  ["figure.ts other word […ount) => count.toLocaleString(«'en-GB'»]", 'As above.'],
  ['suppress.ts drop left of […cell) => !isExact(cell)); if («hidden.length === 0', 'A table without hidden cells adds up to what is said already, and takes up nothing.'],
  ['suppress.ts always […gest(partition.map((cell) => («isExact(cell) ? cell : NONE»]', 'A hidden cell is the largest only where every exact one is zero; then the hidden ones alone make the total, and nothing takes them up.'],
  ['suppress.ts drop guard […], total: Figure): void { if («isExact(total)»]', 'Every table allows a total that is exact by then: the loop below finds nothing to widen.'],
  ["why.ts drop right of […: null, contact: contacts.get(«line.agreement ?? ''»]", 'No agreement is called null either; the word is for the type checker.'],
  ['originator-rules.ts skip filter […return { outcome, words: words«.filter(Boolean)»]', 'Only plain permission says nothing, and then there is nothing else to join.'],
  ['permission.states.ts drop left of […n steps .filter(([, step]) => «step[side] !== undefined', 'Nobody holds the permission undefined; the words are for the type checker.'],
  ["standing-match.ts drop conjunct […pient = 'forces-in-areas' AND «a.force_code IS NOT NULL»]", 'An agency without a force is in no area of any item, which the last join asks.'],
  ["may-use.ts drop conjunct […tem_id = ${item.id}::uuid AND «${readableBy(actor, 'v')}»]", 'This query finds the kind; each kind’s reader states readableBy of its items itself.'],
]; // prettier-ignore
