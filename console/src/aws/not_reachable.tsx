/** The message about a server that does not answer. */

import Button from "@cloudscape-design/components/button";
import type { Message } from "@/frame/messages";

export const NOT_REACHABLE = "not-reachable";

export function notReachable(tryAgain: () => void): Message {
  return {
    id: NOT_REACHABLE,
    type: "error",
    content: "The server does not answer. You stay signed in, and the page stays as it is.",
    action: <Button onClick={tryAgain}>Try again</Button>,
  };
}
