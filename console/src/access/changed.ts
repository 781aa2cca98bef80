/** The operations whose answers a change of the policies of somebody makes old. */
export const CHANGED_BY_POLICIES = [
  "HeldPolicies",
  "HeldDocument",
  "ListPolicies",
  "ListEntitiesForPolicy",
];
