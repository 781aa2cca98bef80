/** The name of the file with a private key. Names of key pairs may have characters that no file has. */
export function pemName(keyName: string): string {
  return `${keyName.replaceAll(/[^\w.@ +=-]/g, "_").replace(/^\.+/, "_")}.pem`;
}
