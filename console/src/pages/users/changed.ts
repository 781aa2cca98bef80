/** The operations whose answers a change of access keys makes old. */
export const CHANGED_BY_KEYS = ["ListAccessKeys", "ListUserTags"];
