/** Preloaded into a process, it puts that process's clock CLOCK_SHIFT_HOURS off; PostgreSQL keeps its own. */
const shift = Number(process.env.CLOCK_SHIFT_HOURS ?? 0) * 3_600_000;
const RealDate = globalThis.Date;

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    super(...(given.length > 0 ? given : [RealDate.now() + shift]));
  }
  static now() {
    return RealDate.now() + shift;
  }
};
