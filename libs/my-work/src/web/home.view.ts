import { isOverdue } from '@clin/intelligence';
import type { Actor } from '@clin/platform';
import { dateUk, type WorkLine } from '@clin/web-kit';
import type { MyWork, SharedItem, WorkItem } from '../my-work.query.js';

/** A list of another room, as `declareWorkList` found it. */
export interface OtherList {
  title: string;
  more: string;
  empty: string;
  lines: WorkLine[];
  handling: string[];
}

interface Line {
  href: string;
  reference: string;
  title: string;
  urgent: boolean;
  detail: string;
  note?: string | undefined;
  action?: string;
}

interface List {
  title: string;
  lines: Line[];
  empty: string;
  more: string;
}

/** Links for those who hold no records: each shown to whoever may follow it. */
const ELSEWHERE = [
  {
    permission: 'picture.read',
    text: 'National picture',
    href: '/national-picture',
    hint: 'Reports by force, month and confidence',
  },
  { permission: 'audit.read', text: 'Audit log', href: '/audit', hint: 'Who saw and did what' },
  { permission: 'account.read', text: 'Accounts', href: '/accounts', hint: 'Create, change and close accounts' },
  {
    permission: 'delivery.read',
    text: 'Deliveries',
    href: '/admin/deliveries',
    hint: 'What waits to be sent, and what failed',
  },
  {
    permission: 'webhook.read',
    text: 'Webhooks',
    href: '/admin/webhooks',
    hint: 'Systems of agencies that are told of events',
  },
  { permission: 'password.change', text: 'Change your password', href: '/account/password', hint: '' },
];

export function homeOf(actor: Actor, work: MyWork, unread: number, others: readonly OtherList[] = []) {
  const may = (permission: string) => actor.permissions.has(permission);
  const lists: List[] = [
    ...(may('report.assess')
      ? [
          list(
            'To assess',
            work.toAssess,
            `/reports?status=submitted`,
            'Reports that authors submit appear here.',
            waiting,
            'assess',
          ),
        ]
      : []),
    ...(may('report.disseminate')
      ? [
          list(
            'To disseminate',
            work.toDisseminate,
            `/reports?status=assessed`,
            'Reports that have been assessed appear here.',
            assessed,
            'disseminate',
          ),
        ]
      : []),
    ...(may('report.write')
      ? [
          list(
            'Returned to you',
            work.returned,
            `/reports?status=returned`,
            'Reports that a supervisor gives back to you for correction appear here.',
            due,
            'edit',
          ),
          list(
            'Your drafts',
            work.drafts,
            `/reports?status=draft`,
            'Reports that you have started and not submitted appear here.',
            saved,
            'edit',
          ),
        ]
      : []),
    ...(may('report.read')
      ? [
          {
            title: 'Recently shared with us',
            lines: work.shared.map(shared),
            more: `/reports?shared=1`,
            empty: 'Reports that other agencies share with yours appear here for 30 days.',
          },
        ]
      : []),
  ];
  return {
    lists: [...others, ...lists],
    unread,
    canLog: may('report.write'),
    canSearch: may('report.read'),
    elsewhere: may('report.read') ? [] : ELSEWHERE.filter(({ permission }) => may(permission)),
    handling: [
      ...others.flatMap(({ handling }) => handling),
      ...([work.drafts, work.returned, work.toAssess, work.toDisseminate, work.shared].some((lines) => lines.length > 0)
        ? ['C']
        : []),
    ],
  };
}

function list(
  title: string,
  items: WorkItem[],
  more: string,
  empty: string,
  detail: (item: WorkItem) => string,
  action: string,
): List {
  const lines = items.map((item) => ({
    ...line(item),
    href: `/reports/${item.id}${action === 'disseminate' ? '' : `/${action}`}`,
    detail: detail(item),
    note: item.note ? (item.due && action === 'edit' ? item.note : `Returned before: ${item.note}`) : undefined,
  }));
  return { title, lines, more, empty };
}

const line = ({
  id,
  reference,
  title,
  threatToLife,
}: Pick<WorkItem, 'id' | 'reference' | 'title' | 'threatToLife'>) => ({
  href: `/reports/${id}`,
  reference,
  title: title ?? 'No title yet',
  urgent: threatToLife,
});

const waiting = ({ at }: WorkItem) => `Submitted ${dateUk(at)}`;
const assessed = ({ at }: WorkItem) => `Assessed ${dateUk(at)}`;
const saved = ({ at }: WorkItem) => `Last saved ${dateUk(at)}`;
const due = ({ due: by }: WorkItem) => `${isOverdue(by) ? 'Overdue: correct' : 'Correct'} by ${dateUk(by)}`;
const shared = (item: SharedItem): Line => ({ ...line(item), detail: `By ${item.owner}, ${dateUk(item.at)}` });
