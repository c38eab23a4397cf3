import type { Actor } from '@clin/platform';
import { anybodyFor, operationOf } from './audience.js';
import type { ExplainedRecord } from './explained-record.js';
import type { HeldThrough, ThroughDisclosure, Why } from './explanation.js';
import { judge, type Grant } from './grant.js';
import type { DisclosureLine } from './sight-history.js';

export interface Holder {
  agencyId: number;
  agency: string;
  agencyName: string;
  grants: Grant[];
}

const ruleOf = ({ ruleId, ruleVersion }: DisclosureLine): HeldThrough['rule'] =>
  ruleId === null ? null : { id: ruleId, version: ruleVersion ?? 1 };

/** Through what the judge let the actor in: every grant that it found no obstacle to. */
export function whyOf(
  { grants, reader, judgement }: ExplainedRecord,
  lines: readonly DisclosureLine[],
  operation: { name: string } | undefined,
  contacts: ReadonlyMap<string, string>,
): Why {
  const reached = judgement.weighed.filter(({ obstacle }) => obstacle === undefined).map(({ grant }) => grant);
  const own = reached.some(({ disclosureId }) => disclosureId === null);
  const disclosures = lines.filter(({ id }) => reached.some(({ disclosureId }) => disclosureId === id));
  const [best = grants[0]!] = reached;
  const needed = operationOf(reached);
  return {
    through: own ? 'owner' : disclosures.length > 0 ? 'disclosure' : 'emergency',
    draft: own && best.privateTo !== null,
    disclosures: own ? [] : disclosures.map((line) => throughDisclosure(line, contacts)),
    clearance: { needed: best.sensitivity, yours: reader.clearance },
    operation: needed === null || !operation ? null : { ...operation, member: reader.compartments.includes(needed) },
  };
}

const throughDisclosure = (line: DisclosureLine, contacts: ReadonlyMap<string, string>): ThroughDisclosure => ({
  id: line.id,
  by: line.owner,
  byName: line.ownerName,
  purpose: line.purpose,
  legalBasis: line.legalBasis,
  agreement: line.agreement,
  conditions: line.conditions,
  rule: ruleOf(line),
  decidedByRole: line.ruleId === null ? line.decidedRole : null,
  contact: contacts.get(line.agreement ?? '') ?? null,
  items: line.items,
  since: line.decidedAt,
  until: line.expiresAt,
});

/**
 * The owner knows every agency that holds a grant. A recipient knows of itself and of the owner, whose grant has the same labels as a
 * disclosure's, so that nothing here depends on whom else the record was disclosed to.
 */
export function holdersOf({ owns, owner, grants, known }: ExplainedRecord, actor: Actor): Holder[] {
  const { agencyId, agencyCode: agency, agencyName } = actor;
  if (!owns) {
    const mine = { agencyId, agency, agencyName, grants };
    const labels = grants.find(({ privateTo }) => privateTo === null);
    if (!labels || owner.id === agencyId) return [mine];
    const own = { ...labels, disclosureId: null, validUntil: null, agreementInForce: true };
    return [{ agencyId: owner.id, agency: owner.code, agencyName: owner.name, grants: [own] }, mine];
  }
  const first = (one: Holder): number => Number(one.agencyId !== owner.id);
  return [...Map.groupBy(known, (grant) => grant.agencyId).values()]
    .map((theirs): Holder => ({ ...theirs[0]!, grants: theirs }))
    .sort((a, b) => first(a) - first(b) || a.agencyName.localeCompare(b.agencyName));
}

/** Each grant of one agency with what keeps everybody there from it; clearance and membership are people's, and counted instead. */
export function throughOf(grants: readonly Grant[], lines: readonly DisclosureLine[], now: Date): HeldThrough[] {
  const at = ({ disclosureId }: Grant): number => lines.findIndex(({ id }) => id === disclosureId);
  return [...grants]
    .sort((a, b) => at(a) - at(b))
    .map((grant) => {
      const line = lines[at(grant)];
      const judged = judge(anybodyFor(grant), [grant], now);
      return {
        kind: grant.disclosureId === null ? 'owner' : line ? 'disclosure' : 'emergency',
        disclosureId: grant.disclosureId,
        purpose: line?.purpose ?? null,
        agreement: line?.agreement ?? null,
        rule: line ? ruleOf(line) : null,
        items: line?.items ?? null,
        until: grant.validUntil,
        obstacle: judged.allowed ? null : judged.reason,
      };
    });
}
