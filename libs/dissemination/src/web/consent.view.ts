import type { KnownAgency } from '@clin/access';
import { codeLine, needsOriginator } from '@clin/grading';
import type { OwnerReport } from '@clin/intelligence';
import { NotVisible } from '@clin/platform';
import { form, page, type Page } from '@clin/web-kit';

interface Posted {
  body: Record<string, unknown>;
  errors: Readonly<Record<string, string>>;
}

/** The source handler records what the originator agreed to, for one restricted item and one agency. */
export function consentPage(
  report: OwnerReport,
  itemId: string,
  agencies: readonly KnownAgency[],
  posted?: Posted,
): Page {
  const position = report.items.findIndex((one) => one.id === itemId);
  const item = report.items[position];
  if (!item || !needsOriginator(item)) throw new NotVisible('no-such-item');
  const { id, reference, marking } = report;
  const given = report.consents.filter((one) => one.item === itemId);
  const data = {
    id,
    reference,
    marking,
    handling: [codeLine(item)],
    item,
    given,
    agencies: agencies
      .filter(({ code }) => code !== report.owner && !given.some((one) => one.agency === code))
      .map(({ code, name }) => [code, name]),
    heading: `Record the originator’s consent for item ${position + 1}`,
    breadcrumbs: [
      { text: 'Reports', href: '/reports' },
      { text: reference, href: `/reports/${id}` },
      { text: 'Consent' },
    ],
    form: form(posted?.body, posted?.errors),
  };
  return page('report-consent.njk', data, posted ? { status: 422 } : {});
}
