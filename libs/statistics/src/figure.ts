/** A published count: exact when both ends are equal, otherwise everything that is said about it. */
export interface Figure {
  readonly from: number;
  readonly to: number;
}

export const exactly = (count: number): Figure => ({ from: count, to: count });
export const between = (from: number, to: number): Figure => ({ from, to });
export const NONE: Figure = exactly(0);

export const isExact = (figure: Figure): boolean => figure.from === figure.to;

/** The sum of figures says no more than its parts do. */
export function sum(figures: Iterable<Figure>): Figure {
  let from = 0;
  let to = 0;
  for (const figure of figures) {
    from += figure.from;
    to += figure.to;
  }
  return { from, to };
}

/** As people read it: "12", "1 to 4". */
export function inWords(figure: Figure): string {
  const [from, to] = [figure.from, figure.to].map((count) => count.toLocaleString('en-GB'));
  return from === to ? from! : `${from} to ${to}`;
}

/** As programs read it: 12, {from: 1, to: 4}. */
export function inJson(figure: Figure): number | { from: number; to: number } {
  return isExact(figure) ? figure.from : { from: figure.from, to: figure.to };
}

/** What share of the total a part makes, in whole per cent, as far as both are said; undefined of nothing. */
export function share(part: Figure, total: Figure): Figure | undefined {
  if (total.to === 0) return undefined;
  const percent = (count: number, of: number): number => Math.min(100, Math.round((100 * count) / of));
  return { from: percent(part.from, total.to), to: percent(part.to, Math.max(total.from, 1)) };
}
