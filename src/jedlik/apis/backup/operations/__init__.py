"""The operations of AWS Backup, by subject.

`vaults`, `plans`, `selections`, `backup_jobs`, `recovery_points`, `restore_jobs`, and `resources`
(tables that have recovery points, settings of a Region, tags).
"""
