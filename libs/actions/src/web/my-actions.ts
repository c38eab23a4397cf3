import { dateUk, declareWorkList } from '@clin/web-kit';
import { actionsToDo } from '../action-list.query.js';
import { handlingOf } from './action.view.js';

const SHOWN = 10;

/** Actions stand first in "My work": what is late before what is not. */
declareWorkList({
  title: 'Actions for you',
  permission: 'action.work',
  more: '/actions',
  empty: 'Actions that are assigned to you, to a team of yours or to your agency appear here.',
  find: async (q, actor) => {
    const actions = (await actionsToDo(q, actor)).slice(0, SHOWN);
    const lines = actions.map(({ id, reference, what, due, dueOn, record }) => ({
      href: `/actions/${id}`,
      reference,
      title: what,
      late: due === 'overdue',
      detail: due === 'today' ? 'Due today' : `Due ${dateUk(dueOn)}`,
      note: `About ${record.reference}`,
    }));
    return { lines, handling: handlingOf(actions) };
  },
});
