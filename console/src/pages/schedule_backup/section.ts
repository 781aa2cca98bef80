import type { Draft, Errors } from "./draft";

/** What each section of the form gets. */
export interface SectionProperties {
  readonly draft: Draft;
  readonly set: (part: Partial<Draft>) => void;
  readonly errors: Errors;
}
