/** All backups of the Region: those of users and those that the server made of deleted tables. */

import { BackupList } from "@/backups/backup_list";

export default function Backups() {
  return <BackupList />;
}
