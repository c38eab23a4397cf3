import { RESULT_KINDS, RESULT_NAMES, type OwnerCase } from '@clin/cases';
import type { Actor } from '@clin/platform';
import { folded, type Posted } from '@clin/web-kit/posted';
import type { LinkRecord } from '../link-record.js';
import type { LogEntry } from '../log-entry.js';

interface Verbs {
  log: LogEntry;
  links: LinkRecord;
}

/** What can be added to a case by a form of its own: the page, the verb behind it and where it leads back to. */
export interface EntryForm {
  heading: string;
  template: string;
  /** The part of the page that it comes back to. */
  part: string;
  done: string;
  values: Posted;
  choices?: Record<string, unknown>;
  add: (verbs: Verbs, actor: Actor, id: string, body: Posted) => Promise<unknown>;
}

const SCALE = [
  ['1', '1 – very low'],
  ['2', '2 – low'],
  ['3', '3 – medium'],
  ['4', '4 – high'],
  ['5', '5 – very high'],
];

export const ENTRY_FORMS: Record<string, EntryForm> = {
  decision: {
    heading: 'Log a decision',
    template: 'case-decision.njk',
    part: 'decisions',
    done: 'Decision logged',
    values: {},
    add: ({ log }, actor, id, body) => log.decision(actor, id, folded(body, ['decision', 'reason', 'refused'])),
  },
  risk: {
    heading: 'Assess a risk or threat',
    template: 'case-risk.njk',
    part: 'risks',
    done: 'Assessment saved',
    values: { kind: 'risk', state: 'open' },
    choices: {
      kinds: [
        ['risk', 'A risk'],
        ['threat', 'A threat'],
      ],
      states: [
        ['open', 'Open: it is reviewed again'],
        ['closed', 'Closed: it is gone or has come true'],
      ],
      scale: SCALE,
    },
    add: ({ log }, actor, id, body) =>
      log.risk(
        actor,
        id,
        folded(body, ['risk', 'kind', 'what', 'likelihood', 'impact', 'control', 'owner', 'state'], {
          reviewOn: 'The next review',
        }),
      ),
  },
  result: {
    heading: 'Record a result',
    template: 'case-result.njk',
    part: 'results',
    done: 'Result recorded',
    values: {},
    choices: { kinds: RESULT_NAMES.map((name) => [name, RESULT_KINDS[name].words]) },
    add: ({ log }, actor, id, body) =>
      log.result(
        actor,
        id,
        folded(body, ['kind', 'amount', 'type', 'value', 'attributable', 'line', 'detail'], { eventDate: 'The day' }),
      ),
  },
  link: {
    heading: 'Link a record',
    template: 'case-link.njk',
    part: 'links',
    done: 'Record linked',
    values: {},
    add: ({ links }, actor, id, body) => links.link(actor, id, folded(body, ['reference', 'why'])),
  },
};

/** A risk that is assessed again starts from how it stands. */
export function riskValues({ parts }: OwnerCase, risk: string): Posted {
  const found = parts.risks.find((entry) => entry.risk === risk);
  if (!found) return {};
  const { kind, what, likelihood, impact, control, owner, state } = found;
  return { risk, kind, what, likelihood: String(likelihood), impact: String(impact), control, owner, state };
}
