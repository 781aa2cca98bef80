import { describeFailure } from "@/aws/failure";
import { showMessage } from "@/frame/messages";

/** Shows a message for each error of what followed the making of something. */
export function showFailures(failures: readonly unknown[]): void {
  for (const thrown of failures) showMessage({ type: "error", ...describeFailure(thrown) });
}
