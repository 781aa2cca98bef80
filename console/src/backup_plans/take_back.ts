/** Steps that are taken back when the next one fails. */

import { CreateBackupVaultCommand, DeleteBackupVaultCommand } from "@aws-sdk/client-backup";
import type { Clients } from "@/aws/clients";

/** Takes back a step. Why the next one failed matters more than why this one cannot be taken back. */
export async function quietly(takeBack: () => Promise<unknown>): Promise<void> {
  try {
    await takeBack();
  } catch {
    // The lists of plans, vaults and roles show what stayed.
  }
}

/**
 * Makes a vault if it is missing, and then what needs it. If that is refused, the vault is deleted
 * again. vaults: the names of those that exist. Absent: they are not known.
 */
export async function withVault<T>(
  { backup }: Pick<Clients, "backup">,
  name: string,
  vaults: readonly string[] | undefined,
  make: () => Promise<T>,
): Promise<T> {
  const vault = { BackupVaultName: name };
  const isMissing = vaults !== undefined && !vaults.includes(name);
  if (isMissing) await backup.send(new CreateBackupVaultCommand(vault));
  try {
    return await make();
  } catch (thrown) {
    if (isMissing) await quietly(() => backup.send(new DeleteBackupVaultCommand(vault)));
    throw thrown;
  }
}
