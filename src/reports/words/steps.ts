/** One thing to do: what, and why or how. */
export interface Step {
  what: string;
  how: string;
}

/** Every step that a report may advise, in one language. */
export interface Steps {
  isolate: Step;
  preserve: Step;
  credentials: Step;
  /** @param day since when something was there; nothing when that is not known */
  lookBack(day: string | undefined): Step;
  notSafe: Step;
  rebuild: Step;
  review: Step;
  witnesses: Step;
  ifConfirmed: Step;
  noGoodSign: Step;
  missing: Step;
  witnessesMeanwhile: Step;
  readNotSeen: Step;
  keepImages: Step;
  noResetYet: Step;
  doNotBoot(systems: readonly string[]): Step;
  checkPast: Step;
  otherSystems(seen: boolean): Step;
}
