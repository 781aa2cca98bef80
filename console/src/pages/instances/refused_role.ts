/** The role of a refusal that is about iam:PassRole. Undefined if it is about something else. */
export function refusedRole(message: string): string | undefined {
  return /is not authorized to perform: iam:PassRole on resource: (arn:\S+)/.exec(message)?.[1];
}
