// Loaded before anything else into every function of a laptop (NODE_OPTIONS): its clock runs ahead, as if the laptop had
// been off for so long. What would take minutes to wait for takes a restart.
const aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + aheadMs);
    else super(...given);
  }

  static now() {
    return RealDate.now() + aheadMs;
  }
};
