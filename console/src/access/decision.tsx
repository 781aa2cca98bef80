import StatusIndicator from "@cloudscape-design/components/status-indicator";

/** A decision. Implicitly denied: no statement allows the request, and none denies it. */
export function Decision({ decision }: { readonly decision: string }) {
  if (decision === "allowed") return <StatusIndicator type="success">Allowed</StatusIndicator>;
  const text = decision === "explicitDeny" ? "Explicitly denied" : "Implicitly denied";
  return <StatusIndicator type="error">{text}</StatusIndicator>;
}
