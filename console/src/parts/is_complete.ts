/** Whether a form can be sent: no member of its errors has a text. */
export function isComplete(errors: object): boolean {
  return Object.values(errors).every((error) => error === undefined);
}
