/** A mutant of a policy that no caller can tell from the policy, and why. Line numbers are left out of the comparison. */
export const REASONS: readonly (readonly [mutant: string, why: string])[] = [];
