/** The words of a form with several steps. */

export const WIZARD_WORDS = {
  stepNumberLabel: (step: number) => `Step ${String(step)}`,
  collapsedStepsLabel: (step: number, count: number) => `Step ${String(step)} of ${String(count)}`,
  navigationAriaLabel: "Steps",
  cancelButton: "Cancel",
  previousButton: "Previous",
  nextButton: "Next",
  optional: "optional",
};
