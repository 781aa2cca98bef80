"""The operations of AWS Backup, by subject: vaults, plans and selections, jobs, recovery points."""
