/** The capacity units that an answer reports. "-" if it reports none: most requests do not ask. */
export function unitsText(output: unknown): string {
  const reported = output !== null && typeof output === "object" ? consumed(output) : [];
  const units = reported.flatMap((each) =>
    each !== null && typeof each === "object" && "CapacityUnits" in each
      ? [Number(each.CapacityUnits)]
      : [],
  );
  return units.length === 0 ? "-" : String(units.reduce((total, each) => total + each, 0));
}

function consumed(output: object): readonly unknown[] {
  const reported: unknown = "ConsumedCapacity" in output ? output.ConsumedCapacity : undefined;
  return Array.isArray(reported) ? reported : [reported];
}
