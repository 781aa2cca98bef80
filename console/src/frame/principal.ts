/** Names of principals for people. */

/** `arn:aws:iam::000000000000:user/eng/Anna` is `Anna`, `...:assumed-role/Reader/Anna` is `Reader/Anna`. */
export function nameOf(arn: string): string {
  const resource = arn.split(":").slice(5).join(":");
  const [kind, ...path] = resource.split("/");
  if (path.length === 0) return resource;
  return kind === "assumed-role" ? path.join("/") : (path.at(-1) ?? resource);
}
