import { scenario, type Scenario } from './a-network.js';
import type { Person } from './browser-person.js';

export interface Item {
  original: string;
  sanitised: string;
  sourceEvaluation: number;
  intelligenceAssessment: string;
  handlingCode: string;
  areas: string[];
  reason?: string;
  actionCode?: string;
  sanitisationCode?: string;
  instructions?: string;
  sourceRef?: string;
  riskToSource?: { why: string; reducedBy: string };
  dataSubjects?: { who: string; categories: string[]; age: number }[];
}
export type Filed = Scenario & {
  title: string;
  sanitisedTitle: string;
  eventDate: string;
  provenance: string;
  areas: string[];
  items: Item[];
};

async function writeItem(author: Person, item: Item): Promise<void> {
  const { page } = author;
  await author.fill('Original text', item.original);
  await author.fill('Sanitised text', item.sanitised);
  await page.locator(`input[name=sourceEvaluation][value="${item.sourceEvaluation}"]`).check();
  await page.locator(`input[name=intelligenceAssessment][value="${item.intelligenceAssessment}"]`).check();
  await page.locator(`input[name=handlingCode][value="${item.handlingCode}"]`).check();
  if (item.handlingCode === 'C') {
    await page.locator(`input[name=actionCode][value="${item.actionCode}"]`).check();
    await page.locator(`input[name=sanitisationCode][value="${item.sanitisationCode}"]`).check();
    await author.fill('Instructions to whoever receives it', item.instructions!);
    await author.fill('Reason (needed for source 3, assessment E or handling C)', item.reason!);
    await author.fill('Source reference', item.sourceRef!);
    await author.fill('Why is the source at risk?', item.riskToSource!.why);
    await author.fill('How is the risk reduced?', item.riskToSource!.reducedBy);
  }
  for (const area of item.areas) await page.locator(`input[value="${area}"]`).check();
  for (const [at, { who, categories, age }] of (item.dataSubjects ?? []).entries()) {
    await author.press('Add a person');
    await page.locator(`[name="dataSubjects[${at}][who]"]`).fill(who);
    for (const one of categories) await page.locator(`[name^="dataSubjects[${at}]"][value="${one}"]`).check();
    await page.locator(`[name="dataSubjects[${at}][age]"]`).fill(String(age));
  }
  await author.press('Save and return to the task list');
}

/** The whole task list, as a person goes through it; answers the report's path. */
export async function log(author: Person, key: string): Promise<string> {
  const filed = scenario(key) as Filed;
  await author.open('/');
  await author.press('Log a report');
  const path = author.path.replace(/\/edit$/, '');
  await author.follow('About the report');
  await author.fill('Title', filed.title);
  await author.fill('Sanitised title', filed.sanitisedTitle);
  await author.date(filed.eventDate);
  await author.fill('Where does the information come from?', filed.provenance);
  await author.press('Save and return to the task list');
  for (const [index, item] of filed.items.entries()) {
    if (index > 0) await author.press('Add an item');
    else await author.follow('Item 1');
    await writeItem(author, item);
  }
  await author.follow('Areas');
  for (const area of filed.areas) await author.page.locator(`input[value="${area}"]`).check();
  await author.press('Save and return to the task list');
  await author.follow('Safeguarding and threat to life');
  for (const who of (filed['safeguarding'] as string[] | undefined) ?? [])
    await author.page.locator(`input[value="${who}"]`).check();
  if (filed['threatToLife']) await author.check('There is a threat to somebody’s life');
  await author.press('Save and return to the task list');
  await author.follow('Check your answers and submit');
  return path;
}
