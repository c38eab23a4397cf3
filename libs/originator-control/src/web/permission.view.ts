import { form, type PageData } from '@clin/web-kit';
import { codeWords } from '../originator-rules.js';
import type { PermissionDetail } from '../permission-detail.query.js';
import { lastDay, standing, stepWords, tagOf, useTitle } from '../permission.words.js';

type Posted = Record<string, unknown>;
type Fields = Readonly<Record<string, string>>;

const headOf = (request: PermissionDetail, crumb?: string): PageData => ({
  id: request.id,
  heading: useTitle(request),
  reference: request.reference,
  marking: request.record.marking,
  handling: request.record.handling,
  record: request.record,
  breadcrumbs: [
    { text: 'Permissions', href: '/permissions' },
    ...(crumb
      ? [{ text: request.reference, href: `/permissions/${request.id}` }, { text: crumb }]
      : [{ text: request.reference }]),
  ],
});

const itemsOf = ({ items }: PermissionDetail) =>
  items.map((item) => ({ ...item, code: codeWords(item), text: item.text ?? 'No text' }));

/** One request: what was asked, where it stands, and what this person can do now. */
export function permissionView(request: PermissionDetail, permissions: ReadonlySet<string>, now: Date): PageData {
  const { side, state, actions, takenBack, endReason } = request;
  const share = request.use === 'share' && state === 'granted' && !request.sharedOnAt;
  return {
    ...headOf(request),
    request,
    side,
    items: itemsOf(request),
    state: tagOf(request),
    standing: standing(request, now),
    lastDay: lastDay(request.validUntil),
    neededBy: lastDay(request.neededBy),
    canAnswer: actions.includes('answer'),
    canHandle: actions.includes('handle'),
    withdrawal: actions.includes('withdraw') ? (side === 'owner' ? 'Take the permission back' : 'Withdraw') : undefined,
    // The owner passes it on itself, by a disclosure prefilled from the request.
    shareHref:
      share && side === 'owner' && request.sharePage && permissions.has('report.disclose')
        ? `${request.sharePage}?permission=${request.id}`
        : undefined,
    handler: side === 'owner' ? HANDLER_WORDS[request.handlerPart ?? 'not-needed'] : undefined,
    ended: endReason ? `${takenBack ? 'Why it was taken back' : 'Why it was withdrawn'}` : undefined,
    steps: request.steps.map(({ action, by, at, note }) => ({
      title: stepWords(action),
      by: by ?? 'somebody who has left',
      at,
      text: note ?? '',
    })),
  };
}

const HANDLER_WORDS: Record<string, string | undefined> = {
  'not-needed': undefined,
  waiting:
    'A source handler of your agency decides first: until then this can only be refused. The agency that asked is not told of this.',
  consented: 'A source handler has consented. The agency that asked is not told of this.',
  objected: 'A source handler has objected, so this can only be refused. The agency that asked is not told of this.',
};

/** Until a source handler consents there is nothing to give. */
const onlyRefuse = ({ handlerPart }: PermissionDetail): boolean =>
  handlerPart === 'waiting' || handlerPart === 'objected';

export function answerView(request: PermissionDetail, body?: Posted, errors?: Fields): PageData {
  return {
    ...headOf(request, 'Answer'),
    heading: 'Answer the request',
    title: useTitle(request),
    request,
    items: itemsOf(request),
    onlyRefuse: onlyRefuse(request),
    handler: HANDLER_WORDS[request.handlerPart ?? 'not-needed'],
    form: form(body ?? (onlyRefuse(request) ? { decision: 'refused' } : {}), { ...errors }),
  };
}

/** Before it is said: who may then do what, with what, until when. */
export function answerCard(
  request: PermissionDetail,
  input: { decision: string; conditions: string; reason: string; until: string },
  people: number | undefined,
  fields: readonly { name: string; value: string }[],
): PageData {
  const who =
    people === undefined
      ? request.askerName
      : `${people} ${people === 1 ? 'person' : 'people'} at ${request.askerName}`;
  const granted = input.decision === 'granted';
  return {
    ...headOf(request, 'Answer'),
    heading: granted
      ? `You are about to give permission to ${request.askerName}`
      : `You are about to refuse ${request.askerName}`,
    granted,
    who,
    title: useTitle(request),
    count: request.items.length,
    sharing: request.use === 'share' ? request.toName : undefined,
    input,
    fields,
  };
}

export const statementView = (request: PermissionDetail, body?: Posted, errors?: Fields): PageData => ({
  ...headOf(request, 'Source handler'),
  heading: 'Does the source’s side consent?',
  title: useTitle(request),
  request,
  items: itemsOf(request),
  form: form(body, { ...errors }),
});

export const withdrawalView = (request: PermissionDetail, body?: Posted, errors?: Fields): PageData => ({
  ...headOf(request, 'Withdraw'),
  heading: request.side === 'owner' ? 'Take the permission back' : 'Withdraw this request',
  title: useTitle(request),
  side: request.side,
  askerName: request.askerName,
  form: form(body, { ...errors }),
});
